import { describe, expect, test } from "vitest";
import type { TypeInfo } from "../../server/src/modules/model/view.ts";
import { parseType } from "../../server/src/schema/parseType.ts";

/** A type in short: `nullOr(listOf(string))`, `enum["a", 5]`, `port{0..65535}`. */
function short(type: TypeInfo): string {
  const members = type.members === undefined ? "" : `[${type.members.join(", ")}]`;
  const bounds = type.minimum === undefined ? "" : `{${type.minimum}..${type.maximum ?? ""}}`;
  const inner = type.inner === undefined ? "" : `(${type.inner.map(short).join(", ")})`;
  return type.kind + members + bounds + inner;
}

describe("types as NixOS describes them", () => {
  test.each([
    ["boolean", "bool"],
    ["signed integer", "int"],
    ["16 bit unsigned integer; between 0 and 65535 (both inclusive)", "port{0..65535}"],
    ["8 bit signed integer; between -128 and 127 (both inclusive)", "int{-128..127}"],
    ["positive integer, meaning >0", "int{1..}"],
    ["unsigned integer, meaning >=0", "int{0..}"],
    ["nonnegative integer or floating point number, meaning >=0", "number{0..}"],
    ["integer or floating point number between 1.0 and 2.0 (both inclusive)", "number{1..2}"],
    ["floating point number", "float"],
    ["string", "string"],
    ["non-empty string", "string"],
    ['strings concatenated with "\\n"', "string"],
    ["string matching the pattern (a or b)+", "string"],
    ["(optionally newline-terminated) single-line string", "string"],
    ["absolute path", "path"],
    ["package", "package"],
    ["attribute set", "attrs"],
    ["anything", "anything"],
    ["TOML value", "anything"],
    ["submodule", "submodule"],
    ["open submodule of (TOML value)", "submodule(anything)"],
    ["null or (list of string)", "nullOr(listOf(string))"],
    ["null or string or absolute path", "nullOr(either(string, path))"],
    ['one of "debug", "info"', 'enum["debug", "info"]'],
    ['one of <null>, true, 5, "a, b"', 'enum[null, true, 5, "a, b"]'],
    ['value "full" (singular enum)', 'enum["full"]'],
    ['string or one of "a", "b"', 'either(string, enum["a", "b"])'],
    ['one of "lua", "viml" or string', 'either(enum["lua", "viml"], string)'],
    ["attribute set of (submodule)", "attrsOf(submodule)"],
    ["lazy attribute set of (submodule)", "attrsOf(submodule)"],
    ["attribute set of list of (string or signed integer)", "attrsOf(listOf(either(string, int)))"],
    ["(submodule) or string convertible to it", "coercedTo(submodule, string)"],
    ["null or ((list of string) or string convertible to it)", "nullOr(coercedTo(listOf(string), string))"],
    ["non-empty (list of string)", "listOf(string)"],
    ["function that evaluates to a(n) list of package", "functionTo(listOf(package))"],
    ["(list of string) or string", "either(listOf(string), string)"],
    ["IP address or host name, without port", "opaque"],
    ["null or endpoint (HOST:PORT) or non-empty (list of string)", "nullOr(either(opaque, listOf(string)))"],
  ])("%s", (description, expected) => {
    const type = parseType(description);
    expect(short(type)).toBe(expected);
    expect(type.description).toBe(description);
  });

  test.each([
    "Toplevel NixOS config",
    "",
    "one of",
    "null or ",
    "list of ",
    "(string",
    "string)",
    '"a" or',
    "value x (singular enum)",
    "(".repeat(5000),
    "list of ".repeat(5000),
    "null or ".repeat(5000),
  ])("a phrase it does not know is opaque somewhere, and never an error: %.40s", (description) => {
    expect(short(parseType(description))).toMatch(/opaque|string/);
  });
});
