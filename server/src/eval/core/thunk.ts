/**
 * Thunks: values to be computed once. Invariants: an error is remembered; an interruption leaves the thunk as it was
 * before; forcing a thunk that is being forced is Nix's infinite recursion; what was computed frees its environment,
 * unless it read what may change: then it can be computed again.
 */

import { anyChanged, maskOf, newDependencies, recordDependencies, recordRead, Tracked } from "./dependencies.ts";
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";
import { sameValue } from "./unchanged.ts";
import type { Thunk, Value } from "./value.ts";

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
  /** Not `null`: what it read that may change. */
  private trace: Trace | null = null;

  constructor(compute: Compute<E>, env: E) {
    this.compute = compute;
    this.env = env;
  }

  peek(): Value | null {
    return this.value;
  }

  force(machine: Machine): Value {
    const { trace } = this;
    if (trace !== null && machine.tracks) {
      if (trace.verifiedAt !== machine.revision) {
        if (this.running) throw infiniteRecursion(machine);
        this.update(machine, trace);
      }
      recordRead(machine, trace);
    }
    if (this.value !== null) return this.value;
    return this.run(machine);
  }

  /** Brings what was computed up to the machine's revision. Throws `Interruption` only. */
  update(machine: Machine, trace: Trace): void {
    if (trace.verifiedAt === machine.revision) return;
    if (this.value !== null && (trace.mask & machine.changesSince(trace.verifiedAt)) === 0) {
      trace.verifiedAt = machine.revision;
      return;
    }
    if (this.running) {
      // What it read leads back to it: that is a change, and the recursion is met when it is computed again.
      trace.changedAt = machine.revision;
      return;
    }
    machine.enter();
    this.running = true;
    let stale = true;
    try {
      stale = anyChanged(machine, trace.reads, trace.verifiedAt);
    } finally {
      this.running = false;
      machine.leave();
    }
    if (stale) this.again(machine, trace);
    else trace.mask = maskOf(trace.reads);
    trace.verifiedAt = machine.isInterrupted ? NEVER : machine.revision;
  }

  /** Computes again; what comes out the same is no change. */
  private again(machine: Machine, trace: Trace): void {
    const { value } = this;
    this.value = null;
    this.error = null;
    const dependencies = newDependencies();
    const depth = machine.depth;
    try {
      recordDependencies(machine, dependencies, () => this.evaluate(machine));
    } catch (problem) {
      if (problem !== this.error) throw problem;
      machine.depth = depth;
    }
    trace.reads = dependencies.reads;
    trace.mask = maskOf(dependencies.reads);
    if (value !== null && this.value !== null && sameValue(value, this.value)) this.value = value;
    else trace.changedAt = machine.revision;
  }

  private run(machine: Machine): Value {
    if (this.error !== null) throw this.error;
    if (machine.tracks) {
      const dependencies = newDependencies();
      try {
        return recordDependencies(machine, dependencies, () => this.evaluate(machine));
      } finally {
        if (dependencies.reads.length > 0)
          this.trace = new Trace(this as Suspension<unknown>, dependencies.reads, machine.revision);
        if (machine.isInterrupted && this.trace !== null) this.trace.verifiedAt = NEVER;
        if (this.trace !== null) recordRead(machine, this.trace);
        else if (this.value !== null || this.error !== null) this.release();
      }
    }
    try {
      return this.evaluate(machine);
    } finally {
      if (this.value !== null || this.error !== null) this.release();
    }
  }

  private evaluate(machine: Machine): Value {
    if (this.running) throw infiniteRecursion(machine);
    const { compute, env } = this;
    if (compute === null) throw infiniteRecursion(machine);
    const depth = machine.depth;
    machine.enter();
    this.running = true;
    try {
      this.value = compute(machine, env as E);
    } catch (problem) {
      machine.depth = depth;
      this.running = false;
      // Natives turn the signal into a value themselves; this is for computations that read arguments directly.
      if (!(problem instanceof UnknownSignal)) {
        if (problem instanceof NixError) this.error = problem;
        throw problem;
      }
      this.value = problem.value;
    }
    machine.depth = depth;
    machine.counters.forced++;
    this.running = false;
    return this.value;
  }

  private release(): void {
    this.compute = null;
    this.env = null;
  }
}

/** Before all revisions: what was cut short does not hold at any. */
const NEVER = -1;

/** What a suspension read, for those who read the suspension. */
class Trace extends Tracked {
  readonly #owner: Suspension<unknown>;
  reads: readonly Tracked[];
  verifiedAt: number;

  constructor(owner: Suspension<unknown>, reads: readonly Tracked[], revision: number) {
    super();
    this.#owner = owner;
    this.reads = reads;
    this.mask = maskOf(reads);
    this.verifiedAt = revision;
    this.changedAt = revision;
  }

  refresh(machine: Machine): void {
    this.#owner.update(machine, this);
  }
}

/** A computation that closes over what it needs. */
export class Lazy extends Suspension<null> {
  constructor(compute: (machine: Machine) => Value) {
    super(compute, null);
  }
}

function infiniteRecursion(machine: Machine): NixError {
  machine.invalidate();
  return new NixError("infiniteRecursion", "infinite recursion encountered", null);
}
