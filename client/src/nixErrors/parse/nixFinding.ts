/**
 * What Nix said, as plain data: one finding for each error and warning, whatever form its output had.
 * Invariants: lines and columns count from one and columns count bytes, as Nix counts them; files are as Nix wrote
 * them, to be understood by `nixFile.ts` alone; texts are Nix's own, without colours.
 */

/** What a finding is about, as far as its words say; `evaluation` for everything that has no kind of its own. */
export type NixKind =
  | "syntax"
  | "duplicate-attribute"
  | "undefined-name"
  | "missing-file"
  | "evaluation"
  | "unknown-option"
  | "type-mismatch"
  | "conflicting-definitions"
  | "read-only-option"
  /** Renamed, changed or removed. */
  | "deprecated-option"
  /** An option that is read and that nothing defines. */
  | "undefined-option"
  /** An argument that a module asks for and nobody gives. */
  | "module-argument"
  | "failed-assertion"
  | "module-warning"
  | "build"
  /** A build that was not begun because others failed. */
  | "build-dependency"
  /** A switch that left units failed. */
  | "activation"
  /** Nix's word about itself: a dirty tree, a cache that cannot be reached. */
  | "tool";

/** A place that Nix named, and what it was doing there. */
export interface NixFrame {
  readonly file: string;
  readonly line: number;
  /** `null`: only the line is known. */
  readonly column: number | null;
  /** The text of the line, where Nix showed it. */
  readonly excerpt: string | null;
  /** What stands above the place: `while calling 'f'`; empty for the error's own place. */
  readonly what: string;
}

/** A definition that a module error names: a file, never a line. */
export interface NixDefinition {
  readonly file: string;
  /** The value as printed, on one line; empty where none is. */
  readonly value: string;
}

/** An option and one of the files that define it. */
export interface NixContext {
  readonly file: string;
  readonly option: readonly string[];
}

export interface NixFinding {
  readonly severity: "error" | "warning";
  readonly kind: NixKind;
  /** The error itself, not what was being evaluated meanwhile; "Did you mean" stands on a line of its own. */
  readonly message: string;
  /** The deepest first. */
  readonly frames: readonly NixFrame[];
  /** The option that it is about, decoded. */
  readonly option: readonly string[] | null;
  readonly definitions: readonly NixDefinition[];
  /** Options that the words of an assertion or a warning mention, decoded, in the order of the text. */
  readonly mentions: readonly (readonly string[])[];
  /** The definition that was being evaluated, where the trace names it. */
  readonly within: NixContext | null;
  /** What is not there, or not given to a module; what failed to build; units that failed. */
  readonly subjects: readonly string[];
  /** The file of the module that asks for an argument which nobody gives. */
  readonly askedIn: string | null;
  /** The last lines of a build. */
  readonly log: readonly string[];
  /** Who said it, where a tool speaks for several hosts. */
  readonly host: string | null;
}
