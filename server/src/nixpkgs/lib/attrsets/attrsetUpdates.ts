/** `lib.attrsets`: updates at many paths, patterns of sets, and paths as text. */
import { pushTo } from "../../../base/pushTo.ts";
import { equalThunks } from "../../../eval/core/compare.ts";
import { expectClosedAttrs, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeBool, makeString } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Attr, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { fail, later, refuse } from "../support/calls.ts";
import { escapeIdentifier } from "../support/escapes.ts";
import { field, fieldOf } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

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
    pushTo(below, key, update);
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

export const attrsetUpdates = table(
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
