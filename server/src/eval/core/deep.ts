/** Forcing everything inside a value, as `deepSeq` and `--strict` do. */
import type { Machine } from "./machine.ts";
import { sortedNames } from "./names.ts";
import { UnknownSignal } from "./signal.ts";
import type { Value } from "./value.ts";

/** Forces all of it in Nix's order of lists and names; the first unknown met ends it with `UnknownSignal`. */
export function forceDeep(machine: Machine, value: Value): void {
  visit(machine, value, new Set());
}

function visit(machine: Machine, value: Value, seen: Set<Value>): void {
  if (value.type === "unknown") throw new UnknownSignal(value);
  if (value.type !== "list" && value.type !== "attrs") return;
  if (seen.has(value)) return;
  seen.add(value);
  machine.enter();
  if (value.type === "list") {
    for (const item of value.items) visit(machine, item.force(machine), seen);
  } else {
    if (value.rest !== null) throw new UnknownSignal(value.rest);
    for (const name of sortedNames(value)) {
      const attr = value.attrs.get(name);
      if (attr !== undefined) visit(machine, attr.value.force(machine), seen);
    }
  }
  machine.leave();
}
