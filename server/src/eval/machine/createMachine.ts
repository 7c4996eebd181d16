/** Making a machine: one evaluation over one snapshot. */
import type { Snapshot } from "../../base/snapshot.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Limits, Machine } from "../core/machine.ts";
import type { Origin, Thunk } from "../core/value.ts";
import type { FileTracker } from "../incremental/fileTracker.ts";
import { Engine } from "./evaluationMachine.ts";

export interface MachineOptions {
  readonly snapshot: Snapshot;
  /** Parses a file's text. Who keeps parsed files answers from there: equal text must give the same `root` object. */
  readonly parse: (uri: string, text: string) => ParsedFile;
  readonly limits?: Partial<Limits>;
  readonly searchPath?: ReadonlyMap<string, Thunk>;
  /** Values that stand for files, by URI. */
  readonly natives?: ReadonlyMap<string, Thunk>;
  /** True: refuse files as a whole where Nix does (they do not parse, a name is undefined, an attribute is defined twice). */
  readonly refuseFaulty?: boolean;
  /** Told of every file that is there, that evaluation wants to import, and that is not read; by which code. */
  readonly givenUp?: (uri: string, at: Origin) => void;
  /** Asked now and then; true ends the evaluation with `Interruption("cancelled")`. */
  readonly cancelled?: () => boolean;
  /** The machine of the snapshot before: values of files that nothing touched since are taken over from it. */
  readonly previous?: Machine | null;
  /** Not `null`: the machine tracks, and is kept across revisions. */
  readonly tracker?: FileTracker | null;
}

/** A machine that is kept across revisions. */
export interface TrackingMachine extends Machine {
  /** Begins a pass at the tracker's revision, with fuel as for a new machine. */
  begin(): void;
  /** False: nothing that was computed on it may be used at a later revision. */
  holds(): boolean;
}

/**
 * For a stack of 1 MB, as the main thread has: a level takes up to 1 KB of it, and half is left for the parser. A worker
 * with `stackSizeMb: 64` can give a depth of 40,000.
 */
export const DEFAULT_LIMITS: Limits = {
  fuel: 20_000_000,
  fuelPerFile: 0,
  depth: 800,
  stringLength: 8_000_000,
  listLength: 4_000_000,
};

export function createMachine(options: MachineOptions): TrackingMachine {
  return new Engine({
    snapshot: options.snapshot,
    parse: options.parse,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    searchPath: options.searchPath ?? new Map(),
    natives: options.natives ?? new Map(),
    refuseFaulty: options.refuseFaulty ?? false,
    givenUp: options.givenUp ?? (() => {}),
    cancelled: options.cancelled ?? (() => false),
    previous: options.previous instanceof Engine ? options.previous : null,
    tracker: options.tracker ?? null,
  });
}
