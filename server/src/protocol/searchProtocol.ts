/**
 * What the client asks the server for searching options: requests, their parameters and answers.
 * Invariant: no imports, as in `protocol.ts`.
 */

/** Client → server: the options that a query finds, the best first. */
export const searchOptionsMethod = "plasmacloud/searchOptions";
export interface SearchOptionsParams {
  readonly query: string;
}
export interface SearchOptionsResult {
  readonly options: readonly SearchedOption[];
  /** How many options are known. */
  readonly known: number;
}
export interface SearchedOption {
  /** `<name>` stands for any attribute, `*` for an element of a list. */
  readonly path: readonly string[];
  /** The path as the manual writes it. */
  readonly label: string;
  readonly type: string;
  /** Nix text, where it is known and fits into a line. */
  readonly default: string | null;
  /** The first sentence or so of what it is for, as text; `null`: no documentation is known. */
  readonly documentation: string | null;
}

/** Client → server: where an option is defined on hosts, and where in a file it would be. */
export const placeOptionMethod = "plasmacloud/placeOption";
export interface PlaceOptionParams {
  /** Without `<name>`, where it is to be put into a file. */
  readonly path: readonly string[];
  /** The file to put it into, which is open; `null`: none. */
  readonly uri: string | null;
  /** Where the cursor is in it: a file with several modules has several places. */
  readonly position: FilePosition | null;
}
export interface PlaceOptionResult {
  /** Where hosts have it from, each place once. */
  readonly definitions: readonly {
    readonly hosts: readonly string[];
    readonly uri: string;
    readonly range: FileRange;
  }[];
  /** `null`: the file has no certain place for it, or defines it already. */
  readonly insertion: {
    readonly range: FileRange;
    readonly newText: string;
    /** Where in `newText` the value stands. */
    readonly value: { readonly start: number; readonly end: number };
    /** The version of the document that this is for. */
    readonly version: number;
  } | null;
}
interface FilePosition {
  readonly line: number;
  readonly character: number;
}
interface FileRange {
  readonly start: FilePosition;
  readonly end: FilePosition;
}
