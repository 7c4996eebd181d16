/** Calling what users pass to `lib`'s functions, and reading what comes back. */
import { Interruption, NixError } from "../../../eval/core/errors.ts";
import { expectBool, expectKnown } from "../../../eval/core/expect.ts";
import { applyAll } from "../../../eval/core/functions.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeBool, makeInt, makeString, makeUnknown, ready } from "../../../eval/core/make.ts";
import { UnknownSignal } from "../../../eval/core/signal.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";

/** Calls `callee` now. The result may be unknown. */
export function call(machine: Machine, callee: Thunk, at: Origin, ...args: Thunk[]): Value {
  return applyAll(machine, expectKnown(machine, callee), args, at);
}

/** Calls `callee` when the result is looked at. */
export function later(callee: Thunk, at: Origin, ...args: Thunk[]): Thunk {
  return lazy((machine) => call(machine, callee, at, ...args));
}

/** Calls a predicate; an unknown answer ends the native. */
export function holds(machine: Machine, predicate: Thunk, at: Origin, ...args: Thunk[]): boolean {
  return expectBool(machine, ready(call(machine, predicate, at, ...args)), at);
}

/** A thunk of a string. */
export function textThunk(value: string): Thunk {
  return ready(makeString(value));
}

/** A thunk of an integer. */
export function integerThunk(value: number | bigint): Thunk {
  return ready(makeInt(value));
}

/** A thunk of a Boolean. */
export function booleanThunk(value: boolean): Thunk {
  return ready(makeBool(value));
}

/** `throw message`, which `tryEval` catches. */
export function fail(message: string, at: Origin): never {
  throw new NixError("throw", message, at);
}

/** A failed `assert`, which `tryEval` catches too. */
export function refuse(message: string, at: Origin): never {
  throw new NixError("assert", message, at);
}

/** Ends the native with an unknown when a list would grow beyond the machine's limit; a negative length is an error. */
export function checkedLength(machine: Machine, length: number | bigint, at: Origin): number {
  if (length < 0) throw new NixError("evaluation", `cannot create list of size ${length}`, at);
  if (length > machine.limits.listLength) throw new UnknownSignal(makeUnknown({ kind: "tooLarge" }, at));
  return Number(length);
}

/**
 * What `body` gives, or the unknown that ended it. For functions that can still answer when one element is unknown:
 * `any` is true whatever the unknown is, if another element says yes. With `instead` an error gives that unknown.
 */
export function unlessUnknown<T>(
  machine: Machine,
  body: () => T,
  instead: UnknownSignal | null = null,
): T | UnknownSignal {
  const depth = machine.depth;
  try {
    return body();
  } catch (problem) {
    const signal = problem instanceof UnknownSignal ? problem : problem instanceof NixError ? instead : null;
    if (signal === null) throw problem;
    machine.depth = depth;
    return signal;
  }
}

/**
 * Whether some of `items` passes `test`: true beats unknown, unknown beats false. After an unknown an error is none:
 * Nix would not have come that far if the unknown had passed.
 */
export function some(machine: Machine, items: readonly Thunk[], test: (item: Thunk) => boolean): boolean {
  let unknown: UnknownSignal | null = null;
  for (const item of items) {
    machine.step();
    const answer: boolean | UnknownSignal = unlessUnknown(machine, () => test(item), unknown);
    if (answer === true) return true;
    if (answer !== false) unknown ??= answer;
  }
  if (unknown !== null) throw unknown;
  return false;
}

/**
 * Forces the last of thunks each of which may need the one before it. Lazily at first, as Nix does; where that goes too
 * deep, the chain is strict all the way down, and is computed from its start instead.
 */
export function forceChain(machine: Machine, chain: readonly [Thunk, ...Thunk[]]): Value {
  const last = chain.at(-1) ?? chain[0];
  const depth = machine.depth;
  try {
    return last.force(machine);
  } catch (problem) {
    if (!(problem instanceof Interruption) || problem.reason !== "tooDeep") throw problem;
    machine.depth = depth;
  }
  for (const thunk of chain) {
    machine.step();
    settle(machine, thunk);
  }
  return last.force(machine);
}

/** Has a thunk computed. An error it remembers itself. */
function settle(machine: Machine, thunk: Thunk): void {
  const depth = machine.depth;
  try {
    thunk.force(machine);
  } catch (problem) {
    if (!(problem instanceof NixError)) throw problem;
    machine.depth = depth;
  }
}
