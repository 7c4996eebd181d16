/** `lib.strings`: joining, cutting, searching and changing text. Context is kept. Indices are UTF-8 bytes. */

import { joinStrings } from "../../../eval/core/contextStrings.ts";
import {
  expectBool,
  expectClosedAttrs,
  expectInt,
  expectList,
  expectString,
  expectStringValue,
} from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeList, makeString } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Origin, StringValue, Thunk } from "../../../eval/core/value.ts";
import { checkedLength, integerThunk, later, textThunk } from "../support/calls.ts";
import { formals } from "../support/records.ts";
import { fn, table } from "../support/table.ts";
import { interpolated, withContext } from "../support/texts.ts";

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
  return expectList(machine, list, at).items.map((item, index) => later(f, at, integerThunk(index + 1), item));
}

const BLANKS = " \t\r\n";

function trimmed(value: string, start: boolean, end: boolean): string {
  let from = 0;
  let to = value.length;
  while (start && from < to && BLANKS.includes(value.charAt(from))) from++;
  while (end && to > from && BLANKS.includes(value.charAt(to - 1))) to--;
  return value.slice(from, to);
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
        sortedAttrs(expectClosedAttrs(machine, set, at)).map(([name, attr]) =>
          later(f, at, textThunk(name), attr.value),
        ),
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
      return items.length === 0 ? makeString("", at) : joinItems(machine, "\n", [...items, textThunk("")], at);
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
);
