/** Paths in programs and the URIs they stand for. */
import type { ReadTarget } from "../../base/reading.ts";
import { parentUri, uriPath, withPath } from "../../base/uri.ts";
import type { Origin, PathValue, UnknownReason, Value } from "./value.ts";

export type LiteralPath =
  /** `text`: the absolute path as written, with the `/` that may stand at its end before an interpolation. */
  | { readonly kind: "path"; readonly uri: string; readonly text: string }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

/** What a path literal in the file `uri` names. */
export function literalPath(uri: string, text: string): LiteralPath {
  if (text.startsWith("~")) return { kind: "unknown", reason: { kind: "impure", what: "the home folder" } };
  if (!uriPath(uri).startsWith("/")) {
    return { kind: "unknown", reason: { kind: "impure", what: "a path in a file that is saved nowhere" } };
  }
  const absolute = text.startsWith("/") ? text : `${uriPath(parentUri(uri))}/${text}`;
  return { kind: "path", uri: withPath(uri, absolute), text: absolute };
}

/** Another absolute path on the disk or server that `sibling` is on; `.`, `..` and `//` are resolved. */
export function withText(sibling: string, absolute: string): string {
  return withPath(sibling, absolute);
}

/** The URI of an absolute path in a program, on the disk or server of the file it is used in. */
export function uriOfFile(absolute: string, at: Origin): string {
  return withPath(at?.anchor.uri ?? "file:///", absolute);
}

/** What a path value names, and who does: a literal only where the path is as the literal has it. */
export function pathTarget({ uri, origin }: PathValue, at: Origin): ReadTarget {
  const by = (origin ?? at)?.anchor.uri ?? null;
  const [only, second] = origin?.kind === "path" ? origin.parts : [];
  if (by === null || only?.kind !== "text" || second !== undefined) return { uri, asked: { by, named: "path" } };
  const literal = literalPath(by, only.text);
  return { uri, asked: { by, named: literal.kind === "path" && literal.uri === uri ? "literal" : "path" } };
}

/** What is named by text, and who names it. */
export function textTarget(uri: string, { origin }: Value, at: Origin): ReadTarget {
  return { uri, asked: { by: (origin ?? at)?.anchor.uri ?? null, named: "text" } };
}
