/** Reads strings, names and paths off an expression's own text. */
import { joinUri, parentUri } from "../../base/uri.ts";
import type { Expression, PathLiteral } from "../../syntax/tree/ast.ts";

/** The last name of what is called, through all its arguments: `mkIf` in `lib.mkIf c x`. */
export function calledName(called: Expression | null): string | null {
  let node = called;
  while (node?.kind === "apply") node = node.function;
  if (node?.kind === "variable") return node.name;
  const last = node?.kind === "select" ? node.path.at(-1) : undefined;
  return last?.kind === "attrName" ? last.name : null;
}

/** The file that a relative path without interpolation names, as seen from the file `from`. */
export function literalPathUri(path: PathLiteral, from: string): string | null {
  const [only] = path.parts;
  if (path.parts.length !== 1 || only?.kind !== "text" || !only.text.startsWith(".")) return null;
  return joinUri(parentUri(from), only.text);
}
