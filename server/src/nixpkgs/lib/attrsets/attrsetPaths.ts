/** `lib.attrsets`: attributes by path, and updates of what is nested. */
import { NixError } from "../../../eval/core/errors.ts";
import { expectAttrs, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeBool, makeList, ready } from "../../../eval/core/make.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, holds, textThunk } from "../support/calls.ts";
import { fieldOf } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** Follows a path as far as it goes; names after a missing one are never looked at. */
function follow(
  machine: Machine,
  path: Thunk,
  set: Thunk,
  at: Origin,
): { value: Thunk; depth: number; found: boolean } {
  let value = set;
  let depth = 0;
  for (const name of expectList(machine, path, at).items) {
    machine.step();
    const next = fieldOf(value.force(machine), expectString(machine, name, at));
    if (next === null) return { value, depth, found: false };
    value = next;
    depth++;
  }
  return { value, depth, found: true };
}

/** What a name gets that both sides have. */
type Combine = (machine: Machine, path: readonly Thunk[], left: Thunk, right: Thunk) => Value;

/**
 * All of both sides; `combine` decides, when it is looked at, what a name gets that both have. An unknown left side
 * keeps what the right one names; an open right side may replace anything of the left.
 */
function merge(
  machine: Machine,
  combine: Combine,
  path: readonly Thunk[],
  left: Value,
  right: Value,
  at: Origin,
): AttrsValue {
  const under = left.type === "unknown" ? makeAttrs(new Map(), at, left) : expectAttrs(machine, ready(left), at);
  const over = expectAttrs(machine, ready(right), at);
  const attrs = new Map<string, Attr>(over.rest === null ? under.attrs : []);
  for (const [name, attr] of over.attrs) {
    machine.step();
    const hidden = under.attrs.get(name)?.value ?? (under.rest === null ? null : ready(under.rest));
    const value =
      hidden === null ? attr.value : lazy((inner) => combine(inner, [...path, textThunk(name)], hidden, attr.value));
    attrs.set(name, { value, origin: attr.origin });
  }
  return makeAttrs(attrs, over.origin, over.rest ?? under.rest);
}

/** `recursiveUpdate`: sets are merged, anything else on the right replaces what is on the left. */
export function recursiveUpdate(machine: Machine, left: Value, right: Value, at: Origin): AttrsValue {
  const combine: Combine = (inner, path, hidden, value) => {
    const before = hidden.force(inner);
    // Whatever an unknown is, a value that is no set replaces it.
    if (before.type !== "attrs" && before.type !== "unknown") return value.force(inner);
    const after = value.force(inner);
    return after.type === "attrs" ? merge(inner, combine, path, before, after, at) : after;
  };
  return merge(machine, combine, [], left, right, at);
}

export const attrsetPaths = table(
  fn(
    "attrByPath",
    3,
    "[String] -> a -> AttrSet -> a",
    "The attribute at a path, or the default when it is not there.",
    (machine, [path, fallback, set], at) => {
      const { value, found } = follow(machine, path, set, at);
      return (found ? value : fallback).force(machine);
    },
  ),
  fn(
    "hasAttrByPath",
    2,
    "[String] -> AttrSet -> Bool",
    "Whether there is an attribute at a path.",
    (machine, [path, set], at) => makeBool(follow(machine, path, set, at).found, at),
  ),
  fn(
    "longestValidPathPrefix",
    2,
    "[String] -> a -> [String]",
    "The part of a path that exists in a value.",
    (machine, [path, set], at) => {
      const { depth } = follow(machine, path, set, at);
      return makeList(expectList(machine, path, at).items.slice(0, depth), at);
    },
  ),
  fn(
    "getAttrFromPath",
    2,
    "[String] -> AttrSet -> a",
    "The attribute at a path; evaluation ends when it is not there.",
    (machine, [path, set], at) => {
      const { value, found } = follow(machine, path, set, at);
      if (found) return value.force(machine);
      const names = expectList(machine, path, at).items.map((name) => expectString(machine, name, at));
      throw new NixError("abort", `cannot find attribute '${names.join(".")}'`, at);
    },
  ),
  fn(
    "setAttrByPath",
    2,
    "[String] -> a -> AttrSet",
    "Nested sets that hold a value at a path.",
    (machine, [path, value], at) => {
      const { items } = expectList(machine, path, at);
      const atDepth = (inner: Machine, depth: number): Value => {
        const name = items[depth];
        if (name === undefined) return value.force(inner);
        const below = depth + 1 === items.length ? value : lazy((deeper) => atDepth(deeper, depth + 1));
        return makeAttrs(new Map([[expectString(inner, name, at), { value: below, origin: at }]]), at);
      };
      return atDepth(machine, 0);
    },
  ),
  fn(
    "recursiveUpdateUntil",
    3,
    "([String] -> a -> a -> Bool) -> AttrSet -> AttrSet -> AttrSet",
    "Merges two sets deeply; where the predicate is true the right value replaces the left one.",
    (machine, [stops, left, right], at) => {
      const combine: Combine = (inner, path, hidden, value) =>
        holds(inner, stops, at, ready(makeList(path)), hidden, value)
          ? value.force(inner)
          : merge(inner, combine, path, hidden.force(inner), value.force(inner), at);
      return merge(machine, combine, [], left.force(machine), right.force(machine), at);
    },
  ),
  fn(
    "recursiveUpdate",
    2,
    "AttrSet -> AttrSet -> AttrSet",
    "Merges two sets deeply; the right one wins.",
    (machine, [left, right], at) => recursiveUpdate(machine, left.force(machine), right.force(machine), at),
  ),
  fn(
    "mapAttrsRecursive",
    2,
    "([String] -> a -> b) -> AttrSet -> AttrSet",
    "Maps the leaves of nested sets; the function gets the path.",
    (machine, [f, set], at) => mapRecursive(machine, () => true, f, [], expectAttrs(machine, set, at), at),
  ),
  fn(
    "mapAttrsRecursiveCond",
    3,
    "(AttrSet -> Bool) -> ([String] -> a -> b) -> AttrSet -> AttrSet",
    "`mapAttrsRecursive` that goes only into sets that pass.",
    (machine, [enters, f, set], at) =>
      mapRecursive(
        machine,
        (inner, value) => holds(inner, enters, at, value),
        f,
        [],
        expectAttrs(machine, set, at),
        at,
      ),
  ),
);

function mapRecursive(
  machine: Machine,
  enters: (machine: Machine, value: Thunk) => boolean,
  f: Thunk,
  path: readonly Thunk[],
  set: AttrsValue,
  at: Origin,
): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, attr] of set.attrs) {
    machine.step();
    const here = [...path, textThunk(name)];
    const value = lazy((inner) => {
      const known = expectKnown(inner, attr.value);
      if (known.type === "attrs" && enters(inner, attr.value)) return mapRecursive(inner, enters, f, here, known, at);
      return call(inner, f, at, ready(makeList(here)), attr.value);
    });
    attrs.set(name, { value, origin: attr.origin });
  }
  return makeAttrs(attrs, at, set.rest);
}
