/** The `;` that follows a typed `{`: strings in, strings out. */
import { describe, expect, test } from "vitest";
import { typedBrace } from "../../server/src/features/formatting/typedBrace.ts";
import { withEdits } from "../../server/src/session/formatFile.ts";
import { takeCursor } from "../support/marks.ts";
import { parseNix } from "../support/syntax.ts";

function typed(marked: string): string {
  const { text, offset } = takeCursor(marked);
  return withEdits(text, typedBrace(parseNix(text), offset));
}

describe("a typed brace", () => {
  test.each([
    ["a value gets its semicolon", "{\n  a = {$0}\n}\n", "{\n  a = {};\n}\n"],
    ["before another binding", "{\n  a = {$0}\n  b = 1;\n}\n", "{\n  a = {};\n  b = 1;\n}\n"],
    ["in a let", "let\n  a = {$0}\nin\na\n", "let\n  a = {};\nin\na\n"],
  ])("%s", (_, text, expected) => expect(typed(text)).toBe(expected));

  test.each([
    ["where one stands", "{ a = {$0}; }", "{ a = {}; }"],
    ["in a list", "[ {$0} ]", "[ {} ]"],
    ["at the top", "{$0}", "{}"],
    ["an interpolation", '{ a = "${$0}"; }', '{ a = "${}"; }'],
    ["a brace that nobody closed", "{ a = {$0", "{ a = {"],
  ])("none %s", (_, text, expected) => expect(typed(text)).toBe(expected));
});
