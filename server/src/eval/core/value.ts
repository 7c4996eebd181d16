/**
 * Nix values. Every value carries its origin: the syntax node that made it, turned into a place only when a finding or
 * an answer is made. What cannot be known is the value `unknown`, with its reason; it is never an error.
 * Invariant: values are immutable; laziness lives in `Thunk`s only.
 */
import type { Node } from "../../syntax/tree/ast.ts";
import type { Machine } from "./machine.ts";

/** The node that made a value, or `null` for what no file wrote (builtins, native modules). */
export type Origin = Node | null;

export type Value =
  | NullValue
  | BoolValue
  | IntValue
  | FloatValue
  | StringValue
  | PathValue
  | ListValue
  | AttrsValue
  | FunctionValue
  | UnknownValue;

export interface NullValue {
  readonly type: "null";
  readonly origin: Origin;
}
export interface BoolValue {
  readonly type: "bool";
  readonly value: boolean;
  readonly origin: Origin;
}
export interface IntValue {
  readonly type: "int";
  /** Always within 64 bits, signed. */
  readonly value: bigint;
  readonly origin: Origin;
}
export interface FloatValue {
  readonly type: "float";
  readonly value: number;
  readonly origin: Origin;
}
export interface StringValue {
  readonly type: "string";
  readonly value: string;
  /** Store paths and derivations the string refers to; empty for ordinary text. */
  readonly context: readonly string[];
  readonly origin: Origin;
}
export interface PathValue {
  readonly type: "path";
  /** A normalised URI. */
  readonly uri: string;
  readonly origin: Origin;
}
export interface ListValue {
  readonly type: "list";
  readonly items: readonly Thunk[];
  readonly origin: Origin;
}

/** One attribute: its value and the binding, `inherit` name or native that defined it. */
export interface Attr {
  readonly value: Thunk;
  readonly origin: Origin;
}

export interface AttrsValue {
  readonly type: "attrs";
  /** In no order; sort by UTF-8 bytes (`compareNames`) where Nix shows an order. */
  readonly attrs: ReadonlyMap<string, Attr>;
  /**
   * Not `null`: more attributes may be there than are listed, for this reason (`{ a = 1; } // unknown` keeps nothing of
   * the left, `unknown // { a = 1; }` keeps `a`). Selecting one not listed gives this unknown; listing them all too.
   */
  readonly rest: UnknownValue | null;
  /** What a native made of it that Nix code cannot see: an option type, an option declaration. Lost by `//`. */
  readonly native: object | null;
  readonly origin: Origin;
}

export interface FunctionValue {
  readonly type: "function";
  /** For error messages, or `null`. */
  readonly name: string | null;
  /** Names of `{ a, b ? 1 }:` with whether each has a default; `null` when it takes one plain argument. */
  readonly formals: ReadonlyMap<string, boolean> | null;
  /** Written in TypeScript (`make.ts`, `native.ts`): whole, or with some arguments already given. `null`: a Nix lambda. */
  readonly primitive: "whole" | "partial" | null;
  readonly call: (machine: Machine, argument: Thunk, at: Origin) => Value;
  readonly origin: Origin;
}

export interface UnknownValue {
  readonly type: "unknown";
  readonly reason: UnknownReason;
  readonly origin: Origin;
}

/** Why a value cannot be computed here. `--stats` counts by `kind`. */
export type UnknownReason =
  /** `pkgs` or something below it; `path` is what was selected so far. */
  | { readonly kind: "pkgs"; readonly path: readonly string[] }
  /** A flake input that is not on disk; `path` is what is selected of it, up to the first call. */
  | { readonly kind: "input"; readonly name: string; readonly path: readonly string[]; readonly isCalled?: true }
  /** A file or folder that the snapshot does not hold yet. Recorded as wanted. */
  | { readonly kind: "notLoaded"; readonly uri: string }
  /** A file that is there and cannot be read or parsed. */
  | { readonly kind: "unreadable"; readonly uri: string; readonly reason: string }
  /** A file or folder that may not be read (`base/reading.ts`): nobody says whether it is there. */
  | { readonly kind: "refused"; readonly uri: string; readonly reason: string }
  /** Text that does not parse, or a part that is missing while typing. */
  | { readonly kind: "syntax" }
  | { readonly kind: "tooDeep" }
  | { readonly kind: "outOfFuel" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "tooLarge" }
  /** What depends on the machine, the clock, the environment or the network. */
  | { readonly kind: "impure"; readonly what: string }
  /** A builtin, a `lib` function or an option that is not modelled here. */
  | {
      readonly kind: "notModelled";
      readonly what: string;
      /** It is any name of this set that is not known; which one is told once it is selected. */
      readonly memberOf?: string;
    };

/** A value to be computed when it is needed, once. */
export interface Thunk {
  /**
   * Gives the value, computing it the first time. Throws `NixError` (remembered: forcing again throws it again) or an
   * `Interruption` (not remembered: the thunk is as it was before). Forcing a thunk while it is being forced is Nix's
   * infinite recursion.
   */
  force(machine: Machine): Value;
  /** The value if it has been computed, without computing it. */
  peek(): Value | null;
}
