/**
 * What is wanted at a place in a text that may be half typed. Made by `cursorContext.ts`, read by completion and its kin.
 * Invariant: plain data and nodes of `file`, which is the text as it would parse if the word at the cursor were
 * there; all ranges are in offsets of the real text.
 */
import type { Range } from "../../base/range.ts";
import type { ScopeNode } from "../scopes/scope.ts";
import type { Expression, Lambda } from "../tree/ast.ts";
import type { ParsedFile } from "../tree/parsedFile.ts";

export interface CursorContext {
  readonly wanted: Wanted;
  /** The word under the cursor, from its first unit to its last: what an accepted proposal replaces. May be empty. */
  readonly replaced: Range;
  /** The part of that word before the cursor, decoded: `ch` in `services.ch|ainfire`. */
  readonly prefix: string;
  /** What brings names into scope here, innermost first. A `rec` set is an `AttrSet`. */
  readonly scopes: readonly ScopeNode[];
  /** The mended tree. Its `rangeOf` answers in the real text's offsets. */
  readonly file: ParsedFile;
}

export type Wanted =
  | WantedAttrName
  | WantedValue
  | WantedSelect
  | WantedFormal
  | WantedInherit
  | WantedString
  | WantedPath;

/**
 * Where a definition stands: decoded names from `root` on. `*` stands for a list element, `<name>` for a name that is
 * computed. Calls such as `mkIf c`, `mkMerge [ … ]`, `optionalAttrs c`, and `with`, `if`, `assert`, `let … in`, lambda
 * bodies and both sides of `//` and `++` are seen through.
 */
export interface DefinitionPath {
  readonly root: PathRoot;
  readonly names: readonly string[];
}

export type PathRoot =
  /** The value of the whole file: a module, a flake, or any other Nix file. */
  | { readonly kind: "file" }
  /** The bindings of a `let`. */
  | { readonly kind: "let" }
  /** The argument of a call that is not seen through: `lib.nixosSystem { … }`, `mkOption { … }`, `f [ … ]`. */
  | { readonly kind: "argument"; readonly function: Expression | null }
  /** Anywhere else: an operand, a condition, a default of a formal, inside an interpolation. */
  | { readonly kind: "expression" };

/** A name on the left of `=`: `{ services.|`, `{ |`, `let |`. */
export interface WantedAttrName {
  readonly kind: "attrName";
  /** The names before the cursor, all enclosing bindings included, without the word at the cursor. */
  readonly path: DefinitionPath;
  /** The names before the cursor in the same attribute path: `["services"]` in `{ services.|`. */
  readonly leading: readonly string[];
  /** What the same set already defines right below `path`, other than at the cursor: candidates to leave out. */
  readonly defined: readonly string[];
  /** True when an `=` already follows, so that only the name is wanted. */
  readonly hasValue: boolean;
  /** True when the cursor is inside quotes: `{ services."|"`. */
  readonly quoted: boolean;
}

/** An expression begins here, and the word is a variable or nothing yet: `a = |`, `[ | ]`, `f |`, `${|}`. */
export interface WantedValue {
  readonly kind: "value";
  /** The binding whose value this is; `root` says `expression` when this is only a part of one. */
  readonly path: DefinitionPath;
  /** True inside `${…}` of a string or a path. */
  readonly interpolation: boolean;
}

/** `target.a.|`: an attribute of an expression. */
export interface WantedSelect {
  readonly kind: "select";
  readonly target: Expression;
  /** The names between the target and the cursor. `null` where one is computed. */
  readonly names: readonly (string | null)[];
  /** As in `WantedValue`: what the whole expression is the value of. */
  readonly path: DefinitionPath;
}

/** A name in `{ a, | }:`. */
export interface WantedFormal {
  readonly kind: "formal";
  readonly defined: readonly string[];
  readonly lambda: Lambda;
}

/** A name in `inherit |;` or `inherit (from) |;`. */
export interface WantedInherit {
  readonly kind: "inherit";
  /** `null`: from the enclosing scopes. */
  readonly from: Expression | null;
  readonly defined: readonly string[];
  readonly path: DefinitionPath;
}

/** Inside a `"…"` that holds no interpolation: enum members live here. `replaced` is the text between the quotes. */
export interface WantedString {
  readonly kind: "string";
  readonly path: DefinitionPath;
}

/** Inside a path literal: `./mod|`. `replaced` is the part after the last `/`. */
export interface WantedPath {
  readonly kind: "path";
  /** The text up to and including the last `/` before the cursor: `./modules/`. */
  readonly folder: string;
  readonly path: DefinitionPath;
}
