/**
 * One evaluation in progress: its limits, its snapshot, and what natives may ask of the evaluator.
 * The context parameter of everything in `eval` and `modules`. Made by `createMachine` (createMachine.ts).
 */
import type { Location } from "../../base/range.ts";
import type { Asked } from "../../base/reading.ts";
import type { FileEntry, FolderAnswer, Snapshot } from "../../base/snapshot.ts";
import type { Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Dependencies } from "./dependencies.ts";
import type { Origin, Thunk, Value } from "./value.ts";

/** Where an evaluation stops and its result becomes unknown. */
export interface Limits {
  /** Steps: one for each call, forced thunk and turn of a native's loop. */
  readonly fuel: number;
  /** How many steps more each file gives that the machine imports, whoever evaluated it. There are only so many files. */
  readonly fuelPerFile: number;
  /** Nested calls and forced thunks. The JavaScript stack running out means the same. */
  readonly depth: number;
  /** UTF-16 units of one string. */
  readonly stringLength: number;
  /** Elements of one list. */
  readonly listLength: number;
}

/** What an evaluation has cost so far. Only grows. */
export interface Counters {
  steps: number;
  /** Thunks that were computed, not merely read again. */
  forced: number;
  /** Files whose root expression was evaluated, not taken over from an earlier machine. */
  files: number;
}

export interface Machine {
  readonly snapshot: Snapshot;
  readonly limits: Limits;
  readonly counters: Counters;
  /** How deep the evaluation is now. Who catches an exception sets it back to what it was (`evaluate` does). */
  depth: number;
  /** Whether it notes what computations read, so that they can be brought up to a later revision. */
  readonly tracks: boolean;
  /** The revision that everything is brought up to. */
  readonly revision: number;
  /** What became another after a revision (`Tracked.mask`). */
  changesSince(revision: number): number;
  /** Where what is computed now notes its reads; `null`: nowhere. */
  dependencies: Dependencies | null;
  /** True from the moment at which the pass was stopped: what is computed from then on may be cut short. */
  readonly isInterrupted: boolean;
  /** Says that what was computed on the way is not to be taken over to a later revision. */
  invalidate(): void;
  /**
   * Runs `body` as something that is kept for as long as the machine is: when what it read is another,
   * `foundationHolds` says so.
   */
  pinned<T>(body: () => T): T;
  /**
   * `snapshot.file`, remembered as read by the file of `at`, so that a later machine knows what still holds. Who says not
   * who asks may read the workspace only.
   */
  file(uri: string, at: Origin, asked?: Asked): FileEntry | null;
  /** `snapshot.folder`, remembered likewise. */
  folder(uri: string, at: Origin, asked?: Asked): FolderAnswer | null;
  /** Says that the code at `at` wanted this file, which is there and was not read: what follows from it is unknown. */
  giveUp(uri: string, at: Origin): void;
  /** Limits that ended something on this machine. */
  readonly limitsReached: ReadonlySet<"outOfFuel" | "tooDeep">;
  /** The parsed file, or `null` when it is not loaded (then it is wanted), absent or no text. */
  parsed(uri: string): ParsedFile | null;
  /**
   * `import uri` (of a folder: its default.nix), once for each machine. A file that is not loaded is an unknown; one
   * that is absent throws `NixError("missingFile")`. Whoever asks on behalf of code passes its node as `at`: what a
   * file's values depend on is kept by it. `null` means that nothing in a file will hold the result.
   */
  importFile(uri: string, at: Origin, asked?: Asked): Value;
  /** `builtins.scopedImport scope uri`. */
  importScoped(scope: ReadonlyMap<string, Thunk>, uri: string, at: Origin, asked?: Asked): Value;
  /** Applies any callable value: a function, or a set with `__functor`. */
  apply(callee: Value, argument: Thunk, at: Origin): Value;
  /** Counts one step against the fuel; throws `Interruption`. Natives call it in every loop. */
  step(): void;
  /** One level deeper, with a step; throws `Interruption`. Pair with `leave`, which needs no `finally`. */
  enter(): void;
  leave(): void;
  /** Runs `body` one level deeper; throws `Interruption("tooDeep")` at the limit. */
  deeper<T>(body: () => T): T;
  /** Where a node stands now, or `null` when its file is not at hand. Remembered as read by the file of `at`. */
  locate(node: Node, at: Origin): Location | null;
  /** `<nixpkgs>` and `<nixpkgs/lib>` are asked here, longest name first; what is not there is unknown. */
  readonly searchPath: ReadonlyMap<string, Thunk>;
  /** Values that stand for files by URI, so that `import <nixpkgs/lib>` can give a native value. */
  readonly natives: ReadonlyMap<string, Thunk>;
}
