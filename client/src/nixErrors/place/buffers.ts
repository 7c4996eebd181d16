/** Places on disk and in the buffers of the editor, which may be ahead of it. */
import { linesOf, type TextRange } from "./textPlace.ts";

export interface PlaceInBuffer {
  readonly range: TextRange;
  /** The lines it is about. */
  readonly text: string;
  /** Whether the buffer is not what Nix has read. */
  readonly isOld: boolean;
}

/** Where a range of the text on disk stands in a buffer; `null`: its lines are not there any more. */
export function placeInBuffer(disk: string, buffer: string, range: TextRange): PlaceInBuffer | null {
  const lines = linesOf(disk);
  const own = lines.slice(range.start.line, range.end.line + 1);
  const text = own.join("\n");
  const now = buffer === disk ? lines : linesOf(buffer);
  const isAt = (line: number): boolean => own.every((expected, index) => now[line + index] === expected);
  if (isAt(range.start.line)) return { range, text, isOld: now !== lines && buffer !== disk };
  if (text.trim() === "") return null;
  const found = now.flatMap((_, line) => (isAt(line) ? [line] : []));
  const [line] = found;
  if (line === undefined || found.length > 1) return null;
  const by = line - range.start.line;
  const start = { line, character: range.start.character };
  return { range: { start, end: { line: range.end.line + by, character: range.end.character } }, text, isOld: true };
}
