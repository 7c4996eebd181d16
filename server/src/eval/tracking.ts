/**
 * What a computation read, so that an edit computes again only what it reaches. A machine that tracks notes every read
 * of something that may be another at a later revision; whether a result still holds is asked of what it read, in the
 * order in which it was read, and stops at the first that is another. What is computed again and comes out the same
 * stays as old as it was, and ends the search there.
 * Invariants: revisions only rise, over all sessions of the process; inputs change between passes only; what an
 * interruption or an endless recursion touched is never taken over (`Machine.spoiled`).
 */
import { NixError } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { UnknownSignal } from "./signal.ts";

/** How many marks there are: as many as a small integer holds. */
const MARKS = 30;
const EVERY_MARK = 2 ** MARKS - 1;
/** The mark of what has to be asked at every revision, because it goes on reading after others have noted it. */
const ALWAYS = 2 ** MARKS;
let lastMark = 0;

/** A mark for something that changes by itself. Many share one: a mark only ever says what is certainly no other. */
export function newMark(): number {
  lastMark = (lastMark + 1) % MARKS;
  return 1 << lastMark;
}

/** What may be another at a later revision. */
export abstract class Tracked {
  /** The marks of everything that it comes from: while none of these became another, it did not. */
  mask = 0;
  /** The revision at which it last became another. */
  changedAt = 0;
  /** The trail that noted it last, so that one reader notes it once; 0: nobody ever did. */
  notedBy = 0;
  /** Brings it up to the machine's revision. Notes nothing; throws `Interruption` only. */
  abstract refresh(machine: Machine): void;
}

/** What comes from outside: it is another when somebody says so. */
export class Input extends Tracked {
  constructor(mark = newMark()) {
    super();
    this.mask = mark;
  }

  refresh(): void {}
}

/** What became another at which revision. */
export class Changes {
  readonly #steps: { readonly revision: number; readonly mask: number }[] = [];

  /** Says what became another at a revision, the newest so far. */
  add(revision: number, mask: number): void {
    this.#steps.push({ revision, mask });
    if (this.#steps.length > LONGEST_MEMORY) this.#steps.shift();
  }

  /** The marks of all that may have become another after an earlier revision. */
  since(revision: number): number {
    const [oldest] = this.#steps;
    if (oldest !== undefined && oldest.revision > revision + 1 && this.#steps.length === LONGEST_MEMORY)
      return EVERY_MARK | ALWAYS;
    let mask = ALWAYS;
    for (let index = this.#steps.length - 1; index >= 0; index--) {
      const step = this.#steps[index];
      if (step === undefined || step.revision <= revision) break;
      mask |= step.mask;
    }
    return mask;
  }
}

const LONGEST_MEMORY = 200;

/** The reads of one computation. */
export interface Trail {
  readonly id: number;
  readonly reads: Tracked[];
}

let lastRevision = 0;
let lastTrail = 0;

/** A revision later than all before. */
export function nextRevision(): number {
  return ++lastRevision;
}

export function newTrail(reads: Tracked[] = []): Trail {
  return { id: ++lastTrail, reads };
}

/** Notes a read for whatever is being computed. */
export function note(machine: Machine, tracked: Tracked): void {
  const { trail } = machine;
  if (trail === null || tracked.notedBy === trail.id) return;
  tracked.notedBy = trail.id;
  trail.reads.push(tracked);
}

/** The marks of all of these. */
export function maskOf(reads: readonly Tracked[]): number {
  let mask = 0;
  for (const read of reads) mask |= read.mask;
  return mask;
}

/** Whether something among these reads became another after a revision. */
export function anyChanged(machine: Machine, reads: readonly Tracked[], since: number): boolean {
  // The list may grow while it is looked at: what is added is of this revision.
  for (let index = 0; index < reads.length; index++) {
    const read = reads[index];
    if (read === undefined) break;
    read.refresh(machine);
    if (read.changedAt > since) return true;
  }
  return false;
}

/** Runs `body` with its reads noted in `trail` (`null`: nowhere) instead of where they would be. */
export function withTrail<T>(machine: Machine, trail: Trail | null, body: () => T): T {
  const outer = machine.trail;
  machine.trail = trail;
  try {
    return body();
  } finally {
    machine.trail = outer;
  }
}

/**
 * A result that is kept for as long as what it read holds. On a machine that does not track it is kept for good. An
 * error is not kept: who asks again computes again.
 */
export class Kept<T> extends Tracked {
  readonly #compute: (machine: Machine) => T;
  readonly #same: Sameness<T>["same"];
  #result: Result<T> | null = null;
  #reads: readonly Tracked[] = [];
  #verifiedAt = 0;
  #busy = false;

  constructor(compute: (machine: Machine) => T, same: Sameness<T>["same"] = Object.is) {
    super();
    this.#compute = compute;
    this.#same = same;
  }

  get(machine: Machine): T {
    if (!machine.tracks) {
      this.#result ??= { value: this.#compute(machine) };
      return this.#result.value;
    }
    if (this.#busy) {
      // Asked for on the way to whether it holds: that is a recursion, and what it gives is kept nowhere.
      machine.spoil();
      return this.#compute(machine);
    }
    try {
      const result = this.#current(machine);
      return result.value;
    } finally {
      note(machine, this);
    }
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
    const trail = newTrail();
    const value = this.#noting(machine, trail);
    if (machine.isInterrupted) return { value };
    const kept = before !== null && this.#same(before.value, value);
    const result = kept ? before : { value };
    if (kept) this.changedAt = changedAt;
    this.#result = result;
    this.#verifiedAt = machine.revision;
    return result;
  }

  /** Computes; what was read counts also where it ends in an error. */
  #noting(machine: Machine, trail: Trail): T {
    try {
      return withTrail(machine, trail, () => this.#compute(machine));
    } finally {
      this.#reads = trail.reads;
      this.mask = maskOf(trail.reads);
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

/** Written as a method, so that a table may hold results of many types. */
interface Sameness<T> {
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
  readonly #trail = newTrail();
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
    return withTrail(machine, this.#trail, body);
  }

  refresh(machine: Machine): void {
    if (this.#verifiedAt === machine.revision || this.#busy) return;
    this.#busy = true;
    machine.enter();
    try {
      if (anyChanged(machine, this.#trail.reads, this.#verifiedAt)) this.changedAt = machine.revision;
      this.#verifiedAt = machine.revision;
    } finally {
      this.#busy = false;
      machine.leave();
    }
  }
}
