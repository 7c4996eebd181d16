/** Equality and order, as Nix compares. Unknowns met on the way end it with `UnknownSignal`. */
import { uriPath } from "../../base/uri.ts";
import { NixError } from "./errors.ts";
import { describeType, expectKnownValue } from "./expect.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import { compareText } from "./text.ts";
import type { AttrsValue, Origin, Thunk, Value } from "./value.ts";

export function equalValues(machine: Machine, left: Value, right: Value): boolean {
  const a = expectKnownValue(left);
  const b = expectKnownValue(right);
  if (a.type === "int" && b.type === "float") return Number(a.value) === b.value;
  if (a.type === "float" && b.type === "int") return a.value === Number(b.value);
  if (a.type === "string") return b.type === "string" && a.value === b.value;
  if (a.type === "int") return b.type === "int" && a.value === b.value;
  if (a.type === "float") return b.type === "float" && a.value === b.value;
  if (a.type === "bool") return b.type === "bool" && a.value === b.value;
  if (a.type === "null") return b.type === "null";
  if (a.type === "path") return b.type === "path" && a.uri === b.uri;
  if (a.type === "list") return b.type === "list" && equalLists(machine, a.items, b.items);
  if (a.type === "attrs") return b.type === "attrs" && equalAttrs(machine, a, b);
  // Functions never are, unless a thunk that both sides share holds them.
  return false;
}

/** As Nix: what is the very same inside two structures is equal, even a function. */
export function equalThunks(machine: Machine, left: Thunk, right: Thunk): boolean {
  const a = left.force(machine);
  const b = right.force(machine);
  if (left === right) {
    expectKnownValue(a);
    return true;
  }
  return machine.deeper(() => equalValues(machine, a, b));
}

function equalLists(machine: Machine, left: readonly Thunk[], right: readonly Thunk[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    machine.step();
    const a = left[index];
    const b = right[index];
    if (a !== undefined && b !== undefined && !equalThunks(machine, a, b)) return false;
  }
  return true;
}

function equalAttrs(machine: Machine, left: AttrsValue, right: AttrsValue): boolean {
  if (isDerivation(machine, left) && isDerivation(machine, right)) {
    const a = left.attrs.get("outPath");
    const b = right.attrs.get("outPath");
    if (a !== undefined && b !== undefined) return equalThunks(machine, a.value, b.value);
  }
  const rest = left.rest ?? right.rest;
  if (rest !== null) throw new UnknownSignal(rest);
  if (left.attrs.size !== right.attrs.size) return false;
  for (const name of left.attrs.keys()) if (!right.attrs.has(name)) return false;
  for (const [name, attr] of left.attrs) {
    machine.step();
    const other = right.attrs.get(name);
    if (other !== undefined && !equalThunks(machine, attr.value, other.value)) return false;
  }
  return true;
}

/** Whether `type` is "derivation". */
export function isDerivation(machine: Machine, set: AttrsValue): boolean {
  const type = set.attrs.get("type")?.value.force(machine);
  return type?.type === "string" && type.value === "derivation";
}

/** `left < right`: numbers, strings, paths, and lists of them; anything else cannot be compared. */
export function lessThan(machine: Machine, left: Value, right: Value, at: Origin): boolean {
  const a = expectKnownValue(left);
  const b = expectKnownValue(right);
  if (a.type === "int" && b.type === "int") return a.value < b.value;
  if (a.type === "int" || a.type === "float") {
    if (b.type === "int" || b.type === "float") return Number(a.value) < Number(b.value);
  } else if (a.type === "string" && b.type === "string") return compareText(a.value, b.value) < 0;
  else if (a.type === "path" && b.type === "path") return compareText(uriPath(a.uri), uriPath(b.uri)) < 0;
  else if (a.type === "list" && b.type === "list") return lessList(machine, a.items, b.items, at);
  const same = a.type === b.type ? "; values of that type are incomparable" : "";
  throw new NixError("type", `cannot compare ${describeType(a)} with ${describeType(b)}${same}`, at);
}

function lessList(machine: Machine, left: readonly Thunk[], right: readonly Thunk[], at: Origin): boolean {
  for (let index = 0; ; index++) {
    machine.step();
    const a = left[index];
    const b = right[index];
    if (b === undefined) return false;
    if (a === undefined) return true;
    if (!equalThunks(machine, a, b)) {
      return machine.deeper(() => lessThan(machine, a.force(machine), b.force(machine), at));
    }
  }
}
