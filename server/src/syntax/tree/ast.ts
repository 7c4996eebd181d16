/**
 * The Nix syntax tree that every later layer reads: plain, immutable, without tree-sitter.
 * Invariants: a part that is missing in the text is `null`; ranges are relative to the start of the node's anchor, so
 * an edit elsewhere changes nothing in a node, and a node that an edit did not touch stays the same object.
 */

/**
 * A stretch of text that moves as one: the file, or one binding. Where it stands now only its `ParsedFile` knows
 * (`ParsedFile.rangeOf`).
 */
export interface Anchor {
  readonly uri: string;
  /** The bindings right inside, with the offset of each from this anchor's start. */
  readonly children: readonly { readonly anchor: Anchor; readonly offset: number }[];
}

interface NodeBase {
  readonly anchor: Anchor;
  /** UTF-16 offsets from the start of the anchor. */
  readonly start: number;
  readonly end: number;
}

export type Node = Expression | Binding | AttrName | InheritName | Formal | Formals | Identifier;

export type Expression =
  | Variable
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | PathLiteral
  | SearchPath
  | AttrSet
  | List
  | Select
  | HasAttr
  | Apply
  | Lambda
  | Let
  | If
  | Assert
  | With
  | Unary
  | Binary;

/** A name where an expression stands: `pkgs`. `true`, `null`, `builtins` are variables too, as in Nix. */
export interface Variable extends NodeBase {
  readonly kind: "variable";
  readonly name: string;
}

export interface IntegerLiteral extends NodeBase {
  readonly kind: "integer";
  /** `null`: more than 64 bits, which Nix refuses. */
  readonly value: bigint | null;
}

export interface FloatLiteral extends NodeBase {
  readonly kind: "float";
  readonly value: number;
}

/** Text after escapes and the stripping of indentation, or an interpolated expression (`null`: `${}`). */
export type StringPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "interpolation"; readonly expression: Expression | null };

/** `"…"`, `''…''`, or a bare URL (`quote: "none"`). */
export interface StringLiteral extends NodeBase {
  readonly kind: "string";
  readonly quote: "double" | "indented" | "none";
  readonly parts: readonly StringPart[];
}

/** `./x.nix`, `/etc/x`, `~/x`, `./${name}.nix`; the first part is always text and says which. */
export interface PathLiteral extends NodeBase {
  readonly kind: "path";
  readonly parts: readonly StringPart[];
}

/** `<nixpkgs/lib>`; `path` is what stands between the brackets. */
export interface SearchPath extends NodeBase {
  readonly kind: "searchPath";
  readonly path: string;
}

export interface AttrSet extends NodeBase {
  readonly kind: "attrSet";
  readonly recursive: boolean;
  readonly bindings: readonly Binding[];
}

export interface List extends NodeBase {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

/** `target.a.b or fallback`; while typing `target.` the path is empty. */
export interface Select extends NodeBase {
  readonly kind: "select";
  readonly target: Expression | null;
  readonly path: readonly AttrName[];
  readonly fallback: Expression | null;
}

/** `target ? a.b` */
export interface HasAttr extends NodeBase {
  readonly kind: "hasAttr";
  readonly target: Expression | null;
  readonly path: readonly AttrName[];
}

export interface Apply extends NodeBase {
  readonly kind: "apply";
  readonly function: Expression | null;
  readonly argument: Expression | null;
}

/** `name: body`, `{ a, b ? 1, ... }@name: body`, `name@{ … }: body`. */
export interface Lambda extends NodeBase {
  readonly kind: "lambda";
  readonly name: Identifier | null;
  readonly formals: Formals | null;
  readonly body: Expression | null;
}

export interface Formals extends NodeBase {
  readonly kind: "formals";
  readonly formals: readonly Formal[];
  readonly ellipsis: boolean;
}

export interface Formal extends NodeBase {
  readonly kind: "formal";
  readonly name: Identifier;
  readonly fallback: Expression | null;
}

export interface Identifier extends NodeBase {
  readonly kind: "identifier";
  readonly name: string;
}

/** `let … in body`; the old `let { …; body = …; }` is lowered to `legacy: true` with `body: null`. */
export interface Let extends NodeBase {
  readonly kind: "let";
  readonly legacy: boolean;
  readonly bindings: readonly Binding[];
  readonly body: Expression | null;
}

export interface If extends NodeBase {
  readonly kind: "if";
  readonly condition: Expression | null;
  readonly consequence: Expression | null;
  readonly alternative: Expression | null;
}

export interface Assert extends NodeBase {
  readonly kind: "assert";
  readonly condition: Expression | null;
  readonly body: Expression | null;
}

export interface With extends NodeBase {
  readonly kind: "with";
  readonly environment: Expression | null;
  readonly body: Expression | null;
}

export interface Unary extends NodeBase {
  readonly kind: "unary";
  readonly operator: "!" | "-";
  readonly operand: Expression | null;
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "++"
  | "//"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||"
  | "->"
  | "|>"
  | "<|";

export interface Binary extends NodeBase {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression | null;
  readonly right: Expression | null;
}

export type Binding = ValueBinding | Inherit;

/** `a.b."c" = value;`. Its anchor is the anchor it *makes*: the binding starts at offset 0 of it. */
export interface ValueBinding extends NodeBase {
  readonly kind: "binding";
  readonly path: readonly AttrName[];
  readonly value: Expression | null;
}

/** `inherit a b;` or `inherit (from) a b;`; `from` is `undefined` where no parentheses stand, `null` where they are empty. */
export interface Inherit extends NodeBase {
  readonly kind: "inherit";
  readonly from: Expression | null | undefined;
  readonly names: readonly InheritName[];
}

export interface InheritName extends NodeBase {
  readonly kind: "inheritName";
  readonly name: string;
}

export type AttrName = StaticAttrName | DynamicAttrName;

/** `a`, `"a b"`, or a string without interpolation in `${"a"}`; `name` is decoded. */
export interface StaticAttrName extends NodeBase {
  readonly kind: "attrName";
  readonly name: string;
  readonly quoted: boolean;
}

/** `${e}` or `"a${e}"`. */
export interface DynamicAttrName extends NodeBase {
  readonly kind: "dynamicAttrName";
  readonly expression: Expression | null;
}
