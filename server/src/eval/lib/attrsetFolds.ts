/** `lib.attrsets`: folding sets, joining many, and searching in nested ones. */
import { equalThunks } from "../compare.ts";
import { expectClosedAttrs, expectKnown, expectList, expectString } from "../expect.ts";
import type { Machine } from "../machine.ts";
import { lazy, makeAttrs, makeBool, makeList, makeString, ready } from "../make.ts";
import { sortedAttrs } from "../names.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../value.ts";
import { call, checkedLength, fail, holds, later, refuse, text } from "./calls.ts";
import { escapeIdentifier } from "./escapes.ts";
import { field, fieldOf } from "./records.ts";
import { fn, table } from "./table.ts";

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

/** Whether `set` has everything that `pattern` has. */
export function matches(machine: Machine, pattern: Thunk, set: Thunk, at: Origin): boolean {
  const wanted = expectKnown(machine, pattern);
  if (wanted.type !== "attrs") return refuse("assertion 'isAttrs pattern' failed", at);
  for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, pattern, at))) {
    machine.step();
    const found = fieldOf(set.force(machine), name);
    if (found === null) return false;
    if (expectKnown(machine, attr.value).type !== "attrs") {
      if (!equalThunks(machine, attr.value, found)) return false;
    } else if (expectKnown(machine, found).type !== "attrs" || !matches(machine, attr.value, found, at)) return false;
  }
  return true;
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

interface Update {
  readonly path: readonly Thunk[];
  readonly update: Thunk;
}

/** `updateManyAttrsByPath` at one depth; `value` is `null` where nothing is there. */
function updatePaths(
  machine: Machine,
  depth: number,
  value: Thunk | null,
  updates: readonly Update[],
  at: Origin,
): Value {
  const here = updates.filter(({ path }) => path.length === depth);
  const below = new Map<string, Update[]>();
  for (const update of updates) {
    const name = update.path[depth];
    if (update.path.length === depth || name === undefined) continue;
    const key = expectString(machine, name, at);
    below.set(key, [...(below.get(key) ?? []), update]);
  }
  const base = below.size === 0 ? value : lazy((inner) => updateBelow(inner, depth, value, below, at));
  let result =
    base ?? lazy(() => fail("updateManyAttrsByPath: an update reads a value at a path that does not exist", at));
  for (const { update } of here) result = later(update, at, result);
  return result.force(machine);
}

function updateBelow(
  machine: Machine,
  depth: number,
  value: Thunk | null,
  below: ReadonlyMap<string, readonly Update[]>,
  at: Origin,
): Value {
  const old = value === null ? null : expectKnown(machine, value);
  if (old !== null && old.type !== "attrs") {
    return fail("updateManyAttrsByPath: a path to be updated leads through a value that is no set", at);
  }
  const attrs = new Map<string, Attr>(old?.attrs);
  for (const [name, updates] of below) {
    const before = old === null ? null : fieldOf(old, name);
    attrs.set(name, { value: lazy((inner) => updatePaths(inner, depth + 1, before, updates, at)), origin: at });
  }
  return makeAttrs(attrs, at, old?.rest ?? null);
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
        result = call(machine, f, at, ready(result), text(name), attr.value);
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
        [...zip(machine, sets, at)].map(([name, values]) => [name, later(f, at, text(name), ready(makeList(values)))]),
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
  fn(
    "matchAttrs",
    2,
    "AttrSet -> AttrSet -> Bool",
    "Whether a set has everything, however deep, that a pattern has.",
    (machine, [pattern, set], at) => makeBool(matches(machine, pattern, set, at), at),
  ),
  fn(
    "showAttrPath",
    1,
    "[String] -> String",
    "A path as text, with quotes where they are needed.",
    (machine, [path], at) => {
      const names = expectList(machine, path, at).items.map((name) => expectString(machine, name, at));
      return makeString(names.length === 0 ? "<root attribute path>" : names.map(escapeIdentifier).join("."), at);
    },
  ),
  fn(
    "updateManyAttrsByPath",
    2,
    "[{ path, update }] -> AttrSet -> AttrSet",
    "Updates values at several paths; deeper ones first.",
    (machine, [updates, value], at) => {
      const read = expectList(machine, updates, at).items.map((update) => ({
        path: expectList(machine, field(machine, update, "path", at), at).items,
        update: field(machine, update, "update", at),
      }));
      return updatePaths(machine, 0, value, read, at);
    },
  ),
  fn(
    "unionOfDisjoint",
    2,
    "AttrSet -> AttrSet -> AttrSet",
    "Two sets merged; a name that both have is an error for who looks at it.",
    (machine, [left, right], at) => {
      const first = expectClosedAttrs(machine, left, at);
      const second = expectClosedAttrs(machine, right, at);
      const attrs = new Map<string, Attr>([...first.attrs, ...second.attrs]);
      for (const name of second.attrs.keys()) {
        if (!first.attrs.has(name)) continue;
        attrs.set(name, { value: lazy(() => fail(`unionOfDisjoint: collision on ${name}`, at)), origin: at });
      }
      return makeAttrs(attrs, at);
    },
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
    const here = [...path, text(name)];
    const herePath = ready(makeList(here));
    if (expectKnown(machine, attr.value).type === "attrs" && enters(herePath, attr.value)) {
      leaves(machine, enters, f, here, attr.value, into, at);
    } else into.push(later(f, at, herePath, attr.value));
  }
  machine.leave();
  return into;
}
