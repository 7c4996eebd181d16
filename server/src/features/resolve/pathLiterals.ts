/** The path literals of a file with the files they name. */
import type { Range } from "../../base/range.ts";
import { baseName, joinUri, withPath } from "../../base/uri.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { descendants } from "../../syntax/tree/walk.ts";
import type { FeatureContext } from "../context/context.ts";
import { literalPathUri } from "./literals.ts";

/** Paths without interpolation, relative or absolute, in the order of the text. */
export function* pathLiterals(file: ParsedFile): Generator<{ readonly range: Range; readonly uri: string }> {
  if (file.root === null) return;
  for (const node of descendants(file.root)) {
    if (node.kind !== "path") continue;
    const [only] = node.parts;
    const isAbsolute = node.parts.length === 1 && only?.kind === "text" && only.text.startsWith("/");
    const uri = isAbsolute ? withPath(file.uri, only.text) : literalPathUri(node, file.uri);
    if (uri !== null) yield { range: file.rangeOf(node), uri };
  }
}

/** A folder stands for its `default.nix`. */
export function moduleFile(uri: string, context: FeatureContext): string {
  const isFolder = context.folder(uri) !== null || !baseName(uri).includes(".");
  return isFolder && context.other(uri) === null ? joinUri(uri, "default.nix") : uri;
}
