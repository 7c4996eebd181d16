/** Offsets to lines and back for one text. LF, CRLF and lone CR end a line, as LSP says. */
import type { Position, PositionRange, Range } from "./range.ts";

export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    const starts = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const unit = text.charCodeAt(offset);
      if (unit === 13 && text.charCodeAt(offset + 1) === 10) continue;
      if (unit === 10 || unit === 13) starts.push(offset + 1);
    }
    this.#starts = starts;
    this.#text = text;
  }

  /** The position of an offset; an offset outside the text is clamped into it. */
  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#starts[low] ?? 0) };
  }

  rangeAt(range: Range): PositionRange {
    return { start: this.positionAt(range.start), end: this.positionAt(range.end) };
  }

  /** The offset of a position; one outside the text or past its line's end is clamped into it, before the line break. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.#text.length;
    let end = this.#starts[position.line + 1] ?? this.#text.length;
    while (end > start && isLineBreak(this.#text.charCodeAt(end - 1))) end--;
    return Math.max(start, Math.min(start + position.character, end));
  }
}

function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}
