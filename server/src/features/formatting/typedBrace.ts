/**
 * What follows a `{` as it is typed: the `;` of the binding that it is the value of, behind the `}` that the editor has
 * put in.
 *
 *     a = {|}        →        a = {|};
 */
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { LineEdit } from "./lineDiff.ts";

/** `offset`: behind the brace. Nothing where no `;` is missing right there. */
export function typedBrace({ text, problems }: ParsedFile, offset: number): readonly LineEdit[] {
  if (text.slice(offset - 1, offset + 1) !== "{}") return [];
  const at = offset + 1;
  const isMissing = problems.some(({ insertion }) => insertion?.text === ";" && insertion.offset === at);
  return isMissing ? [{ range: { start: at, end: at }, newText: ";" }] : [];
}
