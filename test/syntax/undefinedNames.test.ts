import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Expression } from "../../server/src/syntax/ast.ts";
import { analyseScopes } from "../../server/src/syntax/scope.ts";
import { undefinedNames } from "../../server/src/syntax/undefinedNames.ts";
import { parseNix, parser, TEST_URI } from "../support/syntax.ts";

/** The names of the undefined uses, by the gathering one and by the analysis of all scopes. */
function both(root: Expression | null): [string[], string[]] {
  if (root === null) return [[], []];
  const slow = [...analyseScopes(root).uses].filter(([, { kind }]) => kind === "unbound").map(([use]) => use);
  const quick = undefinedNames(root);
  expect(new Set(quick)).toEqual(new Set(slow));
  const names = (uses: readonly { readonly name: string }[]): string[] => uses.map(({ name }) => name).sort();
  return [names(quick), names(slow)];
}

const cases: [string, string[]][] = [
  ["a: a b", ["b"]],
  ["with a; b", ["a"]],
  ["a: with a; b c", []],
  ["let a = b; in a", ["b"]],
  ["let a = a; in 1", []],
  ["{ a = 1; b = a; }", ["a"]],
  ["rec { a = 1; b = a; }", []],
  ["rec { inherit a; b = a; }", ["a"]],
  ["let inherit a; in a", ["a"]],
  ["let inherit (a) b; in b", ["a"]],
  ["let inherit (b) b; in 1", []],
  ["{ a ? b, b }: a", []],
  ["x: y: { inherit x z; }", ["z"]],
  ["{ a = rec { b = 1; }; a.c = b; }", []],
  ["{ a = { b = 1; }; a.c = b; }", ["b"]],
  ['"${a} ${toString __b}"', ["a"]],
  ["{ ${a} = 1; }.b or c", ["a", "c"]],
];

test.each(cases)("%s", (text, expected) => {
  expect(both(parseNix(text).root)).toEqual([expected, expected]);
});

test("both agree on real modules from which names are taken, edit after edit", () => {
  const folder = new URL("../../nix/lib/", import.meta.url);
  const texts = readdirSync(folder).filter((name) => name.endsWith(".nix"));
  let undefinedOnes = 0;
  for (const name of texts) {
    const text = readFileSync(new URL(name, folder), "utf8");
    const document = parser.open(TEST_URI, text);
    for (const { index, 0: word } of [...text.matchAll(/\b[a-z]\w+/g)].filter((_, turn) => turn % 4 === 0)) {
      const range = { start: index, end: index + word.length };
      const [quick, slow] = both(document.edit(range, `${word}x`).root);
      expect(quick).toEqual(slow);
      undefinedOnes += quick.length;
      document.edit({ start: index, end: index + word.length + 1 }, word);
    }
    document.close();
  }
  expect(undefinedOnes).toBeGreaterThan(100);
});
