/** Takes a binding out of its set, with the line it leaves empty. */
import type { Binding } from "../../syntax/ast.ts";
import type { ParsedFile } from "../../syntax/parsedFile.ts";
import type { TextEdit } from "../rule.ts";

export function removeBinding(file: ParsedFile, binding: Binding): TextEdit {
  const { start, end } = file.rangeOf(binding);
  const before = /[ \t]*$/.exec(file.text.slice(0, start))?.[0].length ?? 0;
  const after = /^[ \t]*(\r\n|\n|\r|$)/.exec(file.text.slice(end));
  const aloneOnLine = after !== null && /(^|[\r\n])$/.test(file.text.slice(0, start - before));
  const range = aloneOnLine ? { start: start - before, end: end + after[0].length } : { start: start - before, end };
  return { uri: file.uri, range, newText: "" };
}
