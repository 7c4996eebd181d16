/**
 * One evaluation in progress: its limits, its snapshot, and what natives may ask of the evaluator.
 * The context parameter of everything in `eval` and `modules`.
 */
import type { Snapshot } from "../base/snapshot.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { Origin, Thunk, Value } from "./value.ts";

export interface Machine {
  readonly snapshot: Snapshot;
  /** The parsed file, or `null` when it is not loaded (then it is wanted), absent or no text. */
  parsed(uri: string): ParsedFile | null;
  /** `import uri`, once for each machine. Never throws for a missing file that is only not loaded: that is an unknown. */
  importFile(uri: string, at: Origin): Value;
  /** Applies any callable value: a function, or a set with `__functor`. */
  apply(callee: Value, argument: Thunk, at: Origin): Value;
  /** Counts one step against the fuel; throws `Interruption`. Natives call it in every loop. */
  step(): void;
  /** Runs `body` one level deeper; throws `Interruption("tooDeep")` at the limit. */
  deeper<T>(body: () => T): T;
  /** What `<name>` and `builtins.storePath`-like natives cannot know is asked here: `<nixpkgs>`, flake inputs. */
  readonly searchPath: ReadonlyMap<string, Thunk>;
}
