/**
 * Results that are kept across revisions: those that are computed again when what they read is another, and those that
 * are given up then.
 */

import {
  ALWAYS,
  anyChanged,
  type Dependencies,
  maskOf,
  newDependencies,
  recordDependencies,
  recordRead,
  Tracked,
} from "../core/dependencies.ts";
import { NixError } from "../core/errors.ts";
import type { Machine } from "../core/machine.ts";
import { UnknownSignal } from "../core/signal.ts";

/**
 * A result that is kept for as long as what it read holds. On a machine that does not track it is kept for good. An
 * error is not kept: who asks again computes again.
 */
export class Memo<T> extends Tracked {
  readonly #compute: Maker<T>["compute"];
  readonly #same: Maker<T>["same"];
  #result: Result<T> | null = null;
  #reads: readonly Tracked[] = [];
  #verifiedAt = 0;
  #busy = false;

  /** `compute` is given the result before, whose parts may be used again. */
  constructor(compute: Maker<T>["compute"], same: Maker<T>["same"] = Object.is) {
    super();
    this.#compute = compute;
    this.#same = same;
  }

  get(machine: Machine): T {
    if (!machine.tracks) {
      this.#result ??= { value: this.#compute(machine, null) };
      return this.#result.value;
    }
    if (this.#busy) {
      // Asked for on the way to whether it holds: that is a recursion, and what it gives is kept nowhere.
      machine.invalidate();
      return this.#compute(machine, null);
    }
    try {
      const result = this.#current(machine);
      return result.value;
    } finally {
      recordRead(machine, this);
    }
  }

  /** What it was when it was last asked for, if that came to something. */
  peek(): T | null {
    return this.#result?.value ?? null;
  }

  /** Whether nobody has asked for it at many revisions. */
  isIdle(machine: Machine): boolean {
    return machine.revision - this.#verifiedAt > IDLE;
  }

  refresh(machine: Machine): void {
    if (this.#result === null || this.#busy) {
      this.changedAt = machine.revision;
      return;
    }
    const depth = machine.depth;
    try {
      this.#current(machine);
    } catch (problem) {
      // Whoever needs it computes it again, and meets the error where it belongs.
      if (!(problem instanceof NixError) && !(problem instanceof UnknownSignal)) throw problem;
      machine.depth = depth;
    }
  }

  #current(machine: Machine): Result<T> {
    const before = this.#result;
    if (before !== null && !this.#isStale(machine)) {
      this.#verifiedAt = machine.revision;
      return before;
    }
    const changedAt = this.changedAt;
    this.#result = null;
    this.changedAt = machine.revision;
    const dependencies = newDependencies();
    const value = this.#noting(machine, dependencies, before?.value ?? null);
    if (machine.isInterrupted) return { value };
    const kept = before !== null && this.#same(before.value, value);
    const result = kept ? before : { value };
    if (kept) this.changedAt = changedAt;
    this.#result = result;
    this.#verifiedAt = machine.revision;
    return result;
  }

  /** Computes; what was read counts also where it ends in an error. */
  #noting(machine: Machine, dependencies: Dependencies, before: T | null): T {
    try {
      return recordDependencies(machine, dependencies, () => this.#compute(machine, before));
    } finally {
      this.#reads = dependencies.reads;
      this.mask = maskOf(dependencies.reads);
    }
  }

  #isStale(machine: Machine): boolean {
    const since = this.#verifiedAt;
    if (since === machine.revision || (this.mask & machine.changesSince(since)) === 0) return false;
    this.#busy = true;
    machine.enter();
    try {
      const stale = anyChanged(machine, this.#reads, since);
      if (!stale) this.mask = maskOf(this.#reads);
      return stale;
    } finally {
      this.#busy = false;
      machine.leave();
    }
  }
}

const IDLE = 50;

/** Written as methods, so that a table may hold results of many types. */
interface Maker<T> {
  compute(machine: Machine, before: T | null): T;
  same(before: T, now: T): boolean;
}

interface Result<T> {
  readonly value: T;
}

/**
 * What is read once and for all, as long as a whole holds: the modules of an evaluation, their declarations. It is
 * never computed again; when something that it read is another, everything that belongs to it is thrown away.
 * Only who makes the whole notes it (`Evaluation.isUsed`): everything else belongs to it, and is thrown away with it.
 */
export class Foundation extends Tracked {
  readonly #isPinned: boolean;
  readonly #dependencies = newDependencies();
  #verifiedAt = 0;
  #busy = false;

  /** `isPinned`: it is kept for as long as the machine is, and rests on the machine's own foundation. */
  constructor(isPinned = false) {
    super();
    this.#isPinned = isPinned;
    this.mask = ALWAYS;
  }

  /** False once something it read became another. */
  holds(machine: Machine): boolean {
    this.refresh(machine);
    return this.changedAt === 0;
  }

  /** Runs `body` as a part of this. */
  within<T>(machine: Machine, body: () => T): T {
    if (!machine.tracks) return body();
    if (this.#isPinned) return machine.pinned(body);
    if (this.#verifiedAt === 0) this.#verifiedAt = machine.revision;
    return recordDependencies(machine, this.#dependencies, body);
  }

  refresh(machine: Machine): void {
    if (this.#verifiedAt === machine.revision || this.#busy) return;
    this.#busy = true;
    machine.enter();
    try {
      if (anyChanged(machine, this.#dependencies.reads, this.#verifiedAt)) this.changedAt = machine.revision;
      this.#verifiedAt = machine.revision;
    } finally {
      this.#busy = false;
      machine.leave();
    }
  }
}
