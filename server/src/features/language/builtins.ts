/** Nix's builtins as completion and hover show them. */
import { builtinDocs } from "../../nixpkgs/lib/builtinDocs.ts";
import type { FunctionDoc } from "../markdown/function.ts";

/** Builtins that every file has in scope without `builtins.`. */
export const globalBuiltins: readonly string[] = [
  "true",
  "false",
  "null",
  "builtins",
  "import",
  "map",
  "toString",
  "throw",
  "abort",
  "baseNameOf",
  "dirOf",
  "isNull",
  "removeAttrs",
  "derivation",
  "fetchGit",
  "fetchTarball",
  "fetchTree",
  "fromTOML",
  "placeholder",
  "scopedImport",
];

const globals = new Set(globalBuiltins);

export const builtinNames: readonly string[] = [...builtinDocs.keys()];

export function isBuiltin(name: string): boolean {
  return builtinDocs.has(name);
}

/** What `builtins.name` is. */
export function builtinDoc(name: string): FunctionDoc | null {
  return builtinDocs.get(name) ?? null;
}

/** What `name` is where nothing else binds it. */
export function globalDoc(name: string): FunctionDoc | null {
  return globals.has(name) ? builtinDoc(name) : null;
}
