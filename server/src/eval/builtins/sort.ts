/** `builtins.sort`: a stable merge sort that asks the comparator as seldom as it can. */
import { lessThan } from "../core/compare.ts";
import { expectBool, expectCallable, expectKnown, expectList } from "../core/expect.ts";
import { applyAll } from "../core/functions.ts";
import type { Machine } from "../core/machine.ts";
import { makeList, ready } from "../core/make.ts";
import type { Origin, Thunk, Value } from "../core/value.ts";

export function sortList(machine: Machine, comparator: Thunk, list: Thunk, at: Origin): Value {
  const { items } = expectList(machine, list, at);
  if (items.length === 0) return makeList([], at);
  const compare = expectCallable(machine, comparator, at);
  for (const item of items) expectKnown(machine, item);
  const direct = compare.type === "function" && compare.name === "lessThan" && compare.primitive === "whole";
  const less = (left: Thunk, right: Thunk): boolean => {
    machine.step();
    if (direct) return lessThan(machine, left.force(machine), right.force(machine), at);
    return expectBool(machine, ready(applyAll(machine, compare, [left, right], at)), at);
  };
  return makeList(mergeSort(items, less), at);
}

/** Bottom-up, so that it does not recurse. `less(b, a)` takes from the right half only what is strictly smaller. */
export function mergeSort<T>(items: readonly T[], less: (left: T, right: T) => boolean): T[] {
  let current = [...items];
  for (let width = 1; width < current.length; width *= 2) {
    const merged: T[] = [];
    for (let start = 0; start < current.length; start += 2 * width) {
      const left = current.slice(start, start + width);
      const right = current.slice(start + width, start + 2 * width);
      mergeInto(merged, left, right, less);
    }
    current = merged;
  }
  return current;
}

function mergeInto<T>(
  target: T[],
  left: readonly T[],
  right: readonly T[],
  less: (left: T, right: T) => boolean,
): void {
  let next = 0;
  for (const item of left) {
    for (
      let other = right[next];
      next < right.length && other !== undefined && less(other, item);
      other = right[next]
    ) {
      target.push(other);
      next++;
    }
    target.push(item);
  }
  for (const item of right.slice(next)) target.push(item);
}
