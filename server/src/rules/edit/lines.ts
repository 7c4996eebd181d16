/** Lines of a text, as edits keep them. */

/** The white space before `offset` on its line, or `null` when something else stands there. */
export function leadingIndent(text: string, offset: number): string | null {
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const before = text.slice(lineStart, offset);
  return /^[ \t]*$/.test(before) ? before : null;
}

export function lineBreak(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
