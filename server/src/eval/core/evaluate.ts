/** The edge of the evaluator: everything that can end an evaluation becomes plain data here. Nothing is thrown past it. */
import { forceDeep } from "./deep.ts";
import { Interruption, NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import type { Origin, Thunk, UnknownReason, Value } from "./value.ts";

export type Attempt<T = Value> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "error"; readonly error: NixError }
  | { readonly kind: "unknown"; readonly reason: UnknownReason; readonly origin: Origin };

/**
 * Forces a thunk or runs a computation, and says how it ended. Never throws, whatever the program. With `strict` what
 * is inside is forced as well, and an unknown in it makes the whole unknown.
 */
export function evaluate(
  machine: Machine,
  target: Thunk | (() => Value),
  options: { readonly strict?: boolean } = {},
): Attempt {
  const outcome = attempt(machine, () => {
    const value = typeof target === "function" ? target() : target.force(machine);
    if (options.strict === true) forceDeep(machine, value);
    return value;
  });
  if (outcome.kind !== "value" || outcome.value.type !== "unknown") return outcome;
  return { kind: "unknown", reason: outcome.value.reason, origin: outcome.value.origin };
}

/** The same for a computation that gives something else than a value, such as a printed text. */
export function attempt<T>(machine: Machine, body: () => T): Attempt<T> {
  const depth = machine.depth;
  try {
    return { kind: "value", value: body() };
  } catch (problem) {
    machine.depth = depth;
    if (problem instanceof NixError) return { kind: "error", error: problem };
    if (problem instanceof UnknownSignal) {
      return { kind: "unknown", reason: problem.value.reason, origin: problem.value.origin };
    }
    if (!(problem instanceof Interruption)) machine.invalidate();
    return { kind: "unknown", reason: reasonOf(problem), origin: null };
  }
}

/** An interruption as a reason. Any other exception is a fault of ours; it must not stop the server, nor be hidden. */
function reasonOf(problem: unknown): UnknownReason {
  if (problem instanceof Interruption) return { kind: problem.reason };
  if (problem instanceof RangeError) return { kind: "tooDeep" };
  return { kind: "notModelled", what: `internal fault: ${problem instanceof Error ? problem.stack : String(problem)}` };
}
