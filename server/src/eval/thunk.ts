/**
 * Thunks: values to be computed once. Invariants: an error is remembered; an interruption leaves the thunk as it was
 * before; forcing a thunk that is being forced is Nix's infinite recursion; what was computed frees its environment.
 */
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import type { Origin, Thunk, Value } from "./value.ts";

export class Ready implements Thunk {
  readonly #value: Value;
  constructor(value: Value) {
    this.#value = value;
  }
  force(): Value {
    return this.#value;
  }
  peek(): Value {
    return this.#value;
  }
}

type Compute<E> = (machine: Machine, env: E) => Value;

/** A computation and the environment it runs in. */
export class Suspension<E> implements Thunk {
  private value: Value | null = null;
  private error: NixError | null = null;
  private compute: Compute<E> | null;
  private env: E | null;
  private running = false;

  constructor(compute: Compute<E>, env: E) {
    this.compute = compute;
    this.env = env;
  }

  peek(): Value | null {
    return this.value;
  }

  force(machine: Machine): Value {
    if (this.value !== null) return this.value;
    return this.run(machine);
  }

  private run(machine: Machine): Value {
    if (this.error !== null) throw this.error;
    if (this.running) throw infiniteRecursion(null);
    const { compute, env } = this;
    if (compute === null) throw infiniteRecursion(null);
    const depth = machine.depth;
    machine.enter();
    this.running = true;
    try {
      this.value = compute(machine, env as E);
    } catch (problem) {
      machine.depth = depth;
      this.running = false;
      // Natives turn the signal into a value themselves; this is for computations that read arguments directly.
      if (problem instanceof UnknownSignal) this.value = problem.value;
      else {
        if (problem instanceof NixError) {
          this.error = problem;
          this.compute = null;
          this.env = null;
        }
        throw problem;
      }
    }
    machine.depth = depth;
    machine.counters.forced++;
    this.running = false;
    this.compute = null;
    this.env = null;
    return this.value;
  }
}

/** A computation that closes over what it needs. */
export class Lazy extends Suspension<null> {
  constructor(compute: (machine: Machine) => Value) {
    super(compute, null);
  }
}

function infiniteRecursion(at: Origin): NixError {
  return new NixError("infiniteRecursion", "infinite recursion encountered", at);
}
