/**
 * What Nix logs with `--log-format internal-json`, as plain data (`src/libutil/logging.cc` of Nix). The manual calls the
 * records relatively stable: what is not known here stays a line of text, and is never lost.
 */

/** A message of Nix: an error, a warning, or news. */
export interface NixMessage {
  /** 0 error, 1 warning, 2 notice, 3 information, and on to 7, whatever is worth a debugger's while. */
  readonly level: number;
  /** What it says, without terminal sequences; an error's has no `error:` before it where Nix gives it apart. */
  readonly text: string;
  /** As Nix names it: a path, a path in the store, `«string»`; null without a position. */
  readonly file: string | null;
  /** Counted from 1. */
  readonly line: number | null;
  /** Counted from 1. */
  readonly column: number | null;
  /** Innermost first. Nix gives it with `--show-trace` only. */
  readonly trace: readonly RecordFrame[];
}

export interface RecordFrame {
  readonly text: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** The kinds of activities, by Nix's numbers. */
export const activityNames: ReadonlyMap<number, ActivityName> = new Map([
  [0, "other"],
  [100, "copyPath"],
  [101, "fileTransfer"],
  [102, "realise"],
  [103, "copyPaths"],
  [104, "builds"],
  [105, "build"],
  [106, "optimiseStore"],
  [107, "verifyPaths"],
  [108, "substitute"],
  [109, "queryPathInfo"],
  [110, "postBuildHook"],
  [111, "buildWaiting"],
  [112, "fetchTree"],
  [113, "fetchToStore"],
]);

export type ActivityName =
  | "other"
  | "copyPath"
  | "fileTransfer"
  | "realise"
  | "copyPaths"
  | "builds"
  | "build"
  | "optimiseStore"
  | "verifyPaths"
  | "substitute"
  | "queryPathInfo"
  | "postBuildHook"
  | "buildWaiting"
  | "fetchTree"
  | "fetchToStore";

/** An activity's number: text, since Nix's are larger than a number here holds exactly. */
export type ActivityId = string;

export type NixRecord =
  /** A line that is no record: of a wrapper, of an older Nix, or a record that is not known here, as it came. */
  | { readonly kind: "line"; readonly text: string }
  /** `shown` is the text for a terminal, coloured by Nix, perhaps of several lines; its sequences are not yet checked. */
  | { readonly kind: "message"; readonly message: NixMessage; readonly shown: string }
  | {
      readonly kind: "start";
      readonly id: ActivityId;
      readonly parent: ActivityId;
      readonly level: number;
      readonly activity: ActivityName;
      readonly text: string;
      /** What belongs to the activity; of a build the derivation's path comes first, of a transfer the address. */
      readonly fields: readonly (string | number)[];
    }
  | { readonly kind: "stop"; readonly id: ActivityId }
  /** A line that a build, or a hook after one, has printed. */
  | { readonly kind: "buildLine"; readonly id: ActivityId; readonly text: string }
  | { readonly kind: "phase"; readonly id: ActivityId; readonly phase: string }
  | {
      readonly kind: "progress";
      readonly id: ActivityId;
      readonly done: number;
      readonly expected: number;
      readonly running: number;
      readonly failed: number;
    }
  /** How much of a kind an activity expects in all: builds by number, transfers by bytes. */
  | { readonly kind: "expected"; readonly id: ActivityId; readonly activity: ActivityName; readonly amount: number }
  | { readonly kind: "fetchStatus"; readonly id: ActivityId; readonly text: string }
  /** A result that says nothing to a user: a link made, a path that is not trusted or corrupted. */
  | { readonly kind: "result"; readonly id: ActivityId; readonly type: number };
