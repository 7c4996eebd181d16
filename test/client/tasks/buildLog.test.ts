/** The readable log: of recorded streams, and of what would misuse a terminal. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stripAnsi } from "../../../client/src/nixLog/ansi.ts";
import { readRecords } from "../../../client/src/nixLog/readRecords.ts";
import type { NixRecord } from "../../../client/src/nixLog/records.ts";
import { createBuildLog, shortName, storeName } from "../../../client/src/tasks/buildLog.ts";
import { createCounter } from "../../../client/src/tasks/counts.ts";

const stream = (name: string): NixRecord[] => {
  const records: NixRecord[] = [];
  const reader = readRecords((record) => records.push(record));
  reader.push(readFileSync(new URL(`../nixLog/streams/${name}`, import.meta.url)));
  reader.end();
  return records;
};

function logOf(records: readonly NixRecord[]): string[] {
  const lines: string[] = [];
  const take = createBuildLog((line) => lines.push(line));
  for (const record of records) take(record);
  return lines;
}

test("a build of two derivations, with a phase", () => {
  const lines = logOf(stream("nix-2.8-build.txt"));
  expect(lines.map(stripAnsi)).toEqual([
    "building base-1.0",
    "base> preparing",
    "base> grün colour",
    "building app-2.1",
    "[app] buildPhase",
    "app> compiling",
  ]);
  expect(lines[2]).toContain("\x1b[32mcolour\x1b[0m");
});

test("errors are shown as Nix shows them, line by line", () => {
  const lines = logOf(stream("nix-2.8-undefined.txt"));
  expect(lines.map(stripAnsi).slice(0, 3)).toEqual([
    "error: undefined variable 'missing'",
    "",
    "       at /nix/store/ljm8ybfbr6nfmgn1hz2qhh2l58wwdw07-source/flake.nix:3:31:",
  ]);
  expect(lines[0]).toContain("\x1b[31;1merror:\x1b[0m");
});

describe("build output cannot misuse the terminal", () => {
  const started: NixRecord = {
    kind: "start",
    id: "1",
    parent: "0",
    level: 3,
    activity: "build",
    text: "building",
    fields: ["/nix/store/00000000000000000000000000000000-evil-1.0.drv", "", 1, 1],
  };
  test.each<[string, string, string]>([
    ["it moves the cursor and clears the screen", "a\x1b[2J\x1b[Hb", "evil> ab"],
    ["it sets the title and the clipboard", "\x1b]0;t\x07\x1b]52;c;aGk=\x07x", "evil> x"],
    ["it redraws a line", "10%\r50%\r100%", "evil> 100%"],
    ["it ends with a carriage return", "done\r", "evil> done"],
    ["it holds line ends", "one\ntwo", "evil> one|two"],
  ])("%s", (_, text, expected) => {
    const lines = logOf([started, { kind: "buildLine", id: "1", text }]).slice(1);
    expect(lines.map(stripAnsi).join("|")).toBe(expected);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
    for (const line of lines) expect(line.replaceAll(/\x1b\[[0-9;]*m/g, "")).not.toMatch(/[\x00-\x1f]/);
  });
  test("nor can a phase, a message or a plain line", () => {
    const lines = logOf([
      started,
      { kind: "phase", id: "1", phase: "x\x1b]0;t\x07" },
      { kind: "line", text: "\x1b[2Jplain" },
      {
        kind: "message",
        message: { level: 1, text: "", file: null, line: null, column: null, trace: [] },
        shown: "\x1b[35;1mwarning:\x1b[0m \x1b[1;1Hx",
      },
    ]);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/\[evil\].* .*x.\[0m$/),
      "plain",
      "\x1b[35;1mwarning:\x1b[0m x",
    ]);
  });
});

test("chatter is left out, and lines of what has ended have no name", () => {
  const message = { level: 5, text: "x", file: null, line: null, column: null, trace: [] };
  expect(
    logOf([
      { kind: "message", message, shown: "chatter" },
      { kind: "start", id: "1", parent: "0", level: 4, activity: "other", text: "copying '/x'", fields: [] },
      { kind: "start", id: "2", parent: "0", level: 3, activity: "other", text: "evaluating flake", fields: [] },
      { kind: "buildLine", id: "9", text: "late" },
    ]).map(stripAnsi),
  ).toEqual(["evaluating flake", "late"]);
});

test.each([
  ["/nix/store/730d5wq8h1ng6vz0wvgd7vgh2c4n3r54-base-1.0.drv", "base-1.0", "base"],
  [
    "/nix/store/730d5wq8h1ng6vz0wvgd7vgh2c4n3r54-nixos-system-node1-25.05.drv",
    "nixos-system-node1-25.05",
    "nixos-system-node1",
  ],
  ["/nix/store/730d5wq8h1ng6vz0wvgd7vgh2c4n3r54-unit-iam.service.drv", "unit-iam.service", "unit-iam.service"],
  ["", "", ""],
])("%s is %s, in short %s", (path, name, short) => {
  expect([storeName(path), shortName(path)]).toEqual([name, short]);
});

describe("counts", () => {
  test("of a whole build, at its end and on the way", () => {
    const records = stream("nix-2.8-build.txt");
    const counter = createCounter();
    const seen = new Set<string>();
    for (const record of records) {
      counter.take(record);
      const { builds } = counter.counts();
      seen.add(`${builds.done}/${builds.expected} ${builds.running}`);
    }
    expect([...seen]).toEqual(["0/0 0", "0/1 0", "0/2 0", "0/2 1", "1/2 0", "1/2 1", "2/2 0"]);
    expect(counter.counts().builds).toEqual({ done: 2, expected: 2, running: 0, failed: 0 });
  });
  test("of a build that fails", () => {
    const counter = createCounter();
    for (const record of stream("nix-2.8-failed-build.txt")) counter.take(record);
    expect(counter.counts().builds).toMatchObject({ done: 0, failed: 1 });
  });
  test("of bytes: what transfers say, and what is announced", () => {
    const counter = createCounter();
    const start = (id: string, activity: "realise" | "fileTransfer" | "copyPaths", text = "") =>
      counter.take({ kind: "start", id, parent: "0", level: 3, activity, text, fields: [] });
    const progress = (id: string, done: number, expected: number) =>
      counter.take({ kind: "progress", id, done, expected, running: 0, failed: 0 });
    start("1", "realise");
    start("2", "copyPaths");
    counter.take({ kind: "expected", id: "1", activity: "fileTransfer", amount: 1000 });
    progress("2", 1, 4);
    start("3", "fileTransfer", "downloading 'https://example.org/x'");
    progress("3", 300, 400);
    expect(counter.counts()).toMatchObject({
      copies: { done: 1, expected: 4 },
      bytes: { done: 300, expected: 1000 },
      current: "downloading 'https://example.org/x'",
    });
    progress("3", 400, 400);
    counter.take({ kind: "stop", id: "3" });
    start("4", "fileTransfer");
    progress("4", 100, 600);
    expect(counter.counts().bytes).toEqual({ done: 500, expected: 1000 });
    for (const id of ["4", "2", "1"]) counter.take({ kind: "stop", id });
    expect(counter.counts()).toMatchObject({ bytes: { done: 500 }, copies: { done: 1 } });
  });
});
