/** `lib.trivial`: small functions on values, numbers, Booleans and functions, and warnings. */
import { lessThan } from "../../eval/core/compare.ts";
import { NixError } from "../../eval/core/errors.ts";
import { expectBool, expectInt, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeBool, makeFunction, makeInt, makeList, makeString, ready } from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import { isInt64 } from "../../eval/core/number.ts";
import { arithmetic, concatLists } from "../../eval/core/operators.ts";
import type { FunctionValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { includes } from "./lists/listSets.ts";
import { functionArgs, functor, isCallable, mirror, update } from "./support/callables.ts";
import { call, fail, holds, integerThunk, refuse } from "./support/calls.ts";
import { fn, table } from "./support/table.ts";
import { shown } from "./support/texts.ts";

/** `x: x`. */
export const IDENTITY: FunctionValue = makeFunction("id", (machine, argument) => argument.force(machine));

function compareValues(machine: Machine, a: Thunk, b: Thunk, at: Origin): number {
  const left = expectKnown(machine, a);
  const right = expectKnown(machine, b);
  return lessThan(machine, left, right, at) ? -1 : lessThan(machine, right, left, at) ? 1 : 0;
}

/** A warning is only said, so an unknown message changes nothing; one that is no string is a failed assertion. */
function checkMessage(machine: Machine, message: Thunk, at: Origin): void {
  const known = message.force(machine);
  if (known.type !== "string" && known.type !== "unknown") refuse("assertion 'isString msg' failed", at);
}

const WARN = native("warn", 2, (machine, [message, value], at) => {
  checkMessage(machine, message, at);
  return value.force(machine);
});

function thrown(machine: Machine, message: Thunk, at: Origin): never {
  return fail(expectString(machine, message, at), at);
}

/** The digits of a number, most significant first. */
export function digits(base: bigint, value: bigint): bigint[] {
  const found: bigint[] = [];
  for (let rest = value; found.length === 0 || rest > 0n; rest /= base) found.unshift(rest % base);
  return found;
}

function checkedDigits(machine: Machine, base: Thunk, value: Thunk, at: Origin): bigint[] {
  const radix = expectKnown(machine, base);
  const number = expectKnown(machine, value);
  if (radix.type !== "int" || number.type !== "int") return refuse("assertion 'isInt' failed", at);
  if (radix.value < 2n || number.value < 0n) return refuse("assertion failed: no such digits", at);
  return digits(radix.value, number.value);
}

export function parseHex(text: string, at: Origin): bigint {
  const hex = /^(?:0x)?([0-9A-Fa-f]+)$/i.exec(text)?.[1];
  const value = hex === undefined ? null : BigInt(`0x${hex}`);
  if (value !== null && isInt64(value)) return value;
  throw new NixError("evaluation", `'${text}' is no hexadecimal number`, at);
}

function listOfEnum(machine: Machine, message: Thunk, valid: Thunk, given: Thunk, at: Origin): Value {
  const allowed = expectList(machine, valid, at).items;
  const unexpected = expectList(machine, given, at).items.filter((item) => !includes(machine, item, allowed));
  if (unexpected.length === 0) return IDENTITY;
  const show = (items: readonly Thunk[]) => items.map((item) => shown(machine, item, at).value).join(", ");
  return fail(
    `${expectString(machine, message, at)}: ${show(unexpected)} unexpected; valid ones: ${show(allowed)}`,
    at,
  );
}

const values = table(
  fn("id", 1, "a -> a", "Gives back what it gets.", (machine, [x]) => x.force(machine)),
  fn("const", 2, "a -> b -> a", "The first argument, whatever the second.", (machine, [x]) => x.force(machine)),
  fn(
    "pipe",
    2,
    "a -> [(a -> b) (b -> c) …] -> c",
    "Sends a value through functions, the first of the list first.",
    (machine, [value, functions], at) => {
      const { items } = expectList(machine, functions, at);
      let result = value;
      for (const f of items) {
        machine.step();
        result = ready(call(machine, f, at, result));
      }
      return result.force(machine);
    },
  ),
  fn("concat", 2, "[a] -> [a] -> [a]", "Two lists as one: `x ++ y`.", (machine, [x, y], at) =>
    concatLists(machine, x.force(machine), y.force(machine), at),
  ),
  fn("or", 2, "Bool -> Bool -> Bool", "`x || y`.", (machine, [x, y], at) =>
    expectBool(machine, x, at) ? makeBool(true, at) : makeBool(expectBool(machine, y, at), at),
  ),
  fn("and", 2, "Bool -> Bool -> Bool", "`x && y`.", (machine, [x, y], at) =>
    expectBool(machine, x, at) ? makeBool(expectBool(machine, y, at), at) : makeBool(false, at),
  ),
  fn("xor", 2, "Bool -> Bool -> Bool", "Whether exactly one is true.", (machine, [x, y], at) =>
    makeBool(expectBool(machine, x, at) !== expectBool(machine, y, at), at),
  ),
  fn("bitNot", 1, "Int -> Int", "All bits inverted.", (machine, [x], at) =>
    makeInt(-1n - expectInt(machine, x, at), at),
  ),
  fn("boolToString", 1, "Bool -> String", '`"true"` or `"false"`.', (machine, [x], at) =>
    makeString(String(expectBool(machine, x, at)), at),
  ),
  fn("boolToYesNo", 1, "Bool -> String", '`"yes"` or `"no"`.', (machine, [x], at) =>
    makeString(expectBool(machine, x, at) ? "yes" : "no", at),
  ),
  fn("mergeAttrs", 2, "AttrSet -> AttrSet -> AttrSet", "Two sets as one: `x // y`.", (machine, [x, y], at) =>
    update(x.force(machine), y.force(machine), at),
  ),
  fn(
    "flip",
    3,
    "(a -> b -> c) -> b -> a -> c",
    "A function of two arguments with them exchanged.",
    (machine, [f, a, b], at) => call(machine, f, at, b, a),
  ),
  fn(
    "defaultTo",
    2,
    "a -> a | null -> a",
    "The second value, or the first one in place of null.",
    (machine, [fallback, value]) => {
      const known = expectKnown(machine, value);
      return known.type === "null" ? fallback.force(machine) : known;
    },
  ),
  fn(
    "mapNullable",
    2,
    "(a -> b) -> a | null -> b | null",
    "Calls a function unless the value is null.",
    (machine, [f, value], at) => {
      const known = expectKnown(machine, value);
      return known.type === "null" ? known : call(machine, f, at, value);
    },
  ),
);

const numbers = table(
  fn("min", 2, "Number -> Number -> Number", "The smaller one.", (machine, [x, y], at) =>
    lessThan(machine, x.force(machine), y.force(machine), at) ? x.force(machine) : y.force(machine),
  ),
  fn("max", 2, "Number -> Number -> Number", "The greater one.", (machine, [x, y], at) =>
    lessThan(machine, y.force(machine), x.force(machine), at) ? x.force(machine) : y.force(machine),
  ),
  fn(
    "mod",
    2,
    "Int -> Int -> Int",
    "The rest of a division, with the sign of the first number.",
    (machine, [base, int], at) => {
      const dividend = base.force(machine);
      const divisor = int.force(machine);
      const whole = arithmetic("/", dividend, divisor, at);
      return arithmetic("-", dividend, arithmetic("*", divisor, whole, at), at);
    },
  ),
  fn("compare", 2, "a -> a -> Int", "-1, 0 or 1: how two numbers or strings are ordered.", (machine, [a, b], at) =>
    makeInt(compareValues(machine, a, b, at), at),
  ),
  fn(
    "splitByAndCompare",
    5,
    "(a -> Bool) -> (a -> a -> Int) -> (a -> a -> Int) -> a -> a -> Int",
    "Compares so that what passes comes first, with an order for those and one for the others.",
    (machine, [passes, yes, no, a, b], at) => {
      const first = holds(machine, passes, at, a);
      const second = holds(machine, passes, at, b);
      if (first !== second) return makeInt(first ? -1 : 1, at);
      return call(machine, first ? yes : no, at, a, b);
    },
  ),
  fn("fromHexString", 1, "String -> Int", "The integer of a hexadecimal number.", (machine, [value], at) =>
    makeInt(parseHex(expectString(machine, value, at), at), at),
  ),
  fn("toHexString", 1, "Int -> String", "An integer in hexadecimal, with capital letters.", (machine, [value], at) =>
    makeString(
      checkedDigits(machine, integerThunk(16), value, at)
        .map((digit) => digit.toString(16).toUpperCase())
        .join(""),
      at,
    ),
  ),
  fn("toBaseDigits", 2, "Int -> Int -> [Int]", "The digits of an integer to a base.", (machine, [base, value], at) =>
    makeList(
      checkedDigits(machine, base, value, at).map((digit) => integerThunk(digit)),
      at,
    ),
  ),
);

const functions = table(
  fn(
    "functionArgs",
    1,
    "(a -> b) -> { *: Bool }",
    "A function's named arguments, with whether each has a default.",
    (machine, [f], at) => functionArgs(machine, f, at),
  ),
  fn(
    "setFunctionArgs",
    2,
    "(a -> b) -> { *: Bool } -> (a -> b)",
    "A function that shows other named arguments.",
    (_machine, [f, args], at) => functor(f, args, at),
  ),
  fn(
    "mirrorFunctionArgs",
    2,
    "(a -> b) -> (a -> c) -> (a -> c)",
    "The second function, showing the named arguments of the first.",
    (_machine, [f, g], at) => mirror(f, g, at),
  ),
  fn(
    "isFunction",
    1,
    "a -> Bool",
    "Whether the value can be called: a function, or a set with `__functor`.",
    (machine, [f], at) => makeBool(isCallable(machine, f, at), at),
  ),
  fn(
    "toFunction",
    1,
    "a | (b -> a) -> (b -> a)",
    "A function as it is; any other value as a function that gives it.",
    (machine, [value], at) =>
      isCallable(machine, value, at) ? value.force(machine) : makeFunction("toFunction", (inner) => value.force(inner)),
  ),
);

const warnings = table(
  { name: "warn", signature: "String -> a -> a", summary: "Prints a warning and gives the value.", value: ready(WARN) },
  fn(
    "warnIf",
    2,
    "Bool -> String -> a -> a",
    "Prints a warning if the condition is true, and gives the value.",
    (machine, [condition, message], at) =>
      expectBool(machine, condition, at) ? call(machine, ready(WARN), at, message) : IDENTITY,
  ),
  fn(
    "warnIfNot",
    2,
    "Bool -> String -> a -> a",
    "Prints a warning unless the condition is true, and gives the value.",
    (machine, [condition, message], at) =>
      expectBool(machine, condition, at) ? IDENTITY : call(machine, ready(WARN), at, message),
  ),
  fn(
    "throwIf",
    2,
    "Bool -> String -> a -> a",
    "Fails with a message if the condition is true, else gives the value.",
    (machine, [condition, message], at) =>
      expectBool(machine, condition, at) ? thrown(machine, message, at) : IDENTITY,
  ),
  fn(
    "throwIfNot",
    2,
    "Bool -> String -> a -> a",
    "Fails with a message unless the condition is true, else gives the value.",
    (machine, [condition, message], at) =>
      expectBool(machine, condition, at) ? IDENTITY : thrown(machine, message, at),
  ),
  fn(
    "checkListOfEnum",
    3,
    "String -> [a] -> [a] -> b -> b",
    "Fails when a list has other elements than these, else gives the value.",
    (machine, [message, valid, given], at) => listOfEnum(machine, message, valid, given, at),
  ),
  fn("info", 2, "String -> a -> a", "Prints a message and gives the value.", (machine, [, value]) =>
    value.force(machine),
  ),
  fn("showWarnings", 2, "[String] -> a -> a", "Prints warnings and gives the value.", (machine, [list, value], at) => {
    for (const message of expectList(machine, list, at).items) checkMessage(machine, message, at);
    return value.force(machine);
  }),
);

export const trivial = new Map([...values, ...numbers, ...functions, ...warnings]);
