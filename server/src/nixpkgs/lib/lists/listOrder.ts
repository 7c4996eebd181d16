/** `lib.lists`: sorting, by value and by dependencies. Everything loops; nothing recurses on a list's length. */
import { mergeSort } from "../../../eval/builtins/sort.ts";
import { equalValues, lessThan } from "../../../eval/core/compare.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectBool, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeInt, makeList, ready } from "../../../eval/core/make.ts";
import { compareNames } from "../../../eval/core/names.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, holds, later } from "../support/calls.ts";
import { record } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

function sortOn(machine: Machine, f: Thunk, list: Thunk, at: Origin): Value {
  const pairs = expectList(machine, list, at).items.map((item) => ({ item, key: later(f, at, item) }));
  const sorted = mergeSort(pairs, (a, b) =>
    lessThan(machine, expectKnown(machine, a.key), expectKnown(machine, b.key), at),
  );
  return makeList(
    sorted.map(({ item }) => item),
    at,
  );
}

/** "disk10a" → ["disk", 10n, "a"]: texts at even places, numbers at odd ones. */
function naturalKey(text: string): (string | bigint)[] {
  return text.split(/(0|[1-9][0-9]*)/).map((part, index) => (index % 2 === 1 ? BigInt(part) : part));
}

function compareKeys(a: readonly (string | bigint)[], b: readonly (string | bigint)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (typeof left === "string" && typeof right === "string") {
      const order = compareNames(left, right);
      if (order !== 0) return order;
    } else if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

interface Walk {
  readonly current: Thunk;
  readonly visited: Thunk[];
  readonly rest: Thunk[];
  /** Elements already visited that come before `current`: a cycle. */
  readonly loops: Thunk[];
}

/** Walks from the first element back to one that nothing comes before, or to a cycle. */
function depthFirst(machine: Machine, stopOnCycles: boolean, before: Thunk, items: readonly Thunk[], at: Origin): Walk {
  let [current, ...rest] = items as [Thunk, ...Thunk[]];
  let visited: Thunk[] = [];
  for (;;) {
    machine.step();
    const here = current;
    const precedes = (other: Thunk) => {
      machine.step();
      return holds(machine, before, at, other, here);
    };
    const loops = stopOnCycles ? visited.filter(precedes) : [];
    if (loops.length > 0) return { current, visited, rest, loops };
    const earlier: Thunk[] = [];
    const others: Thunk[] = [];
    for (const other of rest) (precedes(other) ? earlier : others).push(other);
    const next = earlier.shift();
    if (next === undefined) return { current, visited, rest, loops };
    visited = [current, ...visited];
    current = next;
    rest = [...earlier, ...others];
  }
}

function toposort(machine: Machine, before: Thunk, list: Thunk, at: Origin): Value {
  let items: readonly Thunk[] = expectList(machine, list, at).items;
  const result: Thunk[] = [];
  while (items.length >= 2) {
    const { current, visited, rest, loops } = depthFirst(machine, true, before, items, at);
    if (loops.length > 0) {
      const cycle = [current, ...visited].reverse();
      return record({ cycle: ready(makeList(cycle, at)), loops: ready(makeList(loops, at)) }, at);
    }
    result.push(current);
    items = [...visited, ...rest];
  }
  return record({ result: ready(makeList([...result, ...items], at)) }, at);
}

export const listOrder = table(
  fn(
    "sortOn",
    2,
    "(a -> b) -> [a] -> [a]",
    "Sorts by what a function gives for each element, which is asked once.",
    (machine, [f, list], at) => sortOn(machine, f, list, at),
  ),
  fn(
    "naturalSort",
    1,
    "[String] -> [String]",
    "Sorts texts with numbers in them as people do: `disk9` before `disk10`.",
    (machine, [list], at) => {
      const pairs = expectList(machine, list, at).items.map((item) => {
        let key: (string | bigint)[] | null = null;
        return { item, key: () => (key ??= naturalKey(expectString(machine, item, at))) };
      });
      const sorted = mergeSort(pairs, (a, b) => compareKeys(a.key(), b.key()) < 0);
      return makeList(
        sorted.map(({ item }) => item),
        at,
      );
    },
  ),
  fn(
    "compareLists",
    3,
    "(a -> a -> Int) -> [a] -> [a] -> Int",
    "Compares two lists element by element; a list is greater than its own start.",
    (machine, [compare, a, b], at) => {
      const left = expectList(machine, a, at).items;
      const right = expectList(machine, b, at).items;
      for (const [index, item] of left.entries()) {
        machine.step();
        const other = right[index];
        if (other === undefined) return makeInt(1, at);
        const order = call(machine, compare, at, item, other);
        if (!equalValues(machine, order, makeInt(0))) return order;
      }
      return makeInt(left.length < right.length ? -1 : 0, at);
    },
  ),
  fn(
    "listDfs",
    3,
    "Bool -> (a -> a -> Bool) -> [a] -> { minimal | cycle, visited, rest }",
    "Follows `before` from the first element to one that nothing comes before, or to a cycle.",
    (machine, [stopOnCycles, before, list], at) => {
      const items = expectList(machine, list, at).items;
      if (items.length === 0) throw new NixError("evaluation", "'tail' called on an empty list", at);
      const { current, visited, rest, loops } = depthFirst(
        machine,
        expectBool(machine, stopOnCycles, at),
        before,
        items,
        at,
      );
      const remaining = { visited: ready(makeList(visited, at)), rest: ready(makeList(rest, at)) };
      return loops.length > 0
        ? record({ cycle: current, loops: ready(makeList(loops, at)), ...remaining }, at)
        : record({ minimal: current, ...remaining }, at);
    },
  ),
  fn(
    "toposort",
    2,
    "(a -> a -> Bool) -> [a] -> { result } | { cycle, loops }",
    "Sorts so that what `before` says comes first does; or shows a cycle.",
    (machine, [before, list], at) => toposort(machine, before, list, at),
  ),
);
