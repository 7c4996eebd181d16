/** Records from real streams (streams/nix-2.8-*.txt, recorded) and from lines of newer releases of Nix. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRecord, readRecords } from "../../../client/src/nixLog/readRecords.ts";
import type { NixRecord } from "../../../client/src/nixLog/records.ts";

const folder = new URL("streams/", import.meta.url);
const stream = (name: string): Buffer => readFileSync(new URL(name, folder));
const of = <K extends NixRecord["kind"]>(records: readonly NixRecord[], kind: K) =>
  records.filter((record): record is Extract<NixRecord, { kind: K }> => record.kind === kind);

function read(chunks: readonly Uint8Array[]): NixRecord[] {
  const records: NixRecord[] = [];
  const reader = readRecords((record) => records.push(record));
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return records;
}

describe("streams of Nix 2.8", () => {
  test("a build of two derivations", () => {
    const records = read([stream("nix-2.8-build.txt")]);
    expect(of(records, "line")).toEqual([]);
    const builds = of(records, "start").filter(({ activity }) => activity === "build");
    expect(builds.map(({ text, fields }) => [text, fields.slice(1)])).toEqual([
      ["building '/nix/store/730d5wq8h1ng6vz0wvgd7vgh2c4n3r54-base-1.0.drv'", ["", 1, 1]],
      ["building '/nix/store/pf3cjjr6n3ynbynm3r15i2pws4d4wglj-app-2.1.drv'", ["", 1, 1]],
    ]);
    expect(of(records, "buildLine").map(({ id, text }) => [id === builds[0]?.id, text])).toEqual([
      [true, "preparing"],
      [true, "grün \x1b[32mcolour\x1b[0m"],
      [false, "compiling"],
    ]);
    expect(of(records, "phase")).toEqual([{ kind: "phase", id: builds[1]?.id, phase: "buildPhase" }]);
    expect(of(records, "expected")[0]).toMatchObject({ activity: "fileTransfer", amount: 0 });
    const started = of(records, "start").map(({ id }) => id);
    expect(
      of(records, "stop")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(started.sort());
    const overall = of(records, "start").find(({ activity }) => activity === "builds")?.id;
    const last = of(records, "progress").findLast(({ id }) => id === overall);
    expect(last).toMatchObject({ done: 2, expected: 2, running: 0, failed: 0 });
  });
  test("a build that fails", () => {
    expect(of(read([stream("nix-2.8-failed-build.txt")]), "message").map(({ message }) => message)).toEqual([
      {
        level: 0,
        text: "builder for '/nix/store/l9fxyg4fp6qrjm2q1awfcr68pld18110-bad-1.0.drv' failed with exit code 3",
        file: null,
        line: null,
        column: null,
        trace: [],
      },
    ]);
  });
  test("an error with its place, and one with its trace", () => {
    const [error] = of(read([stream("nix-2.8-undefined.txt")]), "message");
    expect(error?.message).toEqual({
      level: 0,
      text: "undefined variable 'missing'",
      file: "/nix/store/ljm8ybfbr6nfmgn1hz2qhh2l58wwdw07-source/flake.nix",
      line: 3,
      column: 31,
      trace: [],
    });
    expect(error?.shown).toContain("\x1b[31;1merror:\x1b[0m undefined variable");
    const [traced] = of(read([stream("nix-2.8-trace.txt")]), "message");
    expect(traced?.message.trace.map(({ text, line, column }) => [text, line, column])).toEqual([
      ["while evaluating the attribute 'b.c'", 3, 56],
      ["while evaluating 'f'", 3, 39],
      ["from call site", 3, 52],
    ]);
  });
  test.each(readdirSync(folder))("%s, split at every byte", (name) => {
    const whole = stream(name);
    const expected = read([whole]);
    for (let at = 0; at < whole.length; at++)
      if (at % 7 === 0) expect(read([whole.subarray(0, at), whole.subarray(at)])).toEqual(expected);
    expect(read([...whole].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });
});

describe("records of newer releases", () => {
  test.each<[string, object]>([
    [
      '{"action":"start","fields":["https://cache.nixos.org/nar/x.nar.xz"],"id":2,"level":4,"parent":1,"text":"downloading","type":101}',
      {
        kind: "start",
        id: "2",
        parent: "1",
        activity: "fileTransfer",
        fields: ["https://cache.nixos.org/nar/x.nar.xz"],
      },
    ],
    [
      '{"action":"start","id":3,"level":1,"parent":0,"text":"fetching","type":112}',
      { kind: "start", activity: "fetchTree" },
    ],
    [
      '{"action":"start","id":3,"level":3,"parent":0,"text":"","type":113}',
      { kind: "start", activity: "fetchToStore" },
    ],
    [
      '{"action":"result","fields":["Receiving objects: 5%"],"id":3,"type":108}',
      { kind: "fetchStatus", text: "Receiving objects: 5%" },
    ],
    ['{"action":"result","fields":["hook says"],"id":3,"type":107}', { kind: "buildLine", text: "hook says" }],
    ['{"action":"result","fields":[1,2,0,0],"id":3,"type":105}', { kind: "progress", done: 1, expected: 2 }],
    ['{"action":"result","fields":["/nix/store/x"],"id":3,"type":102}', { kind: "result", type: 102 }],
    [
      '{"action":"msg","column":4,"file":"«stdin»","level":0,"line":1,"msg":"error: x","raw_msg":"x","suggestions":["y"]}',
      { kind: "message", message: { level: 0, text: "x", file: "«stdin»", line: 1, column: 4, trace: [] } },
    ],
    [
      '{"action":"msg","level":1,"msg":"\\u001b[35;1mwarning:\\u001b[0m Git tree \'/x\' is dirty"}',
      { kind: "message", message: { level: 1, text: "warning: Git tree '/x' is dirty", file: null, line: null } },
    ],
  ])("%s", (json, expected) => {
    expect(readRecord(`@nix ${json}`)).toMatchObject(expected);
  });
  test("neighbouring numbers of 54 bits stay apart, and text that looks like one stays text", () => {
    const line = (id: string) => readRecord(`@nix {"action":"stop","id":${id}}`);
    expect([line("18014398509481985"), line("18014398509481986")]).toEqual([
      { kind: "stop", id: "18014398509481985" },
      { kind: "stop", id: "18014398509481986" },
    ]);
    expect(readRecord('@nix {"action":"result","fields":["{\\"id\\":18014398509481985}"],"id":1,"type":101}')).toEqual({
      kind: "buildLine",
      id: "1",
      text: '{"id":18014398509481985}',
    });
  });
});

describe("what is no record stays a line", () => {
  test.each([
    "",
    "warning: Git tree '/x' is dirty",
    "@nix",
    "@nix {",
    "@nix null",
    '@nix {"action":"dance","id":1}',
    '@nix {"action":"start","id":1,"type":999,"text":"new","level":0}',
    '@nix {"action":"result","id":1,"type":999,"fields":[]}',
    '@nix {"action":"result","id":1,"type":105,"fields":["a"]}',
    '@nix {"action":"result","id":1,"type":101,"fields":[]}',
    '@nix {"action":"msg","level":"0","msg":"x"}',
    ' @nix {"action":"stop","id":1}',
    '@nix {"__proto__":{"action":"stop"},"id":1}',
  ])("%s", (line) => {
    expect(readRecord(line)).toEqual({ kind: "line", text: line });
  });
  test("any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const records = read([bytes]);
        expect(of(records, "line").length).toBe(records.length);
      }),
    );
  });
});

test("100 MB of build output in bounded memory", () => {
  const line = Buffer.from(`@nix {"action":"result","fields":["${"x".repeat(900)}"],"id":5,"type":101}\n`);
  const block = Buffer.concat(Array.from({ length: 1000 }, () => line));
  let count = 0;
  const reader = readRecords(() => count++);
  const before = process.memoryUsage().rss;
  let most = 0;
  const rounds = Math.ceil(100_000_000 / block.length);
  for (let round = 0; round < rounds; round++) {
    reader.push(block);
    most = Math.max(most, process.memoryUsage().rss);
  }
  reader.end();
  expect(count).toBe(rounds * 1000);
  expect(most - before).toBeLessThan(150_000_000);
});
