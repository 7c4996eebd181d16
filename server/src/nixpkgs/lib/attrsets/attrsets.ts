/**
 * `lib.attrsets`: making sets, and sets as tables of names and values. Names are gone through in Nix's order. An open
 * set stays open where names are kept, and ends the native where all of them are needed.
 */
import {
  expectAttrs,
  expectBool,
  expectClosedAttrs,
  expectKnown,
  expectKnownValue,
  expectList,
  expectString,
} from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { emptyAttrs, lazy, makeAttrs, makeBool, makeList, ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import { UnknownSignal } from "../../../eval/core/signal.ts";
import type { Attr, AttrsValue, Origin, Thunk, UnknownValue, Value } from "../../../eval/core/value.ts";
import { booleanThunk, holds, later, textThunk, unlessUnknown } from "../support/calls.ts";
import { field, fieldOf, optionalField, record } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

/** `listToAttrs`: the first of a name wins. A name that is unknown may be any that follows: the set stays open. */
export function pairsToAttrs(machine: Machine, pairs: readonly Thunk[], at: Origin): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const pair of pairs) {
    machine.step();
    const name = unlessUnknown(machine, () => expectString(machine, field(machine, pair, "name", at), at));
    if (name instanceof UnknownSignal) return makeAttrs(attrs, at, name.value);
    if (!attrs.has(name))
      attrs.set(name, { value: field(machine, pair, "value", at), origin: originOf(machine, pair, at) });
  }
  return makeAttrs(attrs, at);
}

/** Where a pair says its value: the `value = …` someone wrote, else the call. */
function originOf(machine: Machine, pair: Thunk, at: Origin): Origin {
  const known = expectKnown(machine, pair);
  return (known.type === "attrs" ? known.attrs.get("value")?.origin : null) ?? at;
}

/** `//` over many sets, in one go. */
export function mergeAll(machine: Machine, sets: readonly Thunk[], at: Origin): AttrsValue | UnknownValue {
  const attrs = new Map<string, Attr>();
  let rest: UnknownValue | null = null;
  for (const set of sets) {
    machine.step();
    const value = set.force(machine);
    const hides = value.type === "unknown" ? value : expectAttrs(machine, set, at).rest;
    if (hides !== null) {
      attrs.clear();
      rest = hides;
    }
    if (value.type === "attrs") for (const [name, attr] of value.attrs) attrs.set(name, attr);
  }
  return attrs.size === 0 && rest !== null ? rest : makeAttrs(attrs, at, rest);
}

export function nameValuePair(name: string, value: Thunk, at: Origin): Value {
  return record({ name: textThunk(name), value }, at);
}

/** `f name value` for each attribute, lazily, in the order of names. */
function mapToList(machine: Machine, f: Thunk, set: Thunk, at: Origin): Thunk[] {
  return sortedAttrs(expectClosedAttrs(machine, set, at)).map(([name, attr]) =>
    later(f, at, textThunk(name), attr.value),
  );
}

/** Keeps what passes. Where that is unknown the name may or may not be there, so the set stays open. */
function filterAttrs(
  machine: Machine,
  set: AttrsValue,
  passes: (name: string, value: Thunk) => boolean,
  at: Origin,
): AttrsValue {
  const attrs = new Map<string, Attr>();
  let rest = set.rest;
  for (const [name, attr] of sortedAttrs(set)) {
    machine.step();
    const answer = unlessUnknown(machine, () => passes(name, attr.value));
    if (answer === true) attrs.set(name, attr);
    else if (answer !== false) rest ??= answer.value;
  }
  return makeAttrs(attrs, at, rest);
}

function filterRecursive(machine: Machine, predicate: Thunk, set: AttrsValue, at: Origin): AttrsValue {
  const kept = filterAttrs(machine, set, (name, value) => holds(machine, predicate, at, textThunk(name), value), at);
  const attrs = new Map<string, Attr>();
  for (const [name, attr] of kept.attrs) {
    const value = lazy((inner) => {
      const known = expectKnown(inner, attr.value);
      return known.type === "attrs" ? filterRecursive(inner, predicate, known, at) : known;
    });
    attrs.set(name, { value, origin: attr.origin });
  }
  return makeAttrs(attrs, at, kept.rest);
}

/** A set with a name and what a function gives for it, for each of some names. */
function generate(machine: Machine, names: Thunk, f: Thunk, at: Origin): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const item of expectList(machine, names, at).items) {
    machine.step();
    const name = unlessUnknown(machine, () => expectString(machine, item, at));
    if (name instanceof UnknownSignal) return makeAttrs(attrs, at, name.value);
    if (!attrs.has(name)) attrs.set(name, { value: later(f, at, item), origin: at });
  }
  return makeAttrs(attrs, at);
}

/** `value.type or null == "derivation"`. */
export function isDerivationThunk(machine: Machine, value: Thunk): boolean {
  const type = optionalField(machine, value, "type");
  if (type === null) return false;
  const known = expectKnown(machine, type);
  return known.type === "string" && known.value === "derivation";
}

function withFlag(machine: Machine, set: Thunk, flag: boolean, at: Origin): Value {
  const { attrs, rest } = expectAttrs(machine, set, at);
  return makeAttrs(new Map(attrs).set("recurseForDerivations", { value: booleanThunk(flag), origin: at }), at, rest);
}

export const attrsets = table(
  fn(
    "attrVals",
    2,
    "[String] -> { *: a } -> [a]",
    "The values of some attributes, in the order given.",
    (machine, [names, set], at) =>
      makeList(
        expectList(machine, names, at).items.map((name) =>
          lazy((inner) => field(inner, set, expectString(inner, name, at), at).force(inner)),
        ),
        at,
      ),
  ),
  fn(
    "getAttrs",
    2,
    "[String] -> AttrSet -> AttrSet",
    "Only some attributes of a set, all of which must be there.",
    (machine, [names, set], at) => {
      const attrs = new Map<string, Attr>();
      for (const item of expectList(machine, names, at).items) {
        const name = expectString(machine, item, at);
        const value = lazy((inner) => field(inner, set, name, at).force(inner));
        attrs.set(name, { value, origin: at });
      }
      return makeAttrs(attrs, at);
    },
  ),
  fn(
    "filterAttrs",
    2,
    "(String -> a -> Bool) -> AttrSet -> AttrSet",
    "The attributes whose name and value pass.",
    (machine, [predicate, set], at) =>
      filterAttrs(
        machine,
        expectAttrs(machine, set, at),
        (name, value) => holds(machine, predicate, at, textThunk(name), value),
        at,
      ),
  ),
  fn(
    "filterAttrsRecursive",
    2,
    "(String -> a -> Bool) -> AttrSet -> AttrSet",
    "`filterAttrs`, also inside the sets that are kept.",
    (machine, [predicate, set], at) => filterRecursive(machine, predicate, expectAttrs(machine, set, at), at),
  ),
  fn(
    "concatMapAttrs",
    2,
    "(String -> a -> AttrSet) -> { *: a } -> AttrSet",
    "Makes a set of each attribute and merges them; later names win.",
    (machine, [f, set], at) => mergeAll(machine, mapToList(machine, f, set, at), at),
  ),
  fn(
    "nameValuePair",
    2,
    "String -> a -> { name, value }",
    "A pair as `listToAttrs` wants it.",
    (_machine, [name, value], at) => record({ name, value }, at),
  ),
  fn(
    "mapAttrs'",
    2,
    "(String -> a -> { name, value }) -> AttrSet -> AttrSet",
    "`mapAttrs` that also gives each attribute a new name.",
    (machine, [f, set], at) => pairsToAttrs(machine, mapToList(machine, f, set, at), at),
  ),
  fn(
    "mapAttrsToList",
    2,
    "(String -> a -> b) -> { *: a } -> [b]",
    "Makes a list of what a function gives for each name and value.",
    (machine, [f, set], at) => makeList(mapToList(machine, f, set, at), at),
  ),
  fn("attrsToList", 1, "AttrSet -> [{ name, value }]", "A list of pairs of names and values.", (machine, [set], at) =>
    makeList(
      sortedAttrs(expectClosedAttrs(machine, set, at)).map(([name, attr]) =>
        ready(nameValuePair(name, attr.value, at)),
      ),
      at,
    ),
  ),
  fn(
    "genAttrs",
    2,
    "[String] -> (String -> a) -> AttrSet",
    "A set with these names, whose values a function makes.",
    (machine, [names, f], at) => generate(machine, names, f, at),
  ),
  fn(
    "genAttrs'",
    2,
    "[a] -> (a -> { name, value }) -> AttrSet",
    "A set of what a function gives for each element: a name and a value.",
    (machine, [items, f], at) =>
      pairsToAttrs(
        machine,
        expectList(machine, items, at).items.map((item) => later(f, at, item)),
        at,
      ),
  ),
  fn(
    "optionalAttrs",
    2,
    "Bool -> AttrSet -> AttrSet",
    "The set if the condition is true, else an empty set.",
    (machine, [condition, set], at) => (expectBool(machine, condition, at) ? set.force(machine) : emptyAttrs(at)),
  ),
  fn(
    "mergeAttrsList",
    1,
    "[AttrSet] -> AttrSet",
    "All sets of a list merged; later ones win.",
    (machine, [list], at) => {
      const { items } = expectList(machine, list, at);
      const only = items[0];
      return items.length === 1 && only !== undefined ? only.force(machine) : mergeAll(machine, items, at);
    },
  ),
  fn(
    "overrideExisting",
    2,
    "AttrSet -> AttrSet -> AttrSet",
    "The first set, with the second one's values for names that the first has.",
    (machine, [old, replacement], at) => {
      const { attrs, rest } = expectAttrs(machine, old, at);
      const result = new Map<string, Attr>();
      for (const [name, attr] of attrs) {
        const value = lazy((inner) =>
          (fieldOf(expectKnownValue(replacement.force(inner)), name) ?? attr.value).force(inner),
        );
        result.set(name, { value, origin: attr.origin });
      }
      return makeAttrs(result, at, rest);
    },
  ),
  fn("isDerivation", 1, "a -> Bool", "Whether a value is a derivation (a package).", (machine, [value], at) =>
    makeBool(isDerivationThunk(machine, value), at),
  ),
  fn(
    "recurseIntoAttrs",
    1,
    "AttrSet -> AttrSet",
    "Tells Nix to look for packages inside this set.",
    (machine, [set], at) => withFlag(machine, set, true, at),
  ),
  fn(
    "dontRecurseIntoAttrs",
    1,
    "AttrSet -> AttrSet",
    "Tells Nix not to look for packages inside this set.",
    (machine, [set], at) => withFlag(machine, set, false, at),
  ),
);
