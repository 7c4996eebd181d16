/**
 * `lib.lists`: taking lists apart and putting them together. Elements stay the thunks they were; only what Nix's own
 * definition looks at is forced. Sorting and sets of lists are in listOrder.ts.
 */

import { lessThan } from "../../../eval/core/compare.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectBool, expectInt, expectKnown, expectList } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeInt, makeList, ready } from "../../../eval/core/make.ts";
import type { Attr, ListValue, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, checkedLength, fail, forceChain, holds, integerThunk, later } from "../support/calls.ts";
import { record } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** `elemAt list index` as a thunk: an index outside is an error only for who looks. */
function itemAt(items: readonly Thunk[], index: number, at: Origin): Thunk {
  return (
    items[index] ??
    lazy(() => {
      throw new NixError("evaluation", `list index ${index} is out of bounds`, at);
    })
  );
}

/** `lib.sublist` with numbers. */
export function sublist(machine: Machine, items: readonly Thunk[], start: number, count: number, at: Origin): Thunk[] {
  const length = start >= items.length ? 0 : start + count > items.length ? items.length - start : count;
  checkedLength(machine, length, at);
  if (start >= 0) return items.slice(start, start + length);
  return Array.from({ length }, (_, index) => itemAt(items, index + start, at));
}

/** `lib.flatten`: lists inside lists, opened in order. */
export function flatten(machine: Machine, value: Thunk, into: Thunk[] = []): Thunk[] {
  const known = expectKnown(machine, value);
  if (known.type !== "list") {
    into.push(value);
    return into;
  }
  machine.enter();
  for (const item of known.items) flatten(machine, item, into);
  machine.leave();
  return into;
}

/** The index of the first element that passes, or -1. */
function findIndex(machine: Machine, items: readonly Thunk[], predicate: Thunk, at: Origin): number {
  for (const [index, item] of items.entries()) {
    machine.step();
    if (holds(machine, predicate, at, item)) return index;
  }
  return -1;
}

function indexed(machine: Machine, callee: Thunk, list: Thunk, first: number, at: Origin): ListValue {
  return makeList(
    expectList(machine, list, at).items.map((item, index) => later(callee, at, integerThunk(index + first), item)),
    at,
  );
}

/** `foldl op nul` lazily: a chain of thunks, of which the last is asked. */
export function foldLeft(machine: Machine, op: Thunk, nul: Thunk, items: readonly Thunk[], at: Origin): Value {
  const chain: [Thunk, ...Thunk[]] = [nul];
  for (const item of items) chain.push(later(op, at, chain.at(-1) ?? nul, item));
  return forceChain(machine, chain);
}

function foldRight(machine: Machine, op: Thunk, nul: Thunk, list: Thunk, at: Origin): Value {
  const chain: [Thunk, ...Thunk[]] = [nul];
  for (const item of [...expectList(machine, list, at).items].reverse()) {
    chain.push(later(op, at, item, chain.at(-1) ?? nul));
  }
  return forceChain(machine, chain);
}

/** `lib.groupBy` as a map from key to elements. */
export function groupBy(machine: Machine, key: Thunk, list: Thunk, at: Origin): Map<string, Thunk[]> {
  const groups = new Map<string, Thunk[]>();
  for (const item of expectList(machine, list, at).items) {
    machine.step();
    const name = expectKnown(machine, later(key, at, item));
    if (name.type !== "string") throw new NixError("type", "value is not a string, which groupBy's keys must be", at);
    const group = groups.get(name.value);
    if (group === undefined) groups.set(name.value, [item]);
    else group.push(item);
  }
  return groups;
}

function nonEmpty(machine: Machine, list: Thunk, name: string, at: Origin): readonly Thunk[] {
  const { items } = expectList(machine, list, at);
  return items.length === 0 ? fail(`lists.${name}: list must not be empty!`, at) : items;
}

function range(machine: Machine, first: Thunk, last: Thunk, at: Origin): Value {
  const from = expectKnown(machine, first);
  const to = expectKnown(machine, last);
  if (lessThan(machine, to, from, at)) return makeList([], at);
  const start = expectInt(machine, first, at);
  const length = checkedLength(machine, expectInt(machine, last, at) - start + 1n, at);
  return makeList(
    Array.from({ length }, (_, index) => integerThunk(start + BigInt(index))),
    at,
  );
}

export const lists = table(
  fn("singleton", 1, "a -> [a]", "A list of one element.", (_machine, [x], at) => makeList([x], at)),
  fn("forEach", 2, "[a] -> (a -> b) -> [b]", "`map` with the list first.", (machine, [list, f], at) =>
    makeList(
      expectList(machine, list, at).items.map((item) => later(f, at, item)),
      at,
    ),
  ),
  fn(
    "foldr",
    3,
    "(a -> b -> b) -> b -> [a] -> b",
    "Folds from the right: `op x1 (op x2 (… nul))`; the second argument of `op` is lazy.",
    (machine, [op, nul, list], at) => foldRight(machine, op, nul, list, at),
  ),
  fn("fold", 3, "(a -> b -> b) -> b -> [a] -> b", "Old name of `foldr`, deprecated.", (machine, [op, nul, list], at) =>
    foldRight(machine, op, nul, list, at),
  ),
  fn(
    "foldl",
    3,
    "(b -> a -> b) -> b -> [a] -> b",
    "Folds from the left, lazily; `foldl'` is usually what is wanted.",
    (machine, [op, nul, list], at) => foldLeft(machine, op, nul, expectList(machine, list, at).items, at),
  ),
  fn(
    "foldl'",
    3,
    "(b -> a -> b) -> b -> [a] -> b",
    "Folds from the left and computes each step at once.",
    (machine, [op, nul, list], at) => {
      let result: Value = expectKnown(machine, nul);
      for (const item of expectList(machine, list, at).items) {
        machine.step();
        result = call(machine, op, at, ready(result), item);
      }
      return result;
    },
  ),
  fn("imap0", 2, "(Int -> a -> b) -> [a] -> [b]", "`map` with the index, from 0.", (machine, [f, list], at) =>
    indexed(machine, f, list, 0, at),
  ),
  fn("imap1", 2, "(Int -> a -> b) -> [a] -> [b]", "`map` with the index, from 1.", (machine, [f, list], at) =>
    indexed(machine, f, list, 1, at),
  ),
  fn(
    "ifilter0",
    2,
    "(Int -> a -> Bool) -> [a] -> [a]",
    "`filter` by a predicate that also gets the index, from 0.",
    (machine, [predicate, list], at) =>
      makeList(
        expectList(machine, list, at).items.filter((item, index) =>
          holds(machine, predicate, at, integerThunk(index), item),
        ),
        at,
      ),
  ),
  fn("flatten", 1, "a -> [b]", "One flat list of all that is in nested lists.", (machine, [x], at) =>
    makeList(flatten(machine, x), at),
  ),
  fn(
    "findSingle",
    4,
    "(a -> Bool) -> a -> a -> [a] -> a",
    "The only element that passes; `default` for none, `multiple` for several.",
    (machine, [predicate, none, multiple, list], at) => {
      const found = expectList(machine, list, at).items.filter((item) => holds(machine, predicate, at, item));
      return (found.length === 0 ? none : found.length > 1 ? multiple : (found[0] ?? none)).force(machine);
    },
  ),
  fn(
    "findFirstIndex",
    3,
    "(a -> Bool) -> b -> [a] -> Int | b",
    "The index of the first element that passes, else the default.",
    (machine, [predicate, fallback, list], at) => {
      const index = findIndex(machine, expectList(machine, list, at).items, predicate, at);
      return index < 0 ? fallback.force(machine) : makeInt(index, at);
    },
  ),
  fn(
    "findFirst",
    3,
    "(a -> Bool) -> a -> [a] -> a",
    "The first element that passes, else the default.",
    (machine, [predicate, fallback, list], at) => {
      const { items } = expectList(machine, list, at);
      return (items[findIndex(machine, items, predicate, at)] ?? fallback).force(machine);
    },
  ),
  fn("count", 2, "(a -> Bool) -> [a] -> Int", "How many elements pass.", (machine, [predicate, list], at) =>
    makeInt(expectList(machine, list, at).items.filter((item) => holds(machine, predicate, at, item)).length, at),
  ),
  fn(
    "optional",
    2,
    "Bool -> a -> [a]",
    "A list of one element if the condition is true, else an empty list.",
    (machine, [condition, item], at) => makeList(expectBool(machine, condition, at) ? [item] : [], at),
  ),
  fn(
    "optionals",
    2,
    "Bool -> [a] -> [a]",
    "The list if the condition is true, else an empty list.",
    (machine, [condition, list], at) => (expectBool(machine, condition, at) ? list.force(machine) : makeList([], at)),
  ),
  fn("toList", 1, "a | [a] -> [a]", "A list as it is; anything else as a list of one element.", (machine, [x], at) => {
    const value = expectKnown(machine, x);
    return value.type === "list" ? value : makeList([x], at);
  }),
  fn(
    "range",
    2,
    "Int -> Int -> [Int]",
    "The integers from the first to the last, both included.",
    (machine, args, at) => range(machine, args[0], args[1], at),
  ),
  fn("replicate", 2, "Int -> a -> [a]", "A list of `n` times the same element.", (machine, [n, item], at) =>
    makeList(new Array<Thunk>(checkedLength(machine, expectInt(machine, n, at), at)).fill(item), at),
  ),
  fn(
    "groupBy'",
    4,
    "(b -> a -> b) -> b -> (a -> String) -> [a] -> { *: b }",
    "Sorts elements into groups by a key, and folds each group.",
    (machine, [op, nul, key, list], at) => {
      const attrs = new Map<string, Attr>();
      for (const [name, group] of groupBy(machine, key, list, at)) {
        attrs.set(name, { value: lazy((inner) => foldLeft(inner, op, nul, group, at)), origin: at });
      }
      return makeAttrs(attrs, at);
    },
  ),
  fn(
    "zipListsWith",
    3,
    "(a -> b -> c) -> [a] -> [b] -> [c]",
    "Joins two lists element by element; as long as the shorter one.",
    (machine, [f, first, second], at) => {
      const others = expectList(machine, second, at).items;
      const items = expectList(machine, first, at).items.slice(0, others.length);
      return makeList(
        items.map((item, index) => later(f, at, item, itemAt(others, index, at))),
        at,
      );
    },
  ),
  fn("zipLists", 2, "[a] -> [b] -> [{ fst, snd }]", "Pairs of the elements of two lists.", (machine, [a, b], at) => {
    const others = expectList(machine, b, at).items;
    const items = expectList(machine, a, at).items.slice(0, others.length);
    return makeList(
      items.map((fst, index) => ready(record({ fst, snd: itemAt(others, index, at) }, at))),
      at,
    );
  }),
  fn("reverseList", 1, "[a] -> [a]", "The list from its end to its start.", (machine, [list], at) =>
    makeList([...expectList(machine, list, at).items].reverse(), at),
  ),
  fn("last", 1, "[a] -> a", "The last element; an empty list is an error.", (machine, [list], at) =>
    itemAt(nonEmpty(machine, list, "last", at), expectList(machine, list, at).items.length - 1, at).force(machine),
  ),
  fn("init", 1, "[a] -> [a]", "All but the last element; an empty list is an error.", (machine, [list], at) =>
    makeList(nonEmpty(machine, list, "init", at).slice(0, -1), at),
  ),
);
