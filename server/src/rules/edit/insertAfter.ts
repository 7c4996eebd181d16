/** Puts text behind a node of a list or set, in the form of another. */
import type { Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";
import { leadingIndent, lineBreak } from "./lines.ts";

/** On a line of its own where `model` has one, else beside it. */
export function insertAfter(file: ParsedFile, last: Node, model: Node, text: string): TextEdit {
  const { end } = file.rangeOf(last);
  const { start } = file.rangeOf(model);
  const indent = leadingIndent(file.text, start);
  const separator = indent === null || indent.length === start ? " " : lineBreak(file.text) + indent;
  return { uri: file.uri, range: { start: end, end }, newText: separator + text };
}
