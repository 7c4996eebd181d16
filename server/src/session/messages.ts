/**
 * What passes between the main thread and the evaluator: plain data, so that it may cross to a worker.
 * Invariant: generations only rise; an answer for an old generation is dropped by whoever asked.
 */

import type { Uri } from "../base/uri.ts";
import type { Coverage, HostView, OptionNode } from "../modules/api.ts";
import type { PlacedFinding } from "../rules/support/rule.ts";

/** One step of the world as the main thread saw it. Absent parts did not change. */
export interface WorkspaceChange {
  readonly generation: number;
  /** Whether the user trusts the workspace. Until it is said, nobody does. */
  readonly trusted?: boolean;
  /** All workspace folders, as they are now. */
  readonly roots?: readonly Uri[];
  /** Files and folders that count even where git ignores them. */
  readonly named?: readonly Uri[];
  /** Opened or edited buffers with their text; `null` closes one. */
  readonly buffers?: readonly (readonly [Uri, string | null])[];
  /** Files and folders that changed on disk; `"all"` when nobody knows which. */
  readonly disk?: readonly Uri[] | "all";
}

/** The findings of one file: those that need no host, and those that hosts gave. */
export interface FileFindings {
  readonly own: readonly PlacedFinding[];
  readonly host: readonly PlacedFinding[];
}

/** Counts for `--stats` and the tests that say what an edit may cost. */
export interface AnalysisCounts {
  /** Hosts evaluated for this analysis; the others were taken over from before. */
  readonly hostsEvaluated: number;
  /** Values of the hosts' configurations that were computed for it. */
  readonly valuesComputed: number;
  readonly filesParsed: number;
  /** How often evaluation ran because files were wanted. */
  readonly passes: number;
}

/** Everything known of a workspace at one generation. */
export interface Analysis {
  readonly generation: number;
  /** The Nix files of the workspace folders and the open buffers. */
  readonly files: readonly Uri[];
  /** Files without findings are not listed. */
  readonly findings: ReadonlyMap<Uri, FileFindings>;
  readonly hosts: readonly HostView[];
  readonly options: OptionNode;
  /** The option sets in use, in words a user knows. */
  readonly optionSets: readonly string[];
  readonly coverage: Coverage;
  readonly counts: AnalysisCounts;
}

/** What changed from one analysis to the next; absent parts are as before. */
export interface AnalysisDelta {
  readonly generation: number;
  readonly files?: readonly Uri[];
  /** `null`: the file has no findings any more. */
  readonly findings: readonly (readonly [Uri, FileFindings | null])[];
  /** All hosts in order; one that did not change is only named by its label. */
  readonly hosts?: readonly (HostView | string)[];
  readonly options?: OptionNode;
  readonly optionSets?: readonly string[];
  readonly coverage?: Coverage;
  readonly counts: AnalysisCounts;
}
