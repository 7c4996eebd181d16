import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nameUses } from "../../server/src/syntax/scopes/nameUses.ts";
import { analyseScopes, type NameDeclaration } from "../../server/src/syntax/scopes/scope.ts";
import type { Expression } from "../../server/src/syntax/tree/ast.ts";
import { parseNix, parser, TEST_URI } from "../support/syntax.ts";

/** The names of the undefined uses, by the gathering one and by the analysis of all scopes. */
function both(root: Expression | null): [string[], string[]] {
  if (root === null) return [[], []];
  const slow = [...analyseScopes(root).uses].filter(([, { kind }]) => kind === "unbound").map(([use]) => use);
  const quick = nameUses(root).undefined;
  expect(new Set(quick)).toEqual(new Set(slow));
  const names = (uses: readonly { readonly name: string }[]): string[] => uses.map(({ name }) => name).sort();
  return [names(quick), names(slow)];
}

/** What is unused, as the rule would name it: by the gathering analysis, and by the one of all scopes. */
function unused(root: Expression): [string[], string[]] {
  const { declarations, useCounts, withs, usedWiths } = analyseScopes(root);
  const isUnused = (declaration: NameDeclaration): boolean =>
    useCounts.get(declaration) === 0 && !declaration.name.startsWith("_");
  const names = declarations.filter(isUnused).flatMap((declaration) => {
    const { kind, name, scope } = declaration;
    if (scope.kind === "attrSet" || (scope.kind === "let" && scope.legacy)) return [];
    if (scope.kind !== "lambda") return [`${kind} ${name}`];
    if (scope.formals === null) return [];
    const whole = declarations.find((other) => other.scope === scope && other.kind === "parameter");
    if (whole !== undefined && !isUnused(whole)) return [];
    return [`${kind === "parameter" ? "argument" : kind} ${name}`];
  });
  const slow = [...names, ...withs.filter((node) => !usedWiths.has(node)).map(() => "with")].sort();
  const quick = nameUses(root).unused.map((one) => (one.kind === "with" ? "with" : `${one.kind} ${one.name}`));
  return [quick.sort(), slow];
}

const unusedCases: [string, string[]][] = [
  ["let a = 1; in 2", ["binding a"]],
  ["let a = 1; b = a; in 2", ["binding b"]],
  ["let a = 1; in { inherit a; }", []],
  ["let a = 1; in { inherit (a) b; }", []],
  ["let a.b = 1; a.c = 2; in 3", ["binding a"]],
  ["let f = n: f n; in 1", []],
  ["let _a = 1; in 2", []],
  ["let map = 1; in map", []],
  ["let map = 1; in 2", ["binding map"]],
  ["let inherit (x) a b; in b", ["inherit a"]],
  ["x: let inherit x; in 1", ["inherit x"]],
  ["let a = 1; in let a = 2; in a", ["binding a"]],
  ["let a = 1; in with b; a", ["with"]],
  ["let a = 1; in with { a = 2; }; b", ["binding a"]],
  ["let a = 1; in with { a = 2; }; a", ["with"]],
  ["with a; b: b", ["with"]],
  ["with a; with b; c", []],
  ["with a; with b; 1", ["with"]],
  ["with builtins; map", ["with"]],
  ["with a; { c = 1; }", ["with"]],
  ["x: with x; { y, ... }: y", ["with"]],
  ["x: y: 1", []],
  ["{ a, b }: a", ["formal b"]],
  ["{ a, b ? a, ... }: 1", ["formal b"]],
  ["{ a, ... }@all: 1", ["argument all", "formal a"]],
  ["all@{ a, ... }: all", []],
  ["{ a, _b, ... }: a", []],
  ["rec { a = 1; b = 2; }", []],
  ["let { a = 1; body = 2; }", []],
  ['let a = 1; in "${toString a}"', []],
  ['let a = "x"; in { ${a} = 1; }', []],
  ["let a = 1; in x: x.a or a", []],
  ["let a = 1; in x: x.a", ["binding a"]],
  ["let b = 1; in { a = rec { c = 1; }; a.d = b; }", []],
  ["let c = 1; in { a = rec { c = 2; }; a.d = c; }", []],
];

test.each(unusedCases)("unused in %s", (text, expected) => {
  const { root } = parseNix(text);
  expect(root && unused(root)).toEqual([expected, expected]);
});

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
  let unusedOnes = 0;
  for (const name of texts) {
    const text = readFileSync(new URL(name, folder), "utf8");
    const document = parser.open(TEST_URI, text);
    for (const { index, 0: word } of [...text.matchAll(/\b[a-z]\w+/g)].filter((_, turn) => turn % 4 === 0)) {
      const range = { start: index, end: index + word.length };
      const { root } = document.edit(range, `${word}x`);
      const [quick, slow] = both(root);
      expect(quick).toEqual(slow);
      if (root !== null) {
        const [quickly, slowly] = unused(root);
        expect(quickly).toEqual(slowly);
        unusedOnes += quickly.length;
      }
      undefinedOnes += quick.length;
      document.edit({ start: index, end: index + word.length + 1 }, word);
    }
    document.close();
  }
  expect(undefinedOnes).toBeGreaterThan(100);
  expect(unusedOnes).toBeGreaterThan(40);
});
