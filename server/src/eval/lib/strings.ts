/** `lib.strings`: joining, cutting, searching and changing text. Context is kept. Indices are UTF-8 bytes. */
import {
  expectBool,
  expectClosedAttrs,
  expectInt,
  expectKnown,
  expectList,
  expectString,
  expectStringValue,
} from "../expect.ts";
import type { Machine } from "../machine.ts";
import { lazy, makeBool, makeInt, makeList, makeString, ready } from "../make.ts";
import { sortedAttrs } from "../names.ts";
import { joinStrings } from "../strings.ts";
import { byteLength, byteSlice, joinTexts } from "../text.ts";
import type { Origin, StringValue, Thunk, Value } from "../value.ts";
import { call, checkedLength, fail, holds, integer, later, text } from "./calls.ts";
import { formals } from "./records.ts";
import { fn, table } from "./table.ts";
import { characters, interpolated, lower, shown, upper, withContext } from "./texts.ts";

/** `concatStringsSep separator items`. */
export function joinItems(machine: Machine, separator: string, items: readonly Thunk[], at: Origin): StringValue {
  const pieces = items.map((item) => {
    machine.step();
    return interpolated(machine, item, at);
  });
  return joinStrings(machine, pieces, separator, at);
}

function mapItems(machine: Machine, f: Thunk, list: Thunk, at: Origin): Thunk[] {
  return expectList(machine, list, at).items.map((item) => later(f, at, item));
}

function mapIndexed(machine: Machine, f: Thunk, list: Thunk, at: Origin): Thunk[] {
  return expectList(machine, list, at).items.map((item, index) => later(f, at, integer(index + 1), item));
}

const BLANKS = " \t\r\n";

function trimmed(value: string, start: boolean, end: boolean): string {
  let from = 0;
  let to = value.length;
  while (start && from < to && BLANKS.includes(value.charAt(from))) from++;
  while (end && to > from && BLANKS.includes(value.charAt(to - 1))) to--;
  return value.slice(from, to);
}

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
  return upper(byteSlice(value, 0, 1)) + lower(byteSlice(value, 1, byteLength(value)));
}

function camelCase(value: string): string {
  const words = splitBy(value, false, (_previous, current) => "-_ ".includes(current)).flatMap((word) =>
    splitBy(word, true, (previous, current) => /^[a-z]$/.test(previous) && /^[A-Z]$/.test(current)),
  );
  const [first = "", ...others] = words;
  return lower(first) + others.map(sentenceCase).join("");
}

/** A string, or the `throw` of the functions that take nothing else. */
function onlyString(machine: Machine, thunk: Thunk, name: string, at: Origin): StringValue {
  const value = expectKnown(machine, thunk);
  return value.type === "string" ? value : fail(`${name} takes a string, not ${value.type}`, at);
}

export const strings = table(
  fn("concatStrings", 1, "[String] -> String", "Joins strings.", (machine, [list], at) =>
    joinItems(machine, "", expectList(machine, list, at).items, at),
  ),
  fn(
    "concatMapStrings",
    2,
    "(a -> String) -> [a] -> String",
    "Makes a string of each element and joins them.",
    (machine, [f, list], at) => joinItems(machine, "", mapItems(machine, f, list, at), at),
  ),
  fn(
    "concatImapStrings",
    2,
    "(Int -> a -> String) -> [a] -> String",
    "`concatMapStrings` with the index, from 1.",
    (machine, [f, list], at) => joinItems(machine, "", mapIndexed(machine, f, list, at), at),
  ),
  fn(
    "intersperse",
    2,
    "a -> [a] -> [a]",
    "A list with a separator between its elements.",
    (machine, [separator, list], at) => {
      const { items } = expectList(machine, list, at);
      return makeList(
        items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])),
        at,
      );
    },
  ),
  fn("join", 2, "String -> [String] -> String", "Joins strings with a separator.", (machine, [separator, list], at) =>
    joinItems(machine, expectString(machine, separator, at), expectList(machine, list, at).items, at),
  ),
  fn(
    "concatMapStringsSep",
    3,
    "String -> (a -> String) -> [a] -> String",
    "Makes a string of each element and joins them with a separator.",
    (machine, [separator, f, list], at) =>
      joinItems(machine, expectString(machine, separator, at), mapItems(machine, f, list, at), at),
  ),
  fn(
    "concatImapStringsSep",
    3,
    "String -> (Int -> a -> String) -> [a] -> String",
    "`concatMapStringsSep` with the index, from 1.",
    (machine, [separator, f, list], at) =>
      joinItems(machine, expectString(machine, separator, at), mapIndexed(machine, f, list, at), at),
  ),
  fn(
    "concatMapAttrsStringSep",
    3,
    "String -> (String -> a -> String) -> { *: a } -> String",
    "Makes a string of each name and value and joins them with a separator.",
    (machine, [separator, f, set], at) =>
      joinItems(
        machine,
        expectString(machine, separator, at),
        sortedAttrs(expectClosedAttrs(machine, set, at)).map(([name, attr]) => later(f, at, text(name), attr.value)),
        at,
      ),
  ),
  fn(
    "concatLines",
    1,
    "[String] -> String",
    "Joins strings as lines, each with a newline at its end.",
    (machine, [list], at) => {
      const { items } = expectList(machine, list, at);
      return items.length === 0 ? makeString("", at) : joinItems(machine, "\n", [...items, text("")], at);
    },
  ),
  fn("replicate", 2, "Int -> String -> String", "The string `n` times.", (machine, [n, value], at) => {
    const count = checkedLength(machine, expectInt(machine, n, at), at);
    if (count === 0) return makeString("", at);
    return joinStrings(machine, new Array<StringValue>(count).fill(interpolated(machine, value, at)), "", at);
  }),
  fn(
    "optionalString",
    2,
    "Bool -> String -> String",
    "The string if the condition is true, else an empty one.",
    (machine, [condition, value], at) =>
      expectBool(machine, condition, at) ? value.force(machine) : makeString("", at),
  ),
  fn("trim", 1, "String -> String", "The string without blanks and newlines at both ends.", (machine, [value], at) => {
    const read = expectStringValue(machine, value, at);
    return withContext(read, trimmed(read.value, true, true), at);
  }),
  fn(
    "trimWith",
    2,
    "{ start ? false, end ? false } -> String -> String",
    "Takes blanks and newlines off one end or both.",
    (machine, [options, value], at) => {
      const option = formals(machine, "trimWith", options, ["start", "end"], at);
      const wants = (thunk: Thunk | null) => thunk !== null && expectBool(machine, thunk, at);
      const read = expectStringValue(machine, value, at);
      return withContext(read, trimmed(read.value, wants(option("start")), wants(option("end"))), at);
    },
  ),
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
          lazy((inner) => call(inner, f, at, text(character))),
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
        return holds(machine, predicate, at, text(previous), text(current));
      });
      return makeList(
        pieces.map((piece) => ready(withContext(read, piece, at))),
        at,
      );
    },
  ),
  fn("toLower", 1, "String -> String", "ASCII letters in lower case.", (machine, [value], at) => {
    const read = expectStringValue(machine, value, at);
    return withContext(read, lower(read.value), at);
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
