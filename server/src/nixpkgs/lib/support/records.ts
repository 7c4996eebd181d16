/** Small sets with fixed names: making them, and reading named fields of what users pass. */
import { NixError } from "../../../eval/core/errors.ts";
import { expectAttrs, wrongType } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeAttrs } from "../../../eval/core/make.ts";
import { selectUnknown } from "../../../eval/core/select.ts";
import { UnknownSignal } from "../../../eval/core/signal.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../../eval/core/value.ts";

/** A set of the given fields. */
export function record(fields: Readonly<Record<string, Thunk>>, at: Origin): AttrsValue {
  const attrs = new Map<string, Attr>();
  for (const [name, value] of Object.entries(fields)) attrs.set(name, { value, origin: at });
  return makeAttrs(attrs, at);
}

/**
 * `value.name or null`: `null` when the value is no set or has no such attribute. What cannot be known (an unknown, an
 * open set that does not list the name) ends the native.
 */
export function optionalField(machine: Machine, value: Thunk, name: string): Thunk | null {
  return fieldOf(value.force(machine), name);
}

/** The same of a value at hand. */
export function fieldOf(value: Value, name: string): Thunk | null {
  if (value.type === "unknown") throw new UnknownSignal(selectUnknown(value, name, null));
  if (value.type !== "attrs") return null;
  const attr = value.attrs.get(name);
  if (attr !== undefined) return attr.value;
  if (value.rest !== null) throw new UnknownSignal(selectUnknown(value.rest, name, null));
  return null;
}

/** `value.name`: a value that is no set, or lacks the name, is an error. */
export function field(machine: Machine, value: Thunk, name: string, at: Origin): Thunk {
  const known = value.force(machine);
  const found = fieldOf(known, name);
  if (known.type !== "attrs") return wrongType(known, "a set", at);
  if (found === null) throw new NixError("missingAttribute", `attribute '${name}' missing`, at);
  return found;
}

/** What a function with formals `{ a, b ? 1 }` receives: refuses names it does not take, gives `null` for one left out. */
export function formals<N extends string>(
  machine: Machine,
  callee: string,
  argument: Thunk,
  names: readonly N[],
  at: Origin,
): (name: N) => Thunk | null {
  const set = expectAttrs(machine, argument, at);
  for (const name of set.attrs.keys()) {
    if (!(names as readonly string[]).includes(name)) {
      throw new NixError("type", `'${callee}' called with unexpected argument '${name}'`, at);
    }
  }
  return (name) => fieldOf(set, name);
}

/** A formal without a default. */
export function required(thunk: Thunk | null, callee: string, name: string, at: Origin): Thunk {
  if (thunk === null) throw new NixError("type", `'${callee}' called without required argument '${name}'`, at);
  return thunk;
}

/** `{ }:` as a parameter: takes the empty set only. */
export function emptyFormals(machine: Machine, callee: string, argument: Thunk, at: Origin): void {
  formals(machine, callee, argument, [], at);
}
