/** Problems that the module system finds on a host, as plain descriptions that rules read. */
import type { NixErrorKind } from "../../eval/core/errors.ts";
import type { Origin, Value } from "../../eval/core/value.ts";
import type { Declaration, Definition, ModuleInfo } from "./hostEvaluation.ts";
import type { OptionPath, TypeInfo } from "./view.ts";

export type ModuleProblem =
  | UnknownOptionProblem
  | TypeMismatchProblem
  | ConflictProblem
  | ReadOnlyProblem
  | RenamedProblem
  | RemovedProblem
  | MissingValueProblem
  | FailedProblem;

/** A definition that no declaration allows, under a parent that is fully known. */
export interface UnknownOptionProblem {
  readonly kind: "unknownOption";
  readonly definition: Definition;
  /** The path up to and with the first wrong name. */
  readonly path: OptionPath;
  /** The node of the first wrong name. */
  readonly nameNode: Origin;
  /** The names that are declared beside it. */
  readonly siblings: readonly string[];
}

/** A value that the declared type rejects. */
export interface TypeMismatchProblem {
  readonly kind: "typeMismatch";
  /** The option. */
  readonly path: OptionPath;
  /** Further names and list positions (from 0) inside the option's value, where the wrong part is. */
  readonly part: readonly (string | number)[];
  readonly definition: Definition;
  readonly value: Value;
  /** The type that rejects that part. */
  readonly expected: TypeInfo;
}

/** Definitions of one strength that the type cannot merge. */
export interface ConflictProblem {
  readonly kind: "conflict";
  readonly path: OptionPath;
  readonly part: readonly (string | number)[];
  /** At least two. */
  readonly definitions: readonly Definition[];
  readonly message: string;
}

export interface ReadOnlyProblem {
  readonly kind: "readOnly";
  readonly path: OptionPath;
  readonly definitions: readonly Definition[];
}

/** A definition of an option that was renamed, merged or changed into another. */
export interface RenamedProblem {
  readonly kind: "renamed";
  readonly path: OptionPath;
  readonly to: OptionPath;
  /** False: the value has another form there, so a fix cannot only rename. */
  readonly sameValue: boolean;
  readonly definition: Definition;
}

export interface RemovedProblem {
  readonly kind: "removed";
  readonly path: OptionPath;
  readonly instructions: string;
  readonly definition: Definition;
}

/** An option that was read and that nothing defines. Only `Outcome`s carry it. */
export interface MissingValueProblem {
  readonly kind: "missingValue";
  readonly path: OptionPath;
  readonly declarations: readonly Declaration[];
}

/** Real Nix fails here too: `throw`, a missing attribute, a module that is none, a declaration twice. */
export interface FailedProblem {
  readonly kind: "failed";
  /** What was being computed, where that is an option. */
  readonly path: OptionPath | null;
  readonly error: NixErrorKind;
  readonly message: string;
  readonly origin: Origin;
  /** The definition whose evaluation failed, or the module. */
  readonly definition: Definition | null;
  readonly module: ModuleInfo | null;
}
