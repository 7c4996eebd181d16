/**
 * Argument readers: force a thunk and insist on a type. A value of another type is a type error; an unknown ends the
 * native with that unknown (`UnknownSignal`), so natives read arguments as if everything were known.
 */
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import type {
  AttrsValue,
  FunctionValue,
  IntValue,
  ListValue,
  Origin,
  StringValue,
  Thunk,
  UnknownValue,
  Value,
} from "./value.ts";

/** Any value that is known. */
export type Known = Exclude<Value, UnknownValue>;

/** Forces; an unknown ends the native. */
export function expectKnown(machine: Machine, thunk: Thunk): Known {
  return expectKnownValue(thunk.force(machine));
}

/** The value itself unless it is unknown, which ends the native. */
export function expectKnownValue(value: Value): Known {
  if (value.type === "unknown") throw new UnknownSignal(value);
  return value;
}

/** The text of a string; `expectStringValue` also gives its context. No coercion: paths and numbers are type errors. */
export function expectString(machine: Machine, thunk: Thunk, at: Origin): string {
  return expectStringValue(machine, thunk, at).value;
}

export function expectStringValue(machine: Machine, thunk: Thunk, at: Origin): StringValue {
  const value = expectKnown(machine, thunk);
  return value.type === "string" ? value : wrongType(value, "a string", at);
}

export function expectBool(machine: Machine, thunk: Thunk, at: Origin): boolean {
  const value = expectKnown(machine, thunk);
  return value.type === "bool" ? value.value : wrongType(value, "a Boolean", at);
}

export function expectInt(machine: Machine, thunk: Thunk, at: Origin): bigint {
  const value = expectKnown(machine, thunk);
  return value.type === "int" ? value.value : wrongType(value, "an integer", at);
}

export function expectNumber(machine: Machine, thunk: Thunk, at: Origin): IntValue | { type: "float"; value: number } {
  const value = expectKnown(machine, thunk);
  return value.type === "int" || value.type === "float" ? value : wrongType(value, "a number", at);
}

export function expectList(machine: Machine, thunk: Thunk, at: Origin): ListValue {
  const value = expectKnown(machine, thunk);
  return value.type === "list" ? value : wrongType(value, "a list", at);
}

/** A set, which may be open (`rest`): for natives that look up names only. */
export function expectAttrs(machine: Machine, thunk: Thunk, at: Origin): AttrsValue {
  const value = expectKnown(machine, thunk);
  return value.type === "attrs" ? value : wrongType(value, "a set", at);
}

/** A set all of whose names are known: an open one ends the native with what is unknown about it. */
export function expectClosedAttrs(machine: Machine, thunk: Thunk, at: Origin): AttrsValue {
  const value = expectAttrs(machine, thunk, at);
  if (value.rest !== null) throw new UnknownSignal(value.rest);
  return value;
}

/** A function proper; sets with `__functor` are applied with `machine.apply` and need no reader. */
export function expectFunction(machine: Machine, thunk: Thunk, at: Origin): FunctionValue {
  const value = expectKnown(machine, thunk);
  return value.type === "function" ? value : wrongType(value, "a function", at);
}

/** What can be called: a function, or a set with `__functor`. */
export function expectCallable(machine: Machine, thunk: Thunk, at: Origin): FunctionValue | AttrsValue {
  const value = expectKnown(machine, thunk);
  if (value.type === "function") return value;
  if (value.type === "attrs" && value.attrs.has("__functor")) return value;
  if (value.type === "attrs" && value.rest !== null) throw new UnknownSignal(value.rest);
  return wrongType(value, "a function", at);
}

/** Throws the type error for a value that is not `wanted`. */
export function wrongType(value: Value, wanted: string, at: Origin): never {
  throw new NixError("type", `value is ${describeType(value)} while ${wanted} was expected`, at ?? value.origin);
}

const TYPE_NAMES = {
  null: "null",
  bool: "a Boolean",
  int: "an integer",
  float: "a float",
  string: "a string",
  path: "a path",
  list: "a list",
  attrs: "a set",
  function: "a function",
  unknown: "unknown",
} as const satisfies Record<Value["type"], string>;

export function describeType(value: Value): string {
  return TYPE_NAMES[value.type];
}
