/**
 * What a computation read, so that an edit computes again only what it reaches. A machine that tracks notes every read
 * of something that may be another at a later revision; whether a result still holds is asked of what it read, in the
 * order in which it was read, and stops at the first that is another. What is computed again and comes out the same
 * stays as old as it was, and ends the search there.
 * Invariants: revisions only rise, over all sessions of the process; inputs change between passes only; what an
 * interruption or an endless recursion touched is never taken over (`Machine.invalidate`).
 */
import type { Machine } from "./machine.ts";

/** How many marks there are: as many as a small integer holds. */
const MARKS = 30;
const EVERY_MARK = 2 ** MARKS - 1;
/** The mark of what has to be asked at every revision, because it goes on reading after others have noted it. */
export const ALWAYS = 2 ** MARKS;
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
  /** The dependencies that noted it last, so that one reader notes it once; 0: nobody ever did. */
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
export interface Dependencies {
  readonly id: number;
  readonly reads: Tracked[];
}

let lastRevision = 0;
let lastDependencies = 0;

/** A revision later than all before. */
export function nextRevision(): number {
  return ++lastRevision;
}

export function newDependencies(reads: Tracked[] = []): Dependencies {
  return { id: ++lastDependencies, reads };
}

/** Notes a read for whatever is being computed. */
export function recordRead(machine: Machine, tracked: Tracked): void {
  const { dependencies } = machine;
  if (dependencies === null || tracked.notedBy === dependencies.id) return;
  tracked.notedBy = dependencies.id;
  dependencies.reads.push(tracked);
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

/** Runs `body` with its reads noted in `dependencies` (`null`: nowhere) instead of where they would be. */
export function recordDependencies<T>(machine: Machine, dependencies: Dependencies | null, body: () => T): T {
  const outer = machine.dependencies;
  machine.dependencies = dependencies;
  try {
    return body();
  } finally {
    machine.dependencies = outer;
  }
}
