/** Places in a text: Nix counts lines from one and columns in bytes, an editor from zero and in UTF-16 units. */

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** The lines of a text without their ends. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

/** The character that begins at or holds the byte `column`, counted from one. */
function characterOf(line: string, column: number): number {
  let bytes = 1;
  let character = 0;
  for (const point of line) {
    if (bytes >= column) break;
    bytes += Buffer.byteLength(point);
    character += point.length;
  }
  return character;
}

/** The word or sign at a column of a line (both from one); all of the line where no column is known. */
export function rangeAt(lines: readonly string[], line: number, column: number | null): TextRange {
  const index = Math.min(Math.max(line - 1, 0), Math.max(lines.length - 1, 0));
  const text = lines[index] ?? "";
  if (column === null) return wholeLine(lines, index);
  const at = characterOf(text, column);
  // Past the end stands what is missing there: the last sign before it shows where.
  const start = at >= text.trimEnd().length ? Math.max(0, text.trimEnd().length - 1) : at;
  const length = /^[\w.'-]+|^\S/.exec(text.slice(start))?.[0].length ?? 1;
  return { start: { line: index, character: start }, end: { line: index, character: start + length } };
}

/** A line, from zero, without the space around it. */
export function wholeLine(lines: readonly string[], index: number): TextRange {
  const text = lines[index] ?? "";
  const start = text.length - text.trimStart().length;
  return {
    start: { line: index, character: start },
    end: { line: index, character: Math.max(start, text.trimEnd().length) },
  };
}

/** Where the line `expected`, that stood at `line` (from one), stands now: there, or where it is found once. */
export function lineNow(lines: readonly string[], line: number, expected: string): number | null {
  const wanted = expected.trimEnd();
  if ((lines[line - 1] ?? "").trimEnd() === wanted) return line;
  if (wanted.trim().length < 4) return null;
  const found = lines.flatMap((text, index) => (text.trimEnd() === wanted ? [index + 1] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}
