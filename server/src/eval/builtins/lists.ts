/** Lists. Every loop counts steps; none recurses on length. */
import { equalThunks } from "../core/compare.ts";
import { checkCount } from "../core/contextStrings.ts";
import { NixError } from "../core/errors.ts";
import { expectBool, expectCallable, expectInt, expectKnown, expectList, expectString } from "../core/expect.ts";
import { applyAll } from "../core/functions.ts";
import type { Machine } from "../core/machine.ts";
import { attrsOf, makeBool, makeInt, makeList, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { Suspension } from "../core/thunk.ts";
import type { Origin, Thunk, Value } from "../core/value.ts";
import { genericClosure } from "./closure.ts";
import type { Builtins } from "./entry.ts";
import { sortList } from "./sort.ts";

/** The element at an index; an error where there is none. */
function itemAt(items: readonly Thunk[], index: bigint, at: Origin): Thunk {
  const item = index >= 0n && index < BigInt(items.length) ? items[Number(index)] : undefined;
  if (item === undefined) throw new NixError("evaluation", `list index ${index} is out of bounds`, at);
  return item;
}

/** Refuses what can surely not be called. What is unknown may be: then only the results are unknown, not the list. */
function checkCallable(machine: Machine, callee: Thunk, at: Origin): void {
  if (callee.force(machine).type !== "unknown") expectCallable(machine, callee, at);
}

/** Calls a predicate on an element. */
function holds(machine: Machine, predicate: Value, item: Thunk, at: Origin): boolean {
  machine.step();
  return expectBool(machine, ready(machine.apply(predicate, item, at)), at);
}

/** All elements of the lists that `lists` yields. */
function flatten(machine: Machine, lists: Iterable<readonly Thunk[]>, at: Origin): Value {
  const items: Thunk[] = [];
  for (const list of lists) {
    machine.step();
    checkCount(machine, items.length + list.length, at);
    for (const item of list) items.push(item);
  }
  return makeList(items, at);
}

const access: Builtins = [
  ["length", native("length", 1, (machine, [list], at) => makeInt(expectList(machine, list, at).items.length, at))],
  [
    "head",
    native("head", 1, (machine, [list], at) => itemAt(expectList(machine, list, at).items, 0n, at).force(machine)),
  ],
  [
    "tail",
    native("tail", 1, (machine, [list], at) => {
      const { items } = expectList(machine, list, at);
      if (items.length === 0) throw new NixError("evaluation", "'tail' called on an empty list", at);
      return makeList(items.slice(1), at);
    }),
  ],
  [
    "elemAt",
    native("elemAt", 2, (machine, [list, index], at) => {
      const wanted = expectInt(machine, index, at);
      return itemAt(expectList(machine, list, at).items, wanted, at).force(machine);
    }),
  ],
  [
    "elem",
    native("elem", 2, (machine, [value, list], at) => {
      for (const item of expectList(machine, list, at).items) {
        machine.step();
        if (equalThunks(machine, value, item)) return makeBool(true, at);
      }
      return makeBool(false, at);
    }),
  ],
];

const making: Builtins = [
  [
    "map",
    native("map", 2, (machine, [callee, list], at) => {
      const { items } = expectList(machine, list, at);
      if (items.length > 0) checkCallable(machine, callee, at);
      return makeList(
        items.map((item) => new Suspension((inner) => inner.apply(callee.force(inner), item, at), null)),
        at,
      );
    }),
  ],
  [
    "genList",
    native("genList", 2, (machine, [callee, length], at) => {
      const count = expectInt(machine, length, at);
      if (count < 0n) throw new NixError("evaluation", `cannot create list of size ${count}`, at);
      checkCount(machine, Number(count), at);
      checkCallable(machine, callee, at);
      const items: Thunk[] = [];
      for (let index = 0; index < Number(count); index++) {
        machine.step();
        const argument = ready(makeInt(index, at));
        items.push(new Suspension((inner) => inner.apply(callee.force(inner), argument, at), null));
      }
      return makeList(items, at);
    }),
  ],
  [
    "filter",
    native("filter", 2, (machine, [callee, list], at) => {
      const { items } = expectList(machine, list, at);
      if (items.length === 0) return makeList([], at);
      const predicate = expectCallable(machine, callee, at);
      return makeList(
        items.filter((item) => holds(machine, predicate, item, at)),
        at,
      );
    }),
  ],
  [
    "concatLists",
    native("concatLists", 1, (machine, [lists], at) => {
      const { items } = expectList(machine, lists, at);
      return flatten(
        machine,
        mapEach(items, (item) => expectList(machine, item, at).items),
        at,
      );
    }),
  ],
  [
    "concatMap",
    native("concatMap", 2, (machine, [callee, list], at) => {
      const called = expectCallable(machine, callee, at);
      const { items } = expectList(machine, list, at);
      const inner = (item: Thunk) => expectList(machine, ready(machine.apply(called, item, at)), at).items;
      return flatten(machine, mapEach(items, inner), at);
    }),
  ],
  ["sort", native("sort", 2, (machine, [comparator, list], at) => sortList(machine, comparator, list, at))],
  ["genericClosure", native("genericClosure", 1, (machine, [set], at) => genericClosure(machine, set, at))],
];

function* mapEach<T>(items: readonly Thunk[], each: (item: Thunk) => T): Generator<T> {
  for (const item of items) yield each(item);
}

const consuming: Builtins = [
  [
    "foldl'",
    native("foldl'", 3, (machine, [callee, start, list], at) => {
      const called = expectCallable(machine, callee, at);
      const { items } = expectList(machine, list, at);
      let accumulator: Thunk = start;
      for (const item of items) {
        machine.step();
        accumulator = ready(applyAll(machine, called, [accumulator, item], at));
      }
      return accumulator.force(machine);
    }),
  ],
  [
    "all",
    native("all", 2, (machine, [callee, list], at) => {
      const predicate = expectCallable(machine, callee, at);
      const { items } = expectList(machine, list, at);
      return makeBool(
        items.every((item) => holds(machine, predicate, item, at)),
        at,
      );
    }),
  ],
  [
    "any",
    native("any", 2, (machine, [callee, list], at) => {
      const predicate = expectCallable(machine, callee, at);
      const { items } = expectList(machine, list, at);
      return makeBool(
        items.some((item) => holds(machine, predicate, item, at)),
        at,
      );
    }),
  ],
  [
    "partition",
    native("partition", 2, (machine, [callee, list], at) => {
      const predicate = expectCallable(machine, callee, at);
      const right: Thunk[] = [];
      const wrong: Thunk[] = [];
      for (const item of expectList(machine, list, at).items) {
        expectKnown(machine, item);
        (holds(machine, predicate, item, at) ? right : wrong).push(item);
      }
      return attrsOf(
        [
          ["right", ready(makeList(right, at))],
          ["wrong", ready(makeList(wrong, at))],
        ],
        at,
      );
    }),
  ],
  [
    "groupBy",
    native("groupBy", 2, (machine, [callee, list], at) => {
      const called = expectCallable(machine, callee, at);
      const groups = new Map<string, Thunk[]>();
      for (const item of expectList(machine, list, at).items) {
        machine.step();
        const name = expectString(machine, ready(machine.apply(called, item, at)), at);
        const group = groups.get(name);
        if (group === undefined) groups.set(name, [item]);
        else group.push(item);
      }
      return attrsOf(
        [...groups].map(([name, items]) => [name, ready(makeList(items, at))] as const),
        at,
      );
    }),
  ],
];

export const listBuiltins: Builtins = [...access, ...making, ...consuming];
