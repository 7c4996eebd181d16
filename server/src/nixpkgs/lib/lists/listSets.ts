/** `lib.lists`: parts of lists, and lists used as sets. Elements are compared as Nix's `==` does. */
import { equalThunks, equalValues } from "../../../eval/core/compare.ts";
import { expectClosedAttrs, expectInt, expectKnown, expectList } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeBool, makeFunction, makeList, ready } from "../../../eval/core/make.ts";
import { compareNames, sortedAttrs } from "../../../eval/core/names.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, checkedLength, fail, holds, some, textThunk } from "../support/calls.ts";
import { fn, table } from "../support/table.ts";
import { groupBy, sublist } from "./lists.ts";

/** `elem`: a match beats an unknown element, an unknown element beats no match. */
export function includes(machine: Machine, item: Thunk, items: readonly Thunk[]): boolean {
  return some(machine, items, (other) => equalThunks(machine, item, other));
}

/** The elements without repetitions, each where it stood first. Plain ones are looked up, all else is compared. */
export function unique(machine: Machine, items: readonly Thunk[]): Thunk[] {
  if (items.length < 2) return [...items];
  const kept: Thunk[] = [];
  const plain = new Set<string>();
  const others: Thunk[] = [];
  for (const item of items) {
    machine.step();
    const key = keyOf(expectKnown(machine, item));
    if (key !== null) {
      if (plain.has(key)) continue;
      plain.add(key);
    } else {
      if (includes(machine, item, others)) continue;
      others.push(item);
    }
    kept.push(item);
  }
  return kept;
}

/** The same for values that are equal, another for all others; `null`: only a comparison tells. */
function keyOf(value: Value): string | null {
  switch (value.type) {
    case "string":
      return `s${value.value}`;
    case "path":
      return `p${value.uri}`;
    case "bool":
      return value.value ? "true" : "false";
    case "null":
      return "null";
    case "int":
    case "float": {
      // An integer equals a float of the same number. Beyond these, several integers are one number.
      const number = Number(value.value);
      return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? `n${number}` : null;
    }
    default:
      return null;
  }
}

function isPrefix(machine: Machine, prefix: readonly Thunk[], items: readonly Thunk[]): boolean {
  if (prefix.length > items.length) return false;
  return equalValues(machine, makeList(prefix), makeList(items.slice(0, prefix.length)));
}

function toNumber(machine: Machine, thunk: Thunk, at: Origin): number {
  return Number(expectInt(machine, thunk, at));
}

export const listSets = table(
  fn("take", 2, "Int -> [a] -> [a]", "The first `n` elements.", (machine, [n, list], at) =>
    makeList(sublist(machine, expectList(machine, list, at).items, 0, toNumber(machine, n, at), at), at),
  ),
  fn("takeEnd", 2, "Int -> [a] -> [a]", "The last `n` elements.", (machine, [n, list], at) => {
    const { items } = expectList(machine, list, at);
    return makeList(items.slice(Math.max(0, items.length - toNumber(machine, n, at))), at);
  }),
  fn("drop", 2, "Int -> [a] -> [a]", "All but the first `n` elements.", (machine, [n, list], at) => {
    const { items } = expectList(machine, list, at);
    return makeList(sublist(machine, items, toNumber(machine, n, at), items.length, at), at);
  }),
  fn("dropEnd", 2, "Int -> [a] -> [a]", "All but the last `n` elements.", (machine, [n, list], at) => {
    const { items } = expectList(machine, list, at);
    const count = Math.max(0, items.length - toNumber(machine, n, at));
    return makeList(sublist(machine, items, 0, count, at), at);
  }),
  fn(
    "sublist",
    3,
    "Int -> Int -> [a] -> [a]",
    "`count` elements from index `start`, or as many as there are.",
    (machine, [start, count, list], at) => {
      const { items } = expectList(machine, list, at);
      return makeList(sublist(machine, items, toNumber(machine, start, at), toNumber(machine, count, at), at), at);
    },
  ),
  fn("hasPrefix", 2, "[a] -> [a] -> Bool", "Whether the second list starts with the first.", (machine, [a, b], at) =>
    makeBool(isPrefix(machine, expectList(machine, a, at).items, expectList(machine, b, at).items), at),
  ),
  fn(
    "removePrefix",
    2,
    "[a] -> [a] -> [a]",
    "What follows the first list in the second; an error when it does not start so.",
    (machine, [prefix, list], at) => {
      const head = expectList(machine, prefix, at).items;
      const { items } = expectList(machine, list, at);
      if (isPrefix(machine, head, items)) return makeList(items.slice(head.length), at);
      return fail("lib.lists.removePrefix: the first list is not a prefix of the second", at);
    },
  ),
  fn("commonPrefix", 2, "[a] -> [a] -> [a]", "The start that two lists share.", (machine, [a, b], at) => {
    const { items } = expectList(machine, a, at);
    const others = expectList(machine, b, at).items;
    let length = 0;
    while (length < items.length) {
      machine.step();
      const item = items[length];
      const other = others[length];
      if (item === undefined || other === undefined || !equalThunks(machine, item, other)) break;
      length++;
    }
    return makeList(items.slice(0, length), at);
  }),
  fn(
    "replaceElemAt",
    3,
    "[a] -> Int -> a -> [a]",
    "The list with one element replaced; an index outside is an error.",
    (machine, [list, index, item], at) => {
      const { items } = expectList(machine, list, at);
      const position = toNumber(machine, index, at);
      if (position < 0 || position >= items.length) {
        fail(`'lists.replaceElemAt' called with index ${position} on a list of size ${items.length}`, at);
      }
      return makeList(
        items.map((old, index) => (index === position ? item : old)),
        at,
      );
    },
  ),
  fn(
    "elem",
    2,
    "a -> [a] -> Bool",
    "Whether the list holds a value equal to the first argument.",
    (machine, [item, list], at) => makeBool(includes(machine, item, expectList(machine, list, at).items), at),
  ),
  fn(
    "any",
    2,
    "(a -> Bool) -> [a] -> Bool",
    "Whether the predicate holds for at least one element.",
    (machine, [predicate, list], at) =>
      makeBool(
        some(machine, expectList(machine, list, at).items, (item) => holds(machine, predicate, at, item)),
        at,
      ),
  ),
  fn(
    "all",
    2,
    "(a -> Bool) -> [a] -> Bool",
    "Whether the predicate holds for every element.",
    (machine, [predicate, list], at) =>
      makeBool(!some(machine, expectList(machine, list, at).items, (item) => !holds(machine, predicate, at, item)), at),
  ),
  fn(
    "remove",
    2,
    "a -> [a] -> [a]",
    "The list without every element that equals the first argument.",
    (machine, args, at) =>
      makeList(
        expectList(machine, args[1], at).items.filter((item) => !equalThunks(machine, item, args[0])),
        at,
      ),
  ),
  fn("unique", 1, "[a] -> [a]", "The list without repetitions; keeps the first of each.", (machine, [list], at) =>
    makeList(unique(machine, expectList(machine, list, at).items), at),
  ),
  fn(
    "uniqueStrings",
    1,
    "[String] -> [String]",
    "The strings without repetitions, sorted; faster than `unique`.",
    (machine, [list], at) => {
      const identity = ready(makeFunction("id", (inner, argument) => argument.force(inner)));
      const names = [...groupBy(machine, identity, list, at).keys()].sort(compareNames);
      return makeList(names.map(textThunk), at);
    },
  ),
  fn("allUnique", 1, "[a] -> Bool", "Whether no element occurs twice.", (machine, [list], at) => {
    const { items } = expectList(machine, list, at);
    return makeBool(unique(machine, items).length === items.length, at);
  }),
  fn(
    "intersectLists",
    2,
    "[a] -> [a] -> [a]",
    "The elements of the second list that the first has too.",
    (machine, [a, b], at) =>
      makeList(
        expectList(machine, b, at).items.filter((item) => includes(machine, item, expectList(machine, a, at).items)),
        at,
      ),
  ),
  fn(
    "subtractLists",
    2,
    "[a] -> [a] -> [a]",
    "The second list without the elements of the first.",
    (machine, [a, b], at) =>
      makeList(
        expectList(machine, b, at).items.filter((item) => !includes(machine, item, expectList(machine, a, at).items)),
        at,
      ),
  ),
  fn("mutuallyExclusive", 2, "[a] -> [a] -> Bool", "Whether two lists share no element.", (machine, [a, b], at) => {
    const { items } = expectList(machine, a, at);
    if (items.length === 0) return makeBool(true, at);
    return makeBool(!some(machine, expectList(machine, b, at).items, (item) => includes(machine, item, items)), at);
  }),
  fn(
    "concatAttrValues",
    1,
    "{ *: [a] } -> [a]",
    "The lists of a set's attributes as one, in the order of names.",
    (machine, [set], at) => {
      const lists = sortedAttrs(expectClosedAttrs(machine, set, at)).map(([, attr]) => attr.value);
      return makeList(
        lists.flatMap((list) => expectList(machine, list, at).items),
        at,
      );
    },
  ),
  fn(
    "crossLists",
    2,
    "(a -> b -> … -> c) -> [[a] [b] …] -> [c]",
    "Calls a function with every combination of elements; `mapCartesianProduct` replaces it.",
    (machine, [f, lists], at) => {
      let functions: Thunk[] = [f];
      for (const list of expectList(machine, lists, at).items) {
        const { items } = expectList(machine, list, at);
        checkedLength(machine, functions.length * items.length, at);
        functions = functions.flatMap((callee) => items.map((item) => lazy((inner) => call(inner, callee, at, item))));
      }
      return makeList(functions, at);
    },
  ),
);
