/** Takes a binding out of its set, with the line it leaves empty. */
import type { Binding } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";

export function removeBinding(file: ParsedFile, binding: Binding): TextEdit {
  const { start, end } = file.rangeOf(binding);
  const from = blankBefore(file.text, start);
  const after = /^[ \t]*(\r\n|\n|\r|$)/.exec(file.text.slice(end));
  const aloneOnLine = after !== null && (from === 0 || "\r\n".includes(file.text.charAt(from - 1)));
  return { uri: file.uri, range: { start: from, end: aloneOnLine ? end + after[0].length : end }, newText: "" };
}

/** Where the blanks and tabs before `offset` begin. A pattern that ends in `$` would try at every blank of the text. */
function blankBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && " \t".includes(text.charAt(at - 1))) at--;
  return at;
}
