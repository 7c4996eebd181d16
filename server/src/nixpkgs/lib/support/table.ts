/**
 * The form of every table of `lib`: a name with its value and its one line of documentation.
 * Invariant: a signature is written in the usual notation (`(a -> b) -> [a] -> [b]`), a summary is one sentence.
 */
import { ready } from "../../../eval/core/make.ts";
import { type NativeBody, native } from "../../../eval/core/native.ts";
import type { Thunk, Value } from "../../../eval/core/value.ts";

/** What hover and completion say of a name. */
export interface LibDoc {
  readonly signature: string;
  readonly summary: string;
}

export interface LibEntry extends LibDoc {
  readonly name: string;
  readonly value: Thunk;
}

export type LibTable = ReadonlyMap<string, LibEntry>;

/** A function of `arity` arguments. */
export function fn<N extends 1 | 2 | 3 | 4 | 5>(
  name: string,
  arity: N,
  signature: string,
  summary: string,
  body: NativeBody<N>,
): LibEntry {
  return { name, signature, summary, value: ready(native(name, arity, body)) };
}

/** A value that is no function, or one made by other means. */
export function libConstant(name: string, signature: string, summary: string, value: Value): LibEntry {
  return { name, signature, summary, value: ready(value) };
}

/** A value that is made when it is first looked at. */
export function deferred(name: string, signature: string, summary: string, value: Thunk): LibEntry {
  return { name, signature, summary, value };
}

export function table(...entries: readonly LibEntry[]): LibTable {
  return new Map(entries.map((entry) => [entry.name, entry]));
}
