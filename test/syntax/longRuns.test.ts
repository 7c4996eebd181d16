/** Long runs of names, numbers and signs: the scanner looks at each of them once, and reads them as it reads short ones. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Language, Parser } from "web-tree-sitter";
import { hasLongRun } from "../../server/src/syntax/parse/longRun.ts";
import { randomness } from "../support/edits.ts";
import { parseNix, parser, TEST_URI } from "../support/syntax.ts";
import { show } from "./show.ts";

const chunk = 1_000;
const trees = new Parser();
trees.setLanguage(
  await Language.load(readFileSync(new URL("../../server/grammar/tree-sitter-nix.wasm", import.meta.url))),
);

/** How often the parser asks for a part of a text, and calls back: what it looks at, and what it does. */
function workOf(text: string): { readonly parts: number; readonly callbacks: number } {
  const work = { parts: 0, callbacks: 0 };
  const read = (index: number): string => {
    work.parts++;
    return text.slice(index, index + chunk);
  };
  const progressCallback = (): boolean => {
    work.callbacks++;
    return false;
  };
  const tree = trees.parse(read, null, { progressCallback });
  expect(tree?.rootNode.hasError, text.slice(0, 20)).toBe(false);
  tree?.delete();
  return work;
}

test.each([
  ["a selection", "a.", "a"],
  ["a sum", "a+", "a"],
  ["a sum of numbers", "1+", "1"],
  ["a sum that a URI ends", "a_b+", "a:b"],
  ["a sum that a path would end, but for a second slash", "a+", "a//b"],
  ["a list in braces of one path", "a.", "a = 1; }", "{ "],
])("%s is looked at once", (_, unit, end, start = "") => {
  const of = (count: number) => workOf(`${start}${unit.repeat(count)}${end}`);
  const [small, large] = [of(2_000), of(20_000)];
  expect(large.parts / small.parts).toBeLessThan(12);
  expect(large.callbacks / small.callbacks).toBeLessThan(12);
});

test.each(["a/b", "a/${b}", "a:b", "a ./b", "a//b", "a.${b}", "a/b/c + d/e", "_a+b:c"])(
  "what ends in %s is read as its short form is",
  (end) => {
    // seven sums of names that make one run, since sums nest
    const shown = (name: string): string => {
      const { root, problems } = parseNix(`(${`${name}_b.c+`.repeat(7)}${end})`);
      return `${show(root)} ${JSON.stringify(problems)}`.replaceAll(name, "a");
    };
    const name = "a".repeat(90);
    expect(shown(name)).toContain("a_b");
    expect(shown(name).replaceAll(/\d+/g, "")).toBe(shown("a").replaceAll(/\d+/g, ""));
  },
);

test("edits in and about long runs give what a fresh parse gives", () => {
  const random = randomness(7);
  const pieces = ["/", "/x", ":x", " ", ".", "+", "(", ")", "_", ";", "a", ""];
  const name = "a".repeat(90);
  for (const unit of [`${name}.`, `${name}+b.`, `${name}_+`]) {
    const text = `{ x = ${unit.repeat(8)}a; y = a.${name}; }`;
    const document = parser.open(TEST_URI, text);
    for (let step = 0; step < 60; step++) {
      const current = document.file.text;
      if (document.file.problems.length > 1) document.replace(text);
      else {
        const near = [current.indexOf(";"), current.indexOf("=") + 2, random.below(current.length)];
        const start = near[random.below(3)] ?? 0;
        const end = Math.min(current.length, start + random.below(2));
        document.edit({ start, end }, pieces[random.below(pieces.length)] ?? "");
      }
      const fresh = parseNix(document.file.text);
      expect(show(document.file.root) === show(fresh.root), document.file.text.slice(-80)).toBe(true);
      expect(document.file.problems).toEqual(fresh.problems);
    }
    document.close();
  }
});

test("a run is long from 512 characters on, wherever it stands", () => {
  for (const before of [0, 1, 511, 512, 513, 700]) {
    const around = (length: number): string => `${" ".repeat(before)}${"aZ09.+-_".repeat(100).slice(0, length)} =`;
    expect([hasLongRun(around(511)), hasLongRun(around(512)), hasLongRun(around(700))]).toEqual([false, true, true]);
  }
  expect(hasLongRun("a/".repeat(1_000))).toBe(false);
  expect(hasLongRun("a,".repeat(1_000))).toBe(false);
});
