/** Formatting: what comes out, what is left alone, what a selection reaches, and that nothing ever means anything else. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lineEdits } from "../../server/src/features/formatting/lineDiff.ts";
import { withEdits } from "../../server/src/session/formatFile.ts";
import { formatText } from "../support/formatting.ts";
import { newerNix } from "../support/oracle.ts";
import { parseNix } from "../support/syntax.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("the formatter is the one whose checksum stands beside it", () => {
  const sum = createHash("sha256")
    .update(readFileSync(join(root, "server/formatter/nixfmt.wasm")))
    .digest("hex");
  expect(readFileSync(join(root, "server/formatter/nixfmt.wasm.sha256"), "utf8")).toBe(`${sum}  nixfmt.wasm\n`);
});

describe("a whole file", () => {
  test.each([
    ["a set", "{a=1;b=[1];}", "{\n  a = 1;\n  b = [ 1 ];\n}\n"],
    ["formals", "{lib,config,...}:\n{}", "{ lib, config, ... }:\n{ }\n"],
    ["comments stay", "{\na=1;# one\n}", "{\n  a = 1; # one\n}\n"],
    ["CRLF stays", "{\r\na=1;\r\n}\r\n", "{\r\n  a = 1;\r\n}\r\n"],
    ["what is formatted already", "{ a = 1; }\n", "{ a = 1; }\n"],
    ["text in a string", '{a="x  y";}', '{ a = "x  y"; }\n'],
  ])("%s", async (_, text, expected) => expect(await formatText(text)).toBe(expected));

  test.each([
    ["what does not parse", "{ a = 1 }", "(it does not parse (line 1: expected `;` after this value))"],
    ["an empty file", "", "(it does not parse (line 1: a Nix file holds one expression, and this one holds none))"],
    ["a byte-order mark", "\uFEFF{a=1;}", expect.stringMatching(/^\(it does not parse/)],
    ["mixed line ends", "{\r\na=1;\n}", "(not all its lines end alike)"],
    ["NUL", "{a=1;}\0", "(it is not a text file)"],
    ["a long selection", `a${".b".repeat(501)}`, "(a selection in it has more than 500 names)"],
  ])("%s is left alone", async (_, text, expected) => expect(await formatText(text)).toEqual(expected));

  test("a selection as long as people write them is not", async () => {
    expect(await formatText(`a${".b".repeat(500)}`)).toBe(`a${".b".repeat(500)}\n`);
  });
});

describe("a selection", () => {
  test.each([
    ["one binding", "{\n  a=1;\n  ⟦b=2;⟧\n  c=3;\n}", "{\n  a=1;\n  b = 2;\n  c=3;\n}"],
    ["two, from within", "{\n  a=1;\n  b=⟦2;\n  c⟧=3;\n}", "{\n  a=1;\n  b = 2;\n  c = 3;\n}"],
    ["an inner one", "{\n  a = {\n    b=⟦1⟧;\n    c=2;\n  };\n}", "{\n  a = {\n    b = 1;\n    c=2;\n  };\n}"],
    ["an element", "{\n  a = [\n    (⟦f   x⟧)\n    (g   y)\n  ];\n}", "{\n  a = [\n    (f x)\n    (g   y)\n  ];\n}"],
    ["bindings of a let", "let\n  a=⟦1⟧;\n  b=2;\nin a", "let\n  a = 1;\n  b=2;\nin a"],
    ["with CRLF", "{\r\n  a=⟦1⟧;\r\n  b=2;\r\n}", "{\r\n  a = 1;\r\n  b=2;\r\n}"],
    [
      "indented as deep as it stands",
      "{\n  a = {\n    b=⟦{c=1;d=2;}⟧;\n  };\n}",
      "{\n  a = {\n    b = {\n      c = 1;\n      d = 2;\n    };\n  };\n}",
    ],
    ["everything", "⟦{a=1;}⟧", "{ a = 1; }\n"],
    ["from outside into a set", "⟦{ lib, ... }:\n{\n  a=1;⟧\n  b=2;\n}", "{ lib, ... }:\n{\n  a = 1;\n  b=2;\n}"],
    ["nothing", "{\n  a=1;\n\n⟦⟧\n\n  b=2;\n}", "{\n  a=1;\n\n\n\n  b=2;\n}"],
  ])("%s", async (_, text, expected) => expect(await formatText(text)).toBe(expected));

  test("in a file that does not parse changes nothing", async () => {
    expect(await formatText("{ a=⟦1⟧; b = ")).toMatch(/^\(it does not parse/);
  });
});

/** Numbers from 0 to 1, the same every time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The text with blanks and line ends between its tokens changed, outside strings and comments. */
function perturbed(text: string, seed: number): string {
  const file = parseNix(text);
  const next = numbers(seed);
  const kept = file.comments.map(({ start, end }) => ({ start, end: end + 1 }));
  const strings: { start: number; end: number }[] = [];
  for (const match of text.matchAll(/''[\s\S]*?''|"(?:\\[\s\S]|[^"\\])*"/g))
    strings.push({ start: match.index, end: match.index + match[0].length });
  const isKept = (at: number) => [...kept, ...strings].some(({ start, end }) => start <= at && at < end);
  const changed = text.replace(/[ \n]+/g, (blanks, at: number) => {
    if (isKept(at) || next() < 0.6) return blanks;
    return next() < 0.5
      ? `${blanks}${" ".repeat(1 + Math.floor(next() * 3))}`
      : `\n${"  ".repeat(Math.floor(next() * 4))}`;
  });
  return changed;
}

const sources = execFileSync("git", ["ls-files", "nix/*.nix", "test/**/*.nix", ":!test/grammar"], {
  cwd: root,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .map((path) => readFileSync(join(root, path), "utf8"))
  .filter((text) => parseNix(text).problems.length === 0 && parseNix(text).root !== null);
const corpus = [
  ...sources,
  ...sources.map((text, index) => perturbed(text, index + 1)),
  ...sources.map((text, index) => perturbed(text, 1_000 + index)),
]
  .filter((text) => parseNix(text).problems.length === 0)
  .slice(0, 220);

describe("200 files of our own, as they are and with other blanks and line ends", async () => {
  const formatted = await Promise.all(corpus.map(formatText));

  test("are enough, are formatted, and formatting again changes nothing", async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    expect(formatted.filter((text) => text.startsWith("(") && text.endsWith(")")).length).toBeLessThanOrEqual(3);
    const changed = corpus.filter((text, index) => text !== formatted[index]);
    expect(changed.length).toBeGreaterThan(100);
    for (const text of formatted) if (!text.startsWith("(the")) expect(await formatText(text)).toBe(text);
  });

  test.skipIf(newerNix.version === null)("mean the same to Nix", () => {
    const folder = mkdtempSync(join(tmpdir(), "plasmacloud-format-"));
    const parsed = (name: string, texts: readonly string[]) => {
      const paths = texts.map((text, index) => {
        const path = join(folder, `${index}.nix`);
        writeFileSync(path, text);
        return path;
      });
      const { stdout, stderr, status } = spawnSync(newerNix.program, ["--store", "dummy://", "--parse", ...paths], {
        encoding: "utf8",
        maxBuffer: 1 << 27,
      });
      expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: "" });
      return stdout;
    };
    const taken = corpus.flatMap((text, index) => {
      const after = formatted[index] ?? "";
      return after.startsWith("(the") ? [] : [[text, after] as const];
    });
    for (let at = 0; at < taken.length; at += 40) {
      const part = taken.slice(at, at + 40);
      expect(
        parsed(
          "after",
          part.map(([, after]) => after),
        ),
      ).toBe(
        parsed(
          "before",
          part.map(([before]) => before),
        ),
      );
    }
  });
});

describe("edits by lines", () => {
  test("a line that moves in has its indentation edited, and no other line is touched", () => {
    const before = "{\na = 1;\n  b = 2;\n}\n";
    expect(lineEdits(before, "{\n  a = 1;\n  b = 2;\n}\n")).toEqual([{ range: { start: 2, end: 2 }, newText: "  " }]);
  });

  test("any two texts", () => {
    const next = numbers(7);
    const lines = ["a\n", "  a\n", "b\n", "\n", "c", " c \n", "d d\n"];
    const random = () => Array.from({ length: Math.floor(next() * 12) }, () => lines[Math.floor(next() * 7)]).join("");
    for (let round = 0; round < 3_000; round++) {
      const [before, after] = [random(), random()];
      const edits = lineEdits(before, after);
      expect(withEdits(before, edits)).toBe(after);
      for (const [index, { range }] of edits.entries())
        if (index > 0) expect(range.start).toBeGreaterThan(edits[index - 1]?.range.end ?? 0);
    }
  });
});
