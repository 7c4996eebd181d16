/**
 * Mends: small changes to a broken text after which it parses, and the way back from the mended text's offsets to the
 * real ones. Invariant: edits are sorted and do not overlap.
 */

/** `text` in place of `[start, end)` of the real text. */
export interface Mend {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Stands where an expression or a name is missing; lowering makes `null` of it. */
export const MISSING = "plasmacloudMissingHere";

/** Stands for the word at the cursor. Also text where the cursor is in a string or a path, so without quotes. */
export const MARKER = "plasmacloudCursorHere";

export class MendedText {
  readonly text: string;
  readonly #mends: readonly Mend[];
  /** Where each mend starts in the mended text. */
  readonly #starts: readonly number[];

  constructor(real: string, mends: readonly Mend[]) {
    const pieces: string[] = [];
    const starts: number[] = [];
    let from = 0;
    let length = 0;
    for (const mend of mends) {
      const kept = real.slice(from, mend.start);
      length += kept.length;
      starts.push(length);
      pieces.push(kept, mend.text);
      length += mend.text.length;
      from = mend.end;
    }
    pieces.push(real.slice(from));
    this.text = pieces.join("");
    this.#mends = mends;
    this.#starts = starts;
  }

  /** The real offset of an offset in the mended text; what was put in maps to the place where it was put. */
  toReal(offset: number): number {
    const index = this.#lastAtOrBefore(offset);
    const mend = this.#mends[index];
    if (mend === undefined) return offset;
    const into = offset - (this.#starts[index] ?? 0);
    return into < mend.text.length ? Math.min(mend.start + into, mend.end) : mend.end + into - mend.text.length;
  }

  /** Whether a mend lies in or at the edge of a stretch of the mended text. */
  touches(start: number, end: number): boolean {
    const index = this.#lastAtOrBefore(end);
    const mend = this.#mends[index];
    return mend !== undefined && (this.#starts[index] ?? 0) + mend.text.length >= start;
  }

  #lastAtOrBefore(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Mends in the order of the text, without those that overlap an earlier one. Inserted pieces at one place keep their order. */
export function orderMends(mends: readonly Mend[]): readonly Mend[] {
  const sorted = mends
    .map((mend, index) => ({ mend, index }))
    .sort((a, b) => a.mend.start - b.mend.start || a.mend.end - b.mend.end || a.index - b.index);
  const kept: Mend[] = [];
  let end = 0;
  for (const { mend } of sorted) {
    if (mend.start < end) continue;
    kept.push(mend);
    end = mend.end;
  }
  return kept;
}
