/** Every form of an error, as written down in forms.txt; the same in pieces, in bulk, and out of what means nothing. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNixReader } from "../../../client/src/nixErrors/parse/errorReader.ts";
import { heapMegabytes } from "../../support/heap.ts";
import { slow } from "../../support/slow.ts";
import { timesTheWork } from "../../support/work.ts";
import { readOutput, readPieces, summaries, summary } from "./readFindings.ts";

const forms = readFileSync(new URL("forms.txt", import.meta.url), "utf8")
  .split(/^#- /m)
  .slice(1)
  .map((part) => {
    const [name = "", ...lines] = part.trimEnd().split("\n");
    const expected = lines.filter((line) => line.startsWith("=> ")).map((line) => line.slice(3));
    return { name, expected, output: lines.filter((line) => !line.startsWith("=> ")).join("\n") };
  });

test("there are forms to read", () => {
  expect(forms.length).toBeGreaterThan(35);
});

test.each(forms)("$name", ({ output, expected }) => {
  expect(summaries(output)).toEqual(expected);
});

test.each(forms)("coloured, drawn over and with CRLF: $name", ({ output, expected }) => {
  const dressed = output
    .split("\n")
    .map((line) => `\r[1/2 built]\r\x1b[K${line.replace(/error:/, "\x1b[31;1merror:\x1b[0m")}\x1b[0m\r\n`);
  expect(summaries(dressed.join(""))).toEqual(expected);
});

test.each(forms)("as a message of a record: $name", ({ output }) => {
  // Records hold one error or warning each, and no lines of wrappers.
  const [first = ""] = summaries(output);
  if (
    !/^(?:error|warning|evaluation warning|trace):/.test(output) ||
    /node1 \||\[deploy\]|copying path|\[ERROR\]/.test(output)
  )
    return;
  const told = output.split(/\n(?=(?:error|warning|evaluation warning|trace):)/)[0] ?? "";
  const record = { action: "msg", level: told.startsWith("error") ? 0 : 1, msg: told, raw_msg: "raw" };
  expect(summaries(`@nix ${JSON.stringify(record)}\n`)[0] ?? "").toEqual(first);
});

test("a record without its shown text", () => {
  const found: string[] = [];
  const reader = createNixReader((finding) => found.push(summary(finding)));
  const place = { file: "/etc/nixos/a.nix", line: 3, column: 5 };
  const none = { file: null, line: null, column: null };
  const trace = [
    { text: "while calling 'f'", file: "/etc/nixos/b.nix", line: 1, column: 1 },
    { text: "while evaluating the option `a.b':", ...none },
  ];
  reader.message({ level: 0, text: "my\nlong message", ...place, trace });
  reader.message({ level: 0, text: "(use '--show-trace' to show detailed location information)", ...none, trace: [] });
  reader.message({ level: 0, text: "warning: Git tree is dirty", ...none, trace: [] });
  reader.message({ level: 0, text: "trace: hello", ...none, trace: [] });
  reader.message({ level: 3, text: "building", ...none, trace: [] });
  reader.message({
    level: 0,
    text: "The option `a.b' does not exist. Definition values:\n- In `/etc/nixos/a.nix': true\n",
    ...none,
    trace: [],
  });
  expect(found).toEqual([
    "error evaluation /etc/nixos/a.nix:3:5 my ⏎ long message | via /etc/nixos/b.nix:1:1",
    "warning tool - Git tree is dirty",
    "error unknown-option - The option `a.b' does not exist. | option a b | in /etc/nixos/a.nix = true",
  ]);
});

describe("streams", () => {
  const all = Buffer.from(`${forms.map(({ output }) => output).join("\nnothing\nof\nnix\nhere\n")}\n`);
  const whole = readPieces([all]).map(summary);

  test("cut after every byte", () => {
    const bytes = Array.from(all, (_, index) => all.subarray(index, index + 1));
    expect(readPieces(bytes).map(summary)).toEqual(whole);
  });
  test("cut anywhere", () => {
    fc.assert(
      fc.property(fc.nat(all.length), fc.nat(all.length), (one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const pieces = [all.subarray(0, from), all.subarray(from, to), all.subarray(to)];
        expect(readPieces(pieces).map(summary)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
  test("whatever comes, nothing is thrown", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readPieces([bytes])));
    const pieces = fc.constantFrom(
      "error:",
      " ",
      "       ",
      "… ",
      "at ",
      "/a.nix:1:2",
      ":\n",
      "\n",
      "- In `",
      "': ",
      "1| ",
      "\x1b[",
      "@nix {",
    );
    fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => void readOutput(parts.join(""))));
  });
});

describe("bulk", () => {
  const noise = "compiling something that is long enough to be a line of a build log 0123456789\n";
  const told = "       … while calling 'f'\n         at /etc/nixos/a.nix:1:7:\n            1| { a = b; }\n";

  /** Reads so many lines; how many findings there were, and the most megabytes that were held on the way. */
  function read(count: number, piece: string): { found: number; held: number } {
    let found = 0;
    const reader = createNixReader(() => found++);
    const lines = piece.trimEnd().split("\n");
    const before = heapMegabytes();
    let held = 0;
    reader.line("error:");
    for (let index = 0; index < count; index++) {
      reader.line(lines[index % lines.length] ?? "");
      if (index % (count / 4) === 0) held = Math.max(held, heapMegabytes() - before);
    }
    reader.line("       error: no");
    reader.end();
    return { found, held };
  }

  test.each([
    ["of a build", noise],
    ["of one trace", told],
    ["of errors", "error: no\n       at /etc/nixos/a.nix:1:7:\n"],
  ])("lines %s without end, in linear time and bounded memory", (_, piece) => {
    expect(
      timesTheWork(
        () => read(20_000, piece),
        () => read(200_000, piece),
      ),
    ).toBeLessThan(12);
    const { found, held } = read(slow.runs(400_000, 4_000_000), piece);
    expect(found).toBeLessThanOrEqual(2);
    expect(held).toBeLessThan(20);
  });

  test("a line without an end, and a thousand different errors and hosts", () => {
    const long = (length: number) => () => {
      expect(summaries(`error: ${"x".repeat(length)}\n`)[0]?.length).toBeLessThan(5000);
      expect(summaries(`error: ${" at /a:1".repeat(length / 40)}\n`)).toHaveLength(1);
    };
    expect(timesTheWork(long(2_000_000), long(20_000_000))).toBeLessThan(12);
    const many = Array.from({ length: 3000 }, (_, index) => `host${index} | error: number ${index}\n`);
    expect(summaries(many.join(""))).toHaveLength(1000);
  });
});
