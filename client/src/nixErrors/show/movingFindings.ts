/** Findings in a text that is being edited: what is above moves them, and what is on their own lines ends them. */
import type { TextPosition, TextRange } from "../place/textPlace.ts";

export interface BufferChange {
  readonly range: TextRange;
  readonly text: string;
}

/** Where a finding stands after a change; `null`: the lines that it is about are not what they were. */
export function moveRange(range: TextRange, change: BufferChange): TextRange | null {
  const { start, end } = change.range;
  const added = change.text.split(/\r\n|\r|\n/);
  if (isBelow(range, change, added)) return range;
  if (!isAbove(range, change, added)) return null;
  const by = added.length - 1 - (end.line - start.line);
  return shiftNixRange(range, by);
}

/** The range so many lines further down. */
export function shiftNixRange(range: TextRange, by: number): TextRange {
  return by === 0 ? range : { start: down(range.start, by), end: down(range.end, by) };
}

function down({ line, character }: TextPosition, by: number): TextPosition {
  return { line: line + by, character };
}

/** The change begins below the finding's lines, or breaks the last of them behind it. */
function isBelow(range: TextRange, change: BufferChange, added: readonly string[]): boolean {
  const { start, end } = change.range;
  if (start.line > range.end.line) return true;
  const breaks = added.length > 1 && added[0] === "" && start.line === end.line && start.character === end.character;
  return breaks && start.line === range.end.line && start.character >= range.end.character && start.character > 0;
}

/** The change ends above the finding's lines, or right before them with whole lines. */
function isAbove(range: TextRange, { range: { start, end } }: BufferChange, added: readonly string[]): boolean {
  if (end.line < range.start.line) return true;
  if (end.line > range.start.line || end.character > 0) return false;
  return added.at(-1) === "" && (start.character === 0 || added.length > 1);
}
