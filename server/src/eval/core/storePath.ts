/**
 * Store paths as Nix computes them, from hashes and names alone: no store is asked.
 * The scheme is that of the Nix manual, "Store Path Specification".
 */
import { sha256 } from "@noble/hashes/sha2";
import { toBase16, toBase32 } from "./hash.ts";
import { toBytes } from "./text.ts";

export const STORE = "/nix/store";

/** How a fixed hash was taken: of a file's bytes, or of a whole tree in Nix's archive form. */
export type Ingestion = "flat" | "nar";

/** The SHA-256 of a text's bytes. */
export function sha256OfText(text: string): Uint8Array {
  return sha256(Uint8Array.from(toBytes(text)));
}

/** `type` says what the hash is of (`source`, `text:…`, `output:out`). */
function makeStorePath(type: string, hash: Uint8Array, name: string): string {
  const digest = sha256OfText(`${type}:sha256:${toBase16(hash)}:${STORE}:${name}`);
  return `${STORE}/${toBase32(folded(digest, 20))}-${name}`;
}

/** A hash made shorter: its bytes laid over each other. */
function folded(hash: Uint8Array, size: number): Uint8Array {
  const short = new Uint8Array(size);
  hash.forEach((byte, index) => {
    short[index % size] = (short[index % size] ?? 0) ^ byte;
  });
  return short;
}

/** The path of a text that refers to other store paths (`builtins.toFile`, a derivation's own file). */
export function textPath(name: string, hash: Uint8Array, references: Iterable<string>): string {
  return makeStorePath(["text", ...[...references].sort()].join(":"), hash, name);
}

/** The path of content whose hash is given. */
export function fixedPath(name: string, ingestion: Ingestion, algorithm: string, hash: Uint8Array): string {
  if (algorithm === "sha256" && ingestion === "nar") return makeStorePath("source", hash, name);
  const inner = sha256OfText(`fixed:out:${ingestion === "nar" ? "r:" : ""}${algorithm}:${toBase16(hash)}:`);
  return makeStorePath("output:out", inner, name);
}

/** The path of one output of a derivation, from the hash of the derivation without its own paths. */
export function outputPath(output: string, hash: Uint8Array, name: string): string {
  return makeStorePath(`output:${output}`, hash, outputName(name, output));
}

export function outputName(name: string, output: string): string {
  return output === "out" ? name : `${name}-${output}`;
}

/** What is wrong with a name of something in the store, or `null`. */
export function wrongName(name: string): string | null {
  if (name === "") return "name must not be empty";
  if (name.length > 211) return `name '${name}' must be no longer than 211 characters`;
  if (/^\.\.?(-|$)/.test(name)) return `name '${name}' is not valid`;
  const illegal = /[^0-9a-zA-Z+\-._?=]/u.exec(name)?.[0];
  return illegal === undefined ? null : `name '${name}' contains illegal character '${illegal}'`;
}

/** The store path that a path lies in: `/nix/store/HASH-NAME` of `/nix/store/HASH-NAME/lib/x`; `null` where it lies in none. */
export function storePathOf(path: string): string | null {
  return /^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[0-9a-zA-Z+\-._?=]+/.exec(path)?.[0] ?? null;
}
