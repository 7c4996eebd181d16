import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keepColours, stripAnsi } from "../../../client/src/nixLog/ansi.ts";

describe("control sequences", () => {
  test.each<[what: string, line: string, coloured: string, plain: string]>([
    ["a colour", "\x1b[31;1merror:\x1b[0m no", "\x1b[31;1merror:\x1b[0m no", "error: no"],
    ["a colour that is left on", "\x1b[32mgreen", "\x1b[32mgreen\x1b[0m", "green"],
    ["24-bit colours", "\x1b[38;2;1;2;3mx\x1b[m", "\x1b[38;2;1;2;3mx\x1b[m", "x"],
    ["cursor movement and erasing", "a\x1b[2Jb\x1b[10;10Hc\x1b[Kd\x1b[1Ae", "abcde", "abcde"],
    ["the alternate screen", "\x1b[?1049hx\x1b[?25l", "x", "x"],
    ["a title", "\x1b]0;owned\x07x", "x", "x"],
    ["the clipboard, ended by ST", "\x1b]52;c;aGk=\x1b\\x", "x", "x"],
    ["a string that is never ended", "x\x1b]52;c;aGk=", "x", "x"],
    ["a hyperlink", "\x1b]8;;file:///etc/passwd\x1b\\text\x1b]8;;\x1b\\", "text", "text"],
    ["device control", "\x1bP$q\x1b\\x", "x", "x"],
    ["eight-bit forms", "\x9b2Jx\x9d0;t\x9cy", "xy", "xy"],
    ["carriage returns, bells and backspaces", "10%\r20%\x07\b", "10%20%", "10%20%"],
    ["a tab stays", "a\tb", "a\tb", "a\tb"],
    ["reset and single shifts", "\x1bcx\x1bNy\x1b(0z", "xyz", "xyz"],
    ["a sequence that is cut off", "x\x1b[31", "x", "x"],
    ["private styles that are no colours", "\x1b[>4;2mx\x1b[?1mx", "xx", "xx"],
  ])("%s", (_, line, coloured, plain) => {
    expect([keepColours(line), stripAnsi(line)]).toEqual([coloured, plain]);
  });
  test("nothing but colours is ever left", () => {
    const unit = fc.constantFrom(
      "\x1b",
      "[",
      "]",
      "m",
      "0",
      ";",
      "\x9b",
      "\x07",
      "\\",
      "P",
      "x",
      "?",
      " ",
      "\r",
      "\x9c",
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (line) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
        const control = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;
        expect(stripAnsi(line)).not.toMatch(control);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
        expect(keepColours(line).replaceAll(/\x1b\[[0-9;:]*m/g, "")).not.toMatch(control);
      }),
    );
  });
});
