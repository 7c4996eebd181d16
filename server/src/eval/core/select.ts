/** Selecting attributes from values that may be unknown or open. */
import { NixError } from "./errors.ts";
import { wrongType } from "./expect.ts";
import type { Machine } from "./machine.ts";
import { makeUnknown } from "./make.ts";
import type { Origin, UnknownReason, UnknownValue, Value } from "./value.ts";

/** Names of a path that are worth telling; what is selected further is told by these. */
const LONGEST_PATH = 16;

/** `unknown.name`: unknown for the same reason; of `pkgs` and of inputs the path grows. */
export function selectUnknown(value: UnknownValue, name: string, at: Origin): UnknownValue {
  const reason = selected(value.reason, name);
  return reason === value.reason ? value : makeUnknown(reason, at);
}

function selected(reason: UnknownReason, name: string): UnknownReason {
  switch (reason.kind) {
    case "pkgs":
      return reason.path.length < LONGEST_PATH ? { ...reason, path: [...reason.path, name] } : reason;
    case "input": {
      const grows = reason.isCalled !== true && reason.path.length < LONGEST_PATH;
      return grows ? { ...reason, path: [...reason.path, name] } : reason;
    }
    case "notModelled":
      return reason.memberOf === undefined ? reason : { kind: "notModelled", what: `${reason.memberOf}.${name}` };
    default:
      return reason;
  }
}

/** What calling an unknown gives: unknown for the same reason. */
export function callUnknown(value: UnknownValue, at: Origin): UnknownValue {
  const { reason } = value;
  if (reason.kind !== "input" || reason.isCalled === true) return value;
  return makeUnknown({ ...reason, isCalled: true }, at);
}

/** `value.name`, forced; `null` where there is no such attribute or `value` is no set. */
export function selectOrNull(machine: Machine, value: Value, name: string, at: Origin): Value | null {
  if (value.type === "unknown") return selectUnknown(value, name, at);
  if (value.type !== "attrs") return null;
  const attr = value.attrs.get(name);
  if (attr !== undefined) return attr.value.force(machine);
  return value.rest === null ? null : selectUnknown(value.rest, name, at);
}

/** `value.name`, forced; a type error where `value` is no set, `missingAttribute` where it lacks the name. */
export function selectAttr(machine: Machine, value: Value, name: string, at: Origin): Value {
  return selectOrNull(machine, value, name, at) ?? missingAttr(value, name, at);
}

function missingAttr(value: Value, name: string, at: Origin): never {
  if (value.type !== "attrs") return wrongType(value, "a set", at);
  throw new NixError("missingAttribute", `attribute '${name}' missing`, at);
}

/** Whether `value ? name`; the unknown itself where that cannot be told. */
export function hasAttr(value: Value, name: string): boolean | UnknownValue {
  if (value.type === "unknown") return value;
  if (value.type !== "attrs") return false;
  return value.attrs.has(name) || (value.rest ?? false);
}
