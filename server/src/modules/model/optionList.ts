/** A list of NixOS's options as the module system reads it, and what such a list says against a host. */
import type { TypeMismatchProblem, UnknownOptionProblem } from "./moduleProblem.ts";
import type { TypeInfo } from "./view.ts";

/** A place in a list of options: an option, or a name that leads to some; 0 is the root. */
export type ListedNode = number;

/** A list of options as it is read here. */
export interface OptionList {
  child(node: ListedNode, name: string): ListedNode | null;
  children(node: ListedNode): Iterable<ListedNode>;
  hasChildren(node: ListedNode): boolean;
  name(node: ListedNode): string;
  isOption(node: ListedNode): boolean;
  /** `null`: it is no option, or its type is not known. */
  type(node: ListedNode): TypeInfo | null;
  isHidden(node: ListedNode): boolean;
  isInBoth(node: ListedNode): boolean;
  isConfirmed(node: ListedNode): boolean | null;
}

export interface ListedUnknown {
  readonly problem: UnknownOptionProblem;
  /** Whether all that is below the parent is known: no name of the user's own is above it, and both looks have it. */
  readonly isParentSure: boolean;
  /** Where the very name stands one level further down; empty where it does nowhere, or in too many places. */
  readonly deeper: readonly (readonly [string, string])[];
}

export interface ListedMismatch {
  readonly problem: TypeMismatchProblem;
  /** Whether the list is sure of the type; `null`: it does not say. */
  readonly isConfirmed: boolean | null;
}

export interface ListedProblems {
  readonly unknown: readonly ListedUnknown[];
  readonly mismatches: readonly ListedMismatch[];
}
