import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLines } from "../../../client/src/process/lines.ts";

function lines(chunks: readonly Uint8Array[], limit?: number): string[] {
  const found: string[] = [];
  const reader = readLines((line, isCut) => found.push(isCut ? `${line}…` : line), limit);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return found;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("lines", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["one", ["one"]],
    ["one\n", ["one"]],
    ["one\n\ntwo", ["one", "", "two"]],
    ["dos\r\nold\rmac\n", ["dos", "old\rmac"]],
    ["\u{feff}mark\n", ["\u{feff}mark"]],
  ])("of %j", (text, expected) => {
    expect(lines([bytes(text)])).toEqual(expected);
  });
  test("what is not UTF-8 becomes U+FFFD", () => {
    expect(lines([new Uint8Array([0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82])])).toEqual(["a\u{fffd}b", "\u{fffd}"]);
  });
  test("a line over the limit is cut, never inside a character", () => {
    expect(lines([bytes("12345\n123456\n1234🌍\n12345\r\n")], 5)).toEqual(["12345", "12345…", "1234…", "12345"]);
  });
});

test("cutting the stream anywhere changes nothing", () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.string({ unit: fc.constantFrom("\n", "\r", "ü", "🌍", "a", "漢") }).map(bytes),
  );
  fc.assert(
    fc.property(content, fc.integer({ min: 1, max: 8 }), (stream, limit) => {
      const whole = lines([stream], limit);
      for (let at = 0; at <= stream.length; at++)
        expect(lines([stream.subarray(0, at), stream.subarray(at)], limit)).toEqual(whole);
      expect(
        lines(
          [...stream].map((byte) => Uint8Array.of(byte)),
          limit,
        ),
      ).toEqual(whole);
    }),
  );
});

test("a line without end takes bounded memory", () => {
  const chunk = new Uint8Array(1_000_000).fill(0x61);
  let kept = 0;
  const reader = readLines((line) => {
    kept = line.length;
  }, 1000);
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < 100; count++) reader.push(chunk);
  reader.end();
  expect(kept).toBe(1000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
});
