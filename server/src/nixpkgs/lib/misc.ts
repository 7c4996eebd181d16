/** `lib.misc`: what is left of older versions of `lib`. */
import { expectBool, expectClosedAttrs, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  emptyAttrs,
  lazy,
  makeAttrs,
  makeBool,
  makeList,
  makeNull,
  makeString,
  makeUnknown,
  ready,
} from "../../eval/core/make.ts";
import { sortedAttrs } from "../../eval/core/names.ts";
import { UnknownSignal } from "../../eval/core/signal.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { includes } from "./lists/listSets.ts";
import { FAKE } from "./packages/fetchers.ts";
import { joinItems } from "./strings/strings.ts";
import { isCallable, update } from "./support/callables.ts";
import { call, integerThunk, later } from "./support/calls.ts";
import { formals, optionalField } from "./support/records.ts";
import { fn, libConstant, table } from "./support/table.ts";

function one(name: string, value: Thunk, at: Origin): AttrsValue {
  return makeAttrs(new Map([[name, { value, origin: at }]]), at);
}

/** What stands for "nothing" beside a value: an empty list or set, false, null. */
function absent(value: Value, at: Origin): Value {
  if (value.type === "unknown") throw new UnknownSignal(value);
  if (value.type === "list") return makeList([], at);
  if (value.type === "attrs") return emptyAttrs(at);
  return value.type === "bool" ? makeBool(false, at) : makeNull(at);
}

/** The first set with the names of the second added, or combined where both have them. */
function mergeWith(
  machine: Machine,
  combine: (left: Thunk, right: Thunk) => Thunk,
  left: Thunk,
  right: Thunk,
  at: Origin,
): Value {
  const first = expectClosedAttrs(machine, left, at);
  const attrs = new Map<string, Attr>(first.attrs);
  for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, right, at))) {
    const own = first.attrs.get(name)?.value ?? attr.value;
    attrs.set(name, { value: combine(own, attr.value), origin: attr.origin });
  }
  return makeAttrs(attrs, at);
}

function asList(machine: Machine, value: Thunk): readonly Thunk[] {
  const known = expectKnown(machine, value);
  return known.type === "list" ? known.items : [value];
}

function uniqueOf(machine: Machine, input: readonly Thunk[], seen: readonly Thunk[]): Thunk[] {
  const known = [...seen];
  return input.filter((item) => {
    machine.step();
    if (includes(machine, item, known)) return false;
    known.push(item);
    return true;
  });
}

export const misc = table(
  libConstant(
    "fakeHash",
    "String",
    "A hash that is wrong, to be replaced by the one that the error names.",
    makeString(FAKE.hash),
  ),
  libConstant("fakeSha256", "String", "A SHA-256 hash that is wrong.", makeString(FAKE.sha256)),
  libConstant("fakeSha512", "String", "A SHA-512 hash that is wrong.", makeString(FAKE.sha512)),
  fn("maybeEnv", 2, "String -> String -> String", "An environment variable, or the default.", (_machine, _args, at) =>
    makeUnknown({ kind: "impure", what: "an environment variable" }, at),
  ),
  fn(
    "maybeAttr",
    3,
    "String -> a -> AttrSet -> a",
    "An attribute, or the default.",
    (machine, [name, fallback, set], at) =>
      (optionalField(machine, set, expectString(machine, name, at)) ?? fallback).force(machine),
  ),
  fn(
    "maybeAttrNullable",
    3,
    "String -> a -> AttrSet | null -> a",
    "An attribute, or the default.",
    (machine, [name, fallback, set], at) =>
      (optionalField(machine, set, expectString(machine, name, at)) ?? fallback).force(machine),
  ),
  fn(
    "ifEnable",
    2,
    "Bool -> a -> a",
    "The value if the condition is true, else what is empty beside it.",
    (machine, [condition, value], at) =>
      expectBool(machine, condition, at) ? value.force(machine) : absent(value.force(machine), at),
  ),
  fn("nixType", 1, "a -> String", "The kind of a value: derivation, attrs, list and so on.", (machine, [value], at) => {
    const known = expectKnown(machine, value);
    if (known.type === "attrs")
      return makeString(optionalField(machine, value, "outPath") === null ? "attrs" : "derivation", at);
    if (isCallable(machine, value, at)) return makeString("function", at);
    return makeString(["list", "bool", "null", "int"].includes(known.type) ? known.type : "string", at);
  }),
  fn("nvs", 2, "String -> a -> AttrSet", "A set of one attribute.", (machine, [name, value], at) =>
    one(expectString(machine, name, at), value, at),
  ),
  fn(
    "setAttr",
    3,
    "AttrSet -> String -> a -> AttrSet",
    "A set with one attribute set.",
    (machine, [set, name, value], at) =>
      update(set.force(machine), one(expectString(machine, name, at), value, at), at),
  ),
  fn(
    "setAttrMerge",
    4,
    "String -> a -> AttrSet -> (a -> b) -> AttrSet",
    "A set with one attribute changed by a function.",
    (machine, [name, fallback, set, f], at) => {
      const key = expectString(machine, name, at);
      const value = lazy((inner) => call(inner, f, at, optionalField(inner, set, key) ?? fallback));
      return update(set.force(machine), one(key, value, at), at);
    },
  ),
  fn(
    "mergeAttrsWithFunc",
    3,
    "(a -> a -> a) -> AttrSet -> AttrSet -> AttrSet",
    "Two sets merged; a function combines what both have.",
    (machine, [f, left, right], at) => mergeWith(machine, (own, other) => later(f, at, own, other), left, right, at),
  ),
  fn(
    "mergeAttrsConcatenateValues",
    2,
    "AttrSet -> AttrSet -> AttrSet",
    "Two sets merged; values of both are joined as lists.",
    (machine, [left, right], at) => {
      const combine = (own: Thunk, other: Thunk) =>
        lazy((inner) => makeList([...asList(inner, own), ...asList(inner, other)], at));
      return mergeWith(machine, combine, left, right, at);
    },
  ),
  fn(
    "defaultMergeArg",
    2,
    "AttrSet -> (AttrSet -> AttrSet) | AttrSet -> AttrSet",
    "A set, or what a function makes of another.",
    (machine, [base, change], at) =>
      expectKnown(machine, change).type === "attrs" ? change.force(machine) : call(machine, change, at, base),
  ),
  fn(
    "defaultMerge",
    2,
    "AttrSet -> (AttrSet -> AttrSet) | AttrSet -> AttrSet",
    "A set changed by another or by a function.",
    (machine, [base, change], at) => {
      const changed =
        expectKnown(machine, change).type === "attrs" ? change.force(machine) : call(machine, change, at, base);
      return update(base.force(machine), changed, at);
    },
  ),
  fn("uniqList", 1, "{ inputList, acc ? } -> [a]", "A list without repetitions.", (machine, [options], at) => {
    const option = formals(machine, "uniqList", options, ["inputList", "acc"], at);
    const seen = option("acc");
    const input = expectList(machine, option("inputList") ?? ready(makeList([])), at).items;
    return makeList(uniqueOf(machine, input, seen === null ? [] : expectList(machine, seen, at).items), at);
  }),
  fn(
    "condConcat",
    3,
    "String -> [a] -> (a -> Bool) -> String",
    "A string with every second element of a list whose partner passes.",
    (machine, [start, list, checker], at) => {
      const { items } = expectList(machine, list, at);
      const kept: Thunk[] = [start];
      for (let index = 0; index + 1 < items.length; index += 2) {
        const [key, value] = [items[index], items[index + 1]];
        if (key !== undefined && value !== undefined && expectBool(machine, later(checker, at, key), at))
          kept.push(value);
      }
      return joinItems(machine, "", kept, at);
    },
  ),
  fn("imap", 2, "(Int -> a -> b) -> [a] -> [b]", "Old name of `imap1`.", (machine, [f, list], at) =>
    makeList(
      expectList(machine, list, at).items.map((item, index) => later(f, at, integerThunk(index + 1), item)),
      at,
    ),
  ),
);
