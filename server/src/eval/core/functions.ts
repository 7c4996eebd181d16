/** Calling Nix functions from natives and from the module system. */
import { expectAttrs } from "./expect.ts";
import type { Machine } from "./machine.ts";
import { makeAttrs, ready } from "./make.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "./value.ts";

/** Applies a curried function to several arguments. */
export function applyAll(machine: Machine, callee: Value, args: readonly Thunk[], at: Origin): Value {
  let result = callee;
  for (const argument of args) result = machine.apply(result, argument, at);
  return result;
}

/**
 * The formals of anything callable, `null` when it takes one plain argument: a lambda's own, or what `__functionArgs`
 * of a functor says (`lib.setFunctionArgs`).
 */
export function functionFormals(machine: Machine, callee: Value): ReadonlyMap<string, boolean> | null {
  if (callee.type === "function") return callee.formals;
  if (callee.type !== "attrs") return null;
  const declared = callee.attrs.get("__functionArgs");
  if (declared !== undefined) {
    const formals = new Map<string, boolean>();
    for (const [name, attr] of expectAttrs(machine, declared.value, null).attrs) {
      const fallback = attr.value.force(machine);
      formals.set(name, fallback.type === "bool" && fallback.value);
    }
    return formals;
  }
  const functor = callee.attrs.get("__functor");
  if (functor === undefined) return null;
  const bound = machine.apply(functor.value.force(machine), ready(callee), null);
  return bound.type === "function" ? bound.formals : null;
}

/**
 * Calls a function with a set of arguments that are supplied lazily: all of `given`, and for each formal not among them
 * what `supply` answers; `null` leaves the formal to its own default. This is how modules are called.
 */
export function callWithFormals(
  machine: Machine,
  callee: Value,
  given: ReadonlyMap<string, Thunk>,
  supply: (name: string, hasDefault: boolean) => Thunk | null,
  at: Origin,
): Value {
  return machine.apply(callee, ready(argumentsFor(machine, callee, given, supply)), at);
}

/** The arguments of such a call. */
export function argumentsFor(
  machine: Machine,
  callee: Value,
  given: ReadonlyMap<string, Thunk>,
  supply: (name: string, hasDefault: boolean) => Thunk | null,
): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, value] of given) attrs.set(name, { value, origin: null });
  for (const [name, hasDefault] of functionFormals(machine, callee) ?? []) {
    const value = attrs.has(name) ? null : supply(name, hasDefault);
    if (value !== null) attrs.set(name, { value, origin: null });
  }
  return makeAttrs(attrs);
}

/** The file whose text made a value, or `null` for what no file wrote. */
export function fileOf(value: Value): string | null {
  return value.origin?.anchor.uri ?? null;
}
