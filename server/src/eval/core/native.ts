/**
 * Functions written in TypeScript. A native gets its arguments unforced and reads them with expect.ts; where one is
 * unknown, the reader ends the native and its result is that unknown.
 */
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import type { FunctionValue, Origin, Thunk, Value } from "./value.ts";

interface Arguments {
  1: readonly [Thunk];
  2: readonly [Thunk, Thunk];
  3: readonly [Thunk, Thunk, Thunk];
  4: readonly [Thunk, Thunk, Thunk, Thunk];
  5: readonly [Thunk, Thunk, Thunk, Thunk, Thunk];
}

/** `(machine, [first, second], at) => value`; `at` is the call, for errors. */
export type NativeBody<N extends keyof Arguments> = (machine: Machine, args: Arguments[N], at: Origin) => Value;

/** A curried function of `arity` arguments. */
export function native<N extends keyof Arguments>(name: string, arity: N, body: NativeBody<N>): FunctionValue {
  return collect(name, arity, body as unknown as AnyBody, []);
}

type AnyBody = (machine: Machine, args: readonly Thunk[], at: Origin) => Value;

function collect(name: string, arity: number, body: AnyBody, given: readonly Thunk[]): FunctionValue {
  return {
    type: "function",
    name,
    formals: null,
    primitive: given.length === 0 ? "whole" : "partial",
    origin: null,
    call(machine, argument, at) {
      const args = [...given, argument];
      if (args.length < arity) return collect(name, arity, body, args);
      return guarded(machine, () => body(machine, args, at));
    },
  };
}

/** Runs `body`; where an argument reader meets an unknown in it, that unknown is the result. */
export function guarded(machine: Machine, body: () => Value): Value {
  const depth = machine.depth;
  try {
    return body();
  } catch (problem) {
    if (!(problem instanceof UnknownSignal)) throw problem;
    machine.depth = depth;
    return problem.value;
  }
}
