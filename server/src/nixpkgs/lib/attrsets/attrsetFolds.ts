import { expectClosedAttrs, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeList, ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, checkedLength, holds, later, textThunk } from "../support/calls.ts";
import { fn, table } from "../support/table.ts";

function collect(machine: Machine, predicate: Thunk, value: Thunk, into: Thunk[], at: Origin): Thunk[] {
  machine.enter();
  if (holds(machine, predicate, at, value)) into.push(value);
  else {
    const known = expectKnown(machine, value);
    if (known.type === "attrs") {
      for (const [, attr] of sortedAttrs(expectClosedAttrs(machine, value, at))) {
        collect(machine, predicate, attr.value, into, at);
      }
    }
  }
  machine.leave();
  return into;
}

/** All combinations of the lists' elements; the last name changes fastest. */
export function cartesianProduct(machine: Machine, set: Thunk, at: Origin): Thunk[] {
  let rows: ReadonlyMap<string, Attr>[] = [new Map()];
  for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, set, at))) {
    const { items } = expectList(machine, attr.value, at);
    checkedLength(machine, rows.length * items.length, at);
    rows = rows.flatMap((row) =>
      items.map((item) => {
        machine.step();
        return new Map(row).set(name, { value: item, origin: at });
      }),
    );
  }
  return rows.map((row) => ready(makeAttrs(row, at)));
}

/** Every name of the sets with the values it has in them, in order. */
function zip(machine: Machine, sets: Thunk, at: Origin): Map<string, Thunk[]> {
  const zipped = new Map<string, Thunk[]>();
  for (const set of expectList(machine, sets, at).items) {
    for (const [name, attr] of expectClosedAttrs(machine, set, at).attrs) {
      machine.step();
      const values = zipped.get(name);
      if (values === undefined) zipped.set(name, [attr.value]);
      else values.push(attr.value);
    }
  }
  return zipped;
}

function fromValues(values: Iterable<readonly [string, Thunk]>, at: Origin): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, value] of values) attrs.set(name, { value, origin: at });
  return makeAttrs(attrs, at);
}

export const attrsetFolds = table(
  fn(
    "foldlAttrs",
    3,
    "(b -> String -> a -> b) -> b -> { *: a } -> b",
    "Folds names and values from the left, in the order of names.",
    (machine, [f, nul, set], at) => {
      let result: Value = expectKnown(machine, nul);
      for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, set, at))) {
        machine.step();
        result = call(machine, f, at, ready(result), textThunk(name), attr.value);
      }
      return result;
    },
  ),
  fn(
    "foldAttrs",
    3,
    "(a -> b -> b) -> b -> [{ *: a }] -> { *: b }",
    "Folds, for each name, the values it has in a list of sets, from the right.",
    (machine, [op, nul, sets], at) => {
      const folded: [string, Thunk][] = [];
      for (const [name, values] of zip(machine, sets, at)) {
        folded.push([name, values.reduceRight((result, value) => later(op, at, value, result), nul)]);
      }
      return fromValues(folded, at);
    },
  ),
  fn(
    "collect",
    2,
    "(a -> Bool) -> AttrSet -> [b]",
    "All values in nested sets that pass; does not look inside those.",
    (machine, [predicate, value], at) => makeList(collect(machine, predicate, value, [], at), at),
  ),
  fn(
    "cartesianProduct",
    1,
    "{ *: [a] } -> [{ *: a }]",
    "Every combination of one element of each attribute's list.",
    (machine, [set], at) => makeList(cartesianProduct(machine, set, at), at),
  ),
  fn("cartesianProductOfSets", 1, "{ *: [a] } -> [{ *: a }]", "Old name of `cartesianProduct`.", (machine, [set], at) =>
    makeList(cartesianProduct(machine, set, at), at),
  ),
  fn(
    "mapCartesianProduct",
    2,
    "({ *: a } -> b) -> { *: [a] } -> [b]",
    "Calls a function with every combination of one element of each attribute's list.",
    (machine, [f, set], at) =>
      makeList(
        cartesianProduct(machine, set, at).map((row) => later(f, at, row)),
        at,
      ),
  ),
  fn(
    "mapAttrsToListRecursive",
    2,
    "([String] -> a -> b) -> AttrSet -> [b]",
    "A list of what a function gives for each leaf of nested sets and its path.",
    (machine, [f, set], at) =>
      makeList(
        leaves(machine, () => true, f, [], set, [], at),
        at,
      ),
  ),
  fn(
    "mapAttrsToListRecursiveCond",
    3,
    "([String] -> AttrSet -> Bool) -> ([String] -> a -> b) -> AttrSet -> [b]",
    "`mapAttrsToListRecursive` that goes only into sets that pass.",
    (machine, [enters, f, set], at) =>
      makeList(
        leaves(machine, (path, value) => holds(machine, enters, at, path, value), f, [], set, [], at),
        at,
      ),
  ),
  fn(
    "zipAttrsWithNames",
    3,
    "[String] -> (String -> [a] -> b) -> [{ *: a }] -> { *: b }",
    "`zipAttrsWith` for some names only.",
    (machine, [names, f, sets], at) =>
      fromValues(
        expectList(machine, names, at).items.map((item) => {
          const name = expectString(machine, item, at);
          const values = lazy((inner) => makeList(zip(inner, sets, at).get(name) ?? [], at));
          return [name, later(f, at, item, values)];
        }),
        at,
      ),
  ),
  fn(
    "zipAttrsWith",
    2,
    "(String -> [a] -> b) -> [{ *: a }] -> { *: b }",
    "Joins sets: a function gets each name with the list of values it has.",
    (machine, [f, sets], at) =>
      fromValues(
        [...zip(machine, sets, at)].map(([name, values]) => [
          name,
          later(f, at, textThunk(name), ready(makeList(values))),
        ]),
        at,
      ),
  ),
  fn(
    "zipAttrs",
    1,
    "[{ *: a }] -> { *: [a] }",
    "Joins sets: each name gets the list of its values.",
    (machine, [sets], at) =>
      fromValues(
        [...zip(machine, sets, at)].map(([name, values]) => [name, ready(makeList(values, at))]),
        at,
      ),
  ),
);

function leaves(
  machine: Machine,
  enters: (path: Thunk, value: Thunk) => boolean,
  f: Thunk,
  path: readonly Thunk[],
  set: Thunk,
  into: Thunk[],
  at: Origin,
): Thunk[] {
  machine.enter();
  for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, set, at))) {
    const here = [...path, textThunk(name)];
    const herePath = ready(makeList(here));
    if (expectKnown(machine, attr.value).type === "attrs" && enters(herePath, attr.value)) {
      leaves(machine, enters, f, here, attr.value, into, at);
    } else into.push(later(f, at, herePath, attr.value));
  }
  machine.leave();
  return into;
}
