import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Expression, Node, ValueBinding } from "../../server/src/syntax/tree/ast.ts";
import type { ParsedFile } from "../../server/src/syntax/tree/parsedFile.ts";
import { descendants } from "../../server/src/syntax/tree/walk.ts";
import { moduleText } from "../bench/inputs.ts";
import { randomness } from "../support/edits.ts";
import { slow } from "../support/slow.ts";
import { parseNix, parser, TEST_URI } from "../support/syntax.ts";
import { show } from "./show.ts";

const read = (path: string): string => readFileSync(new URL(`../../nix/${path}`, import.meta.url), "utf8");
const texts = [read("modules/flaredb.nix"), read("lib/service-module.nix"), read("lib/options.nix")];

/** Everything a file says of its text, in plain data. */
function facts(file: ParsedFile): unknown {
  const nodes = file.root === null ? [] : [...descendants(file.root)];
  return {
    tree: show(file.root),
    ranges: nodes.map((node: Node) => [node.kind, file.rangeOf(node)]),
    problems: file.problems,
    comments: file.comments,
    notAnalysed: file.notAnalysed,
  };
}

const pieces = [
  " ",
  "\n",
  ";",
  "{",
  "}",
  "[",
  "]",
  '"',
  "''",
  "a",
  "b.c = 1;",
  "# x\n",
  "= ",
  ".",
  "1",
  "${",
  "inherit a;",
  "(",
  ")",
];

const seed = slow.seed(42);
const steps = slow.runs(60, 2_000);

test(`random edits give what a fresh parse gives, seed ${seed}`, () => {
  const random = randomness(seed);
  for (const text of texts) {
    const document = parser.open(TEST_URI, text);
    for (let step = 0; step < steps; step++) {
      const current = document.file.text;
      // Now and then back to the whole text, so that the edits do not only stir rubble.
      const broken = document.file.problems.length > 3;
      if (broken) document.replace(text);
      else {
        const start = random.below(current.length + 1);
        const end = Math.min(current.length, start + (random.below(3) === 0 ? random.below(12) : 0));
        document.edit({ start, end }, pieces[random.below(pieces.length)] ?? "");
      }
      const fresh = parseNix(document.file.text);
      expect(facts(document.file), `step ${step}`).toEqual(facts(fresh));
    }
    document.close();
  }
});

test(`what is forgotten is found the same while typing as in a fresh parse, seed ${seed}`, () => {
  const random = randomness(seed);
  const text = moduleText(300);
  const tokens = [...text.matchAll(/''|\$\{|[{}[\]();"=.]/g)];
  const document = parser.open(TEST_URI, text);
  for (let step = 0; step < steps; step++) {
    if (step % 3 === 0) document.replace(text);
    const { index = 0, 0: token = "" } = tokens[random.below(tokens.length)] ?? {};
    if (step % 3 === 0) document.edit({ start: index, end: index + token.length }, "");
    else document.edit({ start: index, end: index }, random.below(2) === 0 ? "x" : token);
    expect(document.file.problems, `step ${step}`).toEqual(parseNix(document.file.text).problems);
  }
  document.close();
});

test("what nests too deeply is given up, however it came to be so, and read again when it does not", () => {
  const inner = `b = ${"[ ".repeat(300)}1${" ]".repeat(300)};`;
  const document = parser.open(TEST_URI, `{ ${inner} }`);
  expect(document.file.notAnalysed).toBeNull();
  // The binding itself is left alone by these edits: only what is around it nests deeper.
  for (const levels of [50, 150, 5, 0, 240, 90]) {
    const text = `${"{ a = ".repeat(levels)}{ ${inner} }${"; }".repeat(levels)}`;
    expect(facts(document.replace(text)), `${levels} levels`).toEqual(facts(parseNix(text)));
    expect(document.file.notAnalysed === null, `${levels} levels`).toBe(levels <= 90);
  }
  document.close();
});

describe("what an edit did not touch stays the same object", () => {
  const text = "{ config, ... }:\n{\n  a = 1;\n  b = { c = 2; d = 3; };\n  e = 4;\n}\n";
  const bindingsOf = (root: Expression | null): Map<string, ValueBinding> => {
    const found = new Map<string, ValueBinding>();
    for (const node of root === null ? [] : descendants(root)) {
      if (node.kind === "binding")
        found.set(node.path.map((name) => ("name" in name ? name.name : "")).join("."), node);
    }
    return found;
  };

  test("a comment above changes nothing", () => {
    const document = parser.open(TEST_URI, text);
    const { root, anchor } = document.file;
    const after = document.edit({ start: 0, end: 0 }, "# new\n");
    expect(after.root).toBe(root);
    expect(after.anchor).toBe(anchor);
    const b = bindingsOf(after.root).get("c");
    expect(b && after.text.slice(after.rangeOf(b).start, after.rangeOf(b).end)).toBe("c = 2;");
    expect(after.comments).toEqual([{ start: 0, end: 5 }]);
    document.close();
  });

  test("an edit in one binding leaves its neighbours", () => {
    const document = parser.open(TEST_URI, text);
    const before = bindingsOf(document.file.root);
    const at = text.indexOf("2;");
    const after = document.edit({ start: at, end: at + 1 }, "22");
    const now = bindingsOf(after.root);
    for (const name of ["a", "d", "e"]) expect(now.get(name), name).toBe(before.get(name));
    for (const name of ["b", "c"]) expect(now.get(name), name).not.toBe(before.get(name));
    const e = now.get("e");
    expect(e && after.text.slice(after.rangeOf(e).start, after.rangeOf(e).end)).toBe("e = 4;");
    document.close();
  });

  test("a broken line leaves the others", () => {
    const document = parser.open(TEST_URI, text);
    const before = bindingsOf(document.file.root);
    const at = text.indexOf("1;");
    const broken = bindingsOf(document.edit({ start: at, end: at + 2 }, "").root);
    expect(broken.get("c")).toBe(before.get("c"));
    expect(broken.get("e")).toBe(before.get("e"));
    const whole = bindingsOf(document.edit({ start: at, end: at }, "1;").root);
    expect(whole.get("e")).toBe(before.get("e"));
    document.close();
  });

  test("a node that is gone keeps its last place", () => {
    const document = parser.open(TEST_URI, text);
    const gone = bindingsOf(document.file.root).get("a");
    const at = text.indexOf("a = 1;");
    const after = document.edit({ start: at, end: at + 6 }, "");
    expect(gone && after.rangeOf(gone)).toEqual({ start: at, end: at + 6 });
    document.close();
  });
});

test("memory is given back", () => {
  const document = parser.open(TEST_URI, texts[0] ?? "");
  const used = (): number => process.memoryUsage().external + process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 20; round++) document.edit({ start: 0, end: 0 }, "#\n");
  const before = used();
  for (let round = 0; round < 400; round++) parseNix(texts[1] ?? "");
  expect(used() - before).toBeLessThan(16 * 1024 * 1024);
  document.close();
});
