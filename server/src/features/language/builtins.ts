/** Nix's builtins as completion and hover show them; the evaluator's layer documents them for `lib` too. */
import { builtinDocs } from "../../eval/lib/builtinDocs.ts";

export { builtinDocs };

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

export function isBuiltin(name: string): boolean {
  return builtinDocs.has(name);
}
