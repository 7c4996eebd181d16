/** `lib.strings`: looking into text, cutting it and changing its letters. Context is kept; indices are UTF-8 bytes. */
import { replace } from "../../../eval/builtins/strings.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { expectBool, expectKnown, expectString, expectStringValue } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeBool, makeInt, makeList, ready } from "../../../eval/core/make.ts";
import { byteLength, byteSlice, joinTexts } from "../../../eval/core/text.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { call, fail, holds, textThunk } from "../support/calls.ts";
import { fn, libConstant, table } from "../support/table.ts";
import { characters, interpolated, lowerCase, shown, upper, withContext } from "../support/texts.ts";
import { joinItems } from "./strings.ts";

/** A prefix, suffix or infix as Nix's own functions read it: a path or a set never equals a part of a text. */
function part(machine: Machine, thunk: Thunk, at: Origin): string | null {
  const value = expectKnown(machine, thunk);
  if (value.type === "path") return null;
  const read = interpolated(machine, thunk, at);
  return value.type === "string" ? read.value : null;
}

/** The pieces of a text between separators, with the context of the text. */
function splitText(machine: Machine, separator: Thunk, source: Thunk, at: Origin): Value {
  const between = shown(machine, separator, at).value;
  const whole = shown(machine, source, at);
  const pieces = between === "" ? ["", ...characters(whole.value), ""] : whole.value.split(between);
  if (expectKnown(machine, source).type === "string") {
    return makeList(
      pieces.map((piece) => ready(withContext(whole, piece, at))),
      at,
    );
  }
  // Nix asks for the context of each piece, which numbers do not have.
  return makeList(
    pieces.map((piece) => lazy((inner) => withContext(interpolated(inner, source, at), piece, at))),
    at,
  );
}

/** Cuts before (or, without `keep`, at) each character of which the predicate says so. */
export function splitBy(value: string, keep: boolean, cuts: (previous: string, current: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let previous = "";
  for (const current of characters(value)) {
    if (cuts(previous, current)) {
      pieces.push(joinTexts(piece, ""));
      piece = keep ? [current] : [];
    } else piece.push(current);
    previous = current;
  }
  pieces.push(joinTexts(piece, ""));
  return pieces;
}

function sentenceCase(value: string): string {
  return upper(byteSlice(value, 0, 1)) + lowerCase(byteSlice(value, 1, byteLength(value)));
}

function camelCase(value: string): string {
  const words = splitBy(value, false, (_previous, current) => "-_ ".includes(current)).flatMap((word) =>
    splitBy(word, true, (previous, current) => /^[a-z]$/.test(previous) && /^[A-Z]$/.test(current)),
  );
  const [first = "", ...others] = words;
  return lowerCase(first) + others.map(sentenceCase).join("");
}

/** A string, or the `throw` of the functions that take nothing else. */
function onlyString(machine: Machine, thunk: Thunk, name: string, at: Origin): StringValue {
  const value = expectKnown(machine, thunk);
  return value.type === "string" ? value : fail(`${name} takes a string, not ${value.type}`, at);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export const stringParts = table(
  fn(
    "hasPrefix",
    2,
    "String -> String -> Bool",
    "Whether the second string starts with the first.",
    (machine, [prefix, value], at) => {
      const head = part(machine, prefix, at);
      return makeBool(head !== null && interpolated(machine, value, at).value.startsWith(head), at);
    },
  ),
  fn(
    "hasSuffix",
    2,
    "String -> String -> Bool",
    "Whether the second string ends with the first.",
    (machine, [suffix, value], at) => {
      const end = part(machine, suffix, at);
      return makeBool(end !== null && interpolated(machine, value, at).value.endsWith(end), at);
    },
  ),
  fn(
    "hasInfix",
    2,
    "String -> String -> Bool",
    "Whether the second string contains the first.",
    (machine, [infix, value], at) => {
      const wanted = expectString(machine, infix, at);
      return makeBool(interpolated(machine, value, at).value.includes(wanted), at);
    },
  ),
  fn(
    "removePrefix",
    2,
    "String -> String -> String",
    "The string without a prefix, if it has it.",
    (machine, [prefix, value], at) => {
      const head = part(machine, prefix, at);
      const read = interpolated(machine, value, at);
      if (head === null || !read.value.startsWith(head)) return value.force(machine);
      return withContext(read, read.value.slice(head.length), at);
    },
  ),
  fn(
    "removeSuffix",
    2,
    "String -> String -> String",
    "The string without a suffix, if it has it.",
    (machine, [suffix, value], at) => {
      const end = part(machine, suffix, at);
      const read = interpolated(machine, value, at);
      if (end === null || !read.value.endsWith(end)) return value.force(machine);
      return withContext(read, read.value.slice(0, read.value.length - end.length), at);
    },
  ),
  fn(
    "stringToCharacters",
    1,
    "String -> [String]",
    "The bytes of a string, each as a string.",
    (machine, [value], at) => {
      const read = interpolated(machine, value, at);
      return makeList(
        characters(read.value).map((character) => ready(withContext(read, character, at))),
        at,
      );
    },
  ),
  fn(
    "stringAsChars",
    2,
    "(String -> String) -> String -> String",
    "Changes every byte of a string by a function.",
    (machine, [f, value], at) =>
      joinItems(
        machine,
        "",
        characters(interpolated(machine, value, at).value).map((character) =>
          lazy((inner) => call(inner, f, at, textThunk(character))),
        ),
        at,
      ),
  ),
  fn(
    "splitString",
    2,
    "String -> String -> [String]",
    "The pieces of a string between separators.",
    (machine, [separator, value], at) => splitText(machine, separator, value, at),
  ),
  fn(
    "splitStringBy",
    3,
    "(String -> String -> Bool) -> Bool -> String -> [String]",
    "Splits where a predicate of the previous and the current character is true.",
    (machine, [predicate, keep, value], at) => {
      const read = interpolated(machine, value, at);
      const pieces = splitBy(read.value, read.value !== "" && expectBool(machine, keep, at), (previous, current) => {
        machine.step();
        return holds(machine, predicate, at, textThunk(previous), textThunk(current));
      });
      return makeList(
        pieces.map((piece) => ready(withContext(read, piece, at))),
        at,
      );
    },
  ),
  fn(
    "replaceString",
    3,
    "String -> String -> String -> String",
    "Replaces every occurrence of a string by another.",
    (machine, [from, to, value], at) =>
      replace(
        machine,
        [expectString(machine, from, at)],
        () => expectStringValue(machine, to, at),
        expectStringValue(machine, value, at),
        at,
      ),
  ),
  libConstant("lowerChars", "[String]", "The lower case ASCII letters.", makeList(characters(LETTERS).map(textThunk))),
  libConstant(
    "upperChars",
    "[String]",
    "The upper case ASCII letters.",
    makeList(characters(upper(LETTERS)).map(textThunk)),
  ),
  fn("toLower", 1, "String -> String", "ASCII letters in lower case.", (machine, [value], at) => {
    const read = expectStringValue(machine, value, at);
    return withContext(read, lowerCase(read.value), at);
  }),
  fn("toUpper", 1, "String -> String", "ASCII letters in upper case.", (machine, [value], at) => {
    const read = expectStringValue(machine, value, at);
    return withContext(read, upper(read.value), at);
  }),
  fn(
    "toSentenceCase",
    1,
    "String -> String",
    "The first letter in upper case, all others in lower case.",
    (machine, [value], at) => {
      const read = onlyString(machine, value, "toSentenceCase", at);
      return withContext(read, sentenceCase(read.value), at);
    },
  ),
  fn("toCamelCase", 1, "String -> String", "`some-words` as `someWords`.", (machine, [value], at) => {
    const read = onlyString(machine, value, "toCamelCase", at);
    return withContext(read, camelCase(read.value), at);
  }),
  fn(
    "addContextFrom",
    2,
    "String -> String -> String",
    "The second string with the context of both.",
    (machine, [source, value], at) =>
      joinStrings(
        machine,
        [withContext(interpolated(machine, source, at), "", at), interpolated(machine, value, at)],
        "",
        at,
      ),
  ),
  fn(
    "commonPrefixLength",
    2,
    "String -> String -> Int",
    "How many bytes two strings share at their start.",
    (machine, [a, b], at) =>
      makeInt(
        commonLength(characters(interpolated(machine, a, at).value), characters(interpolated(machine, b, at).value)),
        at,
      ),
  ),
  fn(
    "commonSuffixLength",
    2,
    "String -> String -> Int",
    "How many bytes two strings share at their end.",
    (machine, [a, b], at) =>
      makeInt(
        commonLength(
          characters(interpolated(machine, a, at).value).reverse(),
          characters(interpolated(machine, b, at).value).reverse(),
        ),
        at,
      ),
  ),
);

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
