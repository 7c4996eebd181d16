/** Functions as values: their formals, functors, and functions that show the formals of another. */
import { coerceToTarget } from "../../../eval/core/coerce.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectAttrs, expectKnown } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { attrsOf, lazy, makeBool, makeFunction, ready } from "../../../eval/core/make.ts";
import { setOrUnknown, updateAttrs } from "../../../eval/core/operators.ts";
import type { AttrsValue, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call } from "./calls.ts";
import { optionalField, record } from "./records.ts";

/** `lib.isFunction`: a function, or a set with a `__functor` that gives one. */
export function isCallable(machine: Machine, value: Thunk, at: Origin): boolean {
  if (expectKnown(machine, value).type === "function") return true;
  const functor = optionalField(machine, value, "__functor");
  if (functor === null) return false;
  return expectKnown(machine, ready(call(machine, functor, at, value))).type === "function";
}

/** `lib.functionArgs`: each formal with whether it has a default. */
export function functionArgs(machine: Machine, callee: Thunk, at: Origin): Value {
  const functor = optionalField(machine, callee, "__functor");
  if (functor !== null) {
    const declared = optionalField(machine, callee, "__functionArgs");
    if (declared !== null) return declared.force(machine);
    return functionArgs(machine, ready(call(machine, functor, at, callee)), at);
  }
  const known = expectKnown(machine, callee);
  if (known.type !== "function") throw new NixError("type", "'functionArgs' requires a function", at);
  const formals = [...(known.formals ?? [])];
  return attrsOf(
    formals.map(([name, optional]) => [name, ready(makeBool(optional, at))] as const),
    at,
  );
}

/** A set that is called as `callee` and shows `args` as its formals. */
export function functor(callee: Thunk, args: Thunk, at: Origin): AttrsValue {
  const ignoreSelf = makeFunction("__functor", (machine) => callee.force(machine));
  return record({ __functor: ready(ignoreSelf), __functionArgs: args }, at);
}

/** `mirrorFunctionArgs shown callee`. */
export function mirror(shown: Thunk, callee: Thunk, at: Origin): AttrsValue {
  const args = lazy((machine) => functionArgs(machine, shown, at));
  return functor(callee, args, at);
}

/** `left // right` of values at hand. */
export function update(left: Value, right: Value, at: Origin): Value {
  return updateAttrs(setOrUnknown(left, at), setOrUnknown(right, at), at);
}

/** A function, or what the file holds that a path names. */
export function callableOrImport(machine: Machine, value: Thunk, at: Origin): Thunk {
  if (isCallable(machine, value, at)) return value;
  const { uri, asked } = coerceToTarget(machine, expectKnown(machine, value), at);
  return ready(machine.importFile(uri, at, asked));
}

/** The formals of anything callable, each with whether it has a default. */
export function formalsOf(machine: Machine, callee: Thunk, at: Origin): Map<string, boolean> {
  const names = new Map<string, boolean>();
  for (const [name, attr] of expectAttrs(machine, ready(functionArgs(machine, callee, at)), at).attrs) {
    const optional = expectKnown(machine, attr.value);
    names.set(name, optional.type === "bool" && optional.value);
  }
  return names;
}
