/** Findings while their files are edited. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NixKind } from "../../../client/src/nixErrors/parse/nixFinding.ts";
import { placeInBuffer } from "../../../client/src/nixErrors/place/buffers.ts";
import type { PlacedNixFinding } from "../../../client/src/nixErrors/place/placeFinding.ts";
import { linesOf, type TextRange } from "../../../client/src/nixErrors/place/textPlace.ts";
import { FindingStore } from "../../../client/src/nixErrors/show/findingStore.ts";
import { moveRange } from "../../../client/src/nixErrors/show/movingFindings.ts";

function range(line: number, from: number, to: number): TextRange {
  return { start: { line, character: from }, end: { line, character: to } };
}

function between(startLine: number, start: number, endLine: number, end: number): TextRange {
  return { start: { line: startLine, character: start }, end: { line: endLine, character: end } };
}

const own = range(3, 2, 5);

test.each<[string, TextRange, string, number | null]>([
  ["text above", range(1, 0, 4), "xy", 3],
  ["a line above", range(1, 4, 4), "\n", 4],
  ["two lines above taken away", between(0, 0, 2, 0), "", 1],
  ["a line right above", range(3, 0, 0), "  new;\n", 4],
  ["the line right above taken away", between(2, 0, 3, 0), "", 2],
  ["the end of the line above", between(2, 8, 3, 0), "", null],
  ["the end of the line above, made anew", between(2, 8, 3, 0), "x\n", 3],
  ["text below", range(4, 0, 4), "xy\n\n", 3],
  ["a new line behind it", range(3, 9, 9), "\n", 3],
  ["something behind it", range(3, 9, 9), "x", null],
  ["something in it", range(3, 3, 4), "x", null],
  ["something in front of it", range(3, 0, 0), " ", null],
  ["all of it and more", between(1, 0, 5, 0), "", null],
  ["the whole text", between(0, 0, 9, 0), "a\nb\n", null],
])("%s", (_, changed, text, line) => {
  expect(moveRange(own, { range: changed, text })?.start.line ?? null).toBe(line);
});

/** The text after a change. */
function apply(text: string, { start, end }: { start: number; end: number }, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function position(text: string, offset: number): TextRange["start"] {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

test("after any edits a finding is gone or its lines are what they were", () => {
  const line = fc.constantFrom("", "a", "  b = 1;", "{", "}");
  const edit = fc.record({
    from: fc.nat(200),
    length: fc.nat(12),
    by: fc.constantFrom("", "x", "\n", "a\n", "\n\nb", "c;\nd\n"),
  });
  let kept = 0;
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 6, maxLength: 20 }),
      fc.nat(15),
      fc.array(edit, { maxLength: 5 }),
      (lines, nth, edits) => {
        let text = lines.join("\n");
        const at = Math.min(nth, lines.length - 1);
        const wanted = lines[at] ?? "";
        let moved: TextRange | null = range(at, 0, wanted.length);
        for (const { from, length, by } of edits) {
          const start = Math.min(from, text.length);
          const end = Math.min(start + length, text.length);
          const changed = { start: position(text, start), end: position(text, end) };
          moved = moved && moveRange(moved, { range: changed, text: by });
          text = apply(text, { start, end }, by);
        }
        if (moved === null) return;
        kept++;
        expect(linesOf(text)[moved.start.line]?.slice(0, wanted.length)).toBe(wanted);
      },
    ),
    { numRuns: 2000 },
  );
  expect(kept).toBeGreaterThan(500);
});

function finding(
  kind: NixKind,
  path: string,
  at: TextRange,
  related: PlacedNixFinding["related"] = [],
  extent: TextRange = at,
): PlacedNixFinding {
  return {
    path,
    range: at,
    extent,
    related,
    finding: {
      severity: "error",
      kind,
      message: kind,
      frames: [],
      option: null,
      definitions: [],
      mentions: [],
      within: null,
      subjects: [],
      askedIn: null,
      log: [],
      host: null,
    },
  };
}

const told = (store: FindingStore, path: string) =>
  store
    .shown(path)
    .map(({ placed, range: { start }, isOld }) => `${placed.finding.kind} ${start.line}${isOld ? " old" : ""}`);

describe("the store", () => {
  test("a run replaces what was found over its folder and over files of it", () => {
    const store = new FindingStore();
    store.add("/w", finding("syntax", "/w/a.nix", own), "", false);
    store.add("/w/a.nix", finding("evaluation", "/w/a.nix", own), "", false);
    store.add("/v", finding("build", "/v/a.nix", own), "", false);
    expect(store.begin("/w/b.nix")).toEqual([]);
    expect(store.begin("/w")).toEqual(["/w/a.nix"]);
    expect(store.files()).toEqual(["/v/a.nix"]);
  });
  test("a single file's run leaves the folder's", () => {
    const store = new FindingStore();
    store.add("/w", finding("evaluation", "/w/a.nix", own), "", false);
    store.add("/w/a.nix", finding("syntax", "/w/a.nix", own), "", false);
    store.begin("/w/a.nix");
    expect(told(store, "/w/a.nix")).toEqual(["evaluation 3"]);
  });
  test("a host's run leaves other hosts', and what two runs have met is there once", () => {
    const store = new FindingStore();
    store.add("/w#a", finding("evaluation", "/w/a.nix", own), "", false);
    store.add("/w#b", finding("build", "/w/a.nix", own), "", false);
    store.add("/w#b", finding("evaluation", "/w/a.nix", own), "", false);
    expect(told(store, "/w/a.nix")).toEqual(["build 3", "evaluation 3"]);
    expect(store.begin("/w#a")).toEqual([]);
    expect(store.begin("/w")).toEqual(["/w/a.nix"]);
  });
  test("edits make old, move, and end", () => {
    const store = new FindingStore();
    store.add("/w", finding("evaluation", "/w/a.nix", own), "", false);
    expect(store.edit("/w/b.nix", [{ range: range(0, 0, 0), text: "x" }])).toBe(false);
    expect(store.edit("/w/a.nix", [{ range: range(0, 0, 0), text: "\n" }])).toBe(true);
    expect(told(store, "/w/a.nix")).toEqual(["evaluation 4 old"]);
    expect(store.edit("/w/a.nix", [{ range: range(4, 3, 3), text: "x" }])).toBe(true);
    expect(store.files()).toEqual([]);
  });
  test("a definition ends with an edit of its value, and is said live at any part of it", () => {
    const store = new FindingStore();
    const add = () => store.add("/w", finding("type-mismatch", "/w/a.nix", own, [], between(3, 2, 7, 4)), "", false);
    add();
    store.edit("/w/a.nix", [{ range: range(1, 0, 0), text: "\n" }]);
    expect(told(store, "/w/a.nix")).toEqual(["type-mismatch 4 old"]);
    store.edit("/w/a.nix", [{ range: range(7, 0, 0), text: "x" }]);
    expect(store.files()).toEqual([]);
    add();
    expect(store.live("/w/a.nix", [{ code: "type-mismatch", range: range(6, 0, 2) }])).toEqual(["/w/a.nix"]);
  });
  test("files and folders that go", () => {
    const store = new FindingStore();
    for (const path of ["/w/a.nix", "/w/sub/b.nix", "/w/sub2/c.nix"])
      store.add("/w", finding("build", path, own), "", false);
    expect(store.remove("/w/sub")).toEqual(["/w/sub/b.nix"]);
    expect(store.remove("/w/a.nix")).toEqual(["/w/a.nix"]);
    expect(store.files()).toEqual(["/w/sub2/c.nix"]);
  });
  test("a file whose lines are others by the time it is opened", () => {
    const store = new FindingStore();
    store.add("/w", finding("evaluation", "/w/a.nix", own), "  b = foo;", false);
    expect(store.verify("/w/a.nix", () => "  b = foo;")).toBe(false);
    expect(store.verify("/w/a.nix", () => "  b = 1;")).toBe(true);
    expect(store.files()).toEqual([]);
  });
  test.each<[NixKind, string, number, boolean]>([
    ["undefined-name", "undefined-name", 3, true],
    ["undefined-name", "undefined-name", 4, false],
    ["undefined-name", "unused-binding", 3, false],
    ["syntax", "syntax-error", 0, true],
    ["syntax", "unknown-option", 3, false],
    ["unknown-option", "unknown-option", 3, true],
    ["type-mismatch", "type-mismatch", 3, true],
    ["failed-assertion", "missing-dependency", 3, true],
    ["conflicting-definitions", "conflicting-definitions", 7, true],
    ["build", "evaluation-error", 3, false],
  ])("%s beside %s on line %d", (kind, code, line, isSame) => {
    const store = new FindingStore();
    const other = { path: "/w/a.nix", range: range(7, 0, 4), text: "", kind: "definition" } as const;
    store.add("/w", finding(kind, "/w/a.nix", own, kind === "conflicting-definitions" ? [other] : []), "", false);
    expect(store.live("/w/a.nix", [{ code, range: range(line, 0, 9) }])).toEqual(isSame ? ["/w/a.nix"] : []);
    expect(store.live("/w/a.nix", [])).toEqual([]);
    expect(told(store, "/w/a.nix")).toEqual(isSame ? [] : [`${kind} 3`]);
  });
});

describe("a buffer that is ahead of the disk", () => {
  const disk = "{\n  a = 1;\n  b = foo;\n}\n";
  const at = range(2, 6, 9);
  test.each<[string, string, number | null, boolean]>([
    ["the same", disk, 2, false],
    ["edited below", `${disk}# more\n`, 2, true],
    ["edited above", `# more\n${disk}`, 3, true],
    ["edited there", "{\n  a = 1;\n  b = 2;\n}\n", null, true],
    ["the line twice, neither in its place", "#\n#\n#\n  b = foo;\n  b = foo;\n", null, true],
    ["other line ends", disk.replaceAll("\n", "\r\n"), 2, true],
  ])("%s", (_, buffer, line, isOld) => {
    const place = placeInBuffer(disk, buffer, at);
    expect(place?.range.start.line ?? null).toBe(line);
    if (place !== null) expect(place.isOld).toBe(isOld);
  });
});
