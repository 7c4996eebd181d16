/** Moves places along with the edits that were made after they were computed. */
import { comparePositions, type Position, type PositionRange } from "../../base/range.ts";

export interface PositionEdit {
  readonly range: PositionRange;
  readonly text: string;
}

/** Where `range` stands after `edit`; `null` when the edit changed text inside it. */
export function shiftRange(range: PositionRange, edit: PositionEdit): PositionRange | null {
  if (comparePositions(range.end, edit.range.start) <= 0) return range;
  if (comparePositions(edit.range.end, range.start) <= 0)
    return { start: shift(range.start, edit), end: shift(range.end, edit) };
  return null;
}

/** A position at or after the end of the edit. */
function shift(position: Position, { range, text }: PositionEdit): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines[lines.length - 1] ?? "";
  const added = lines.length - 1;
  const line = position.line - (range.end.line - range.start.line) + added;
  if (position.line !== range.end.line) return { line, character: position.character };
  const from = added === 0 ? range.start.character : 0;
  return { line, character: position.character - range.end.character + from + last.length };
}
