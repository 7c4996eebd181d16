/**
 * The edits that make one text of another, line by line, so that cursors and marks stay where they were. A line in which only
 * blanks changed stands for itself.
 * Invariant: applying all edits gives the second text exactly, whatever the lines have in common; the work grows with the
 * lines and not with their product.
 */
import type { Range } from "../../base/range.ts";

export interface LineEdit {
  readonly range: Range;
  readonly newText: string;
}

interface Line {
  readonly start: number;
  /** With its line end. */
  readonly end: number;
  /** Without its blanks. */
  readonly key: string;
}

/** In the order of the text, not touching each other. */
export function lineEdits(before: string, after: string): readonly LineEdit[] {
  if (before === after) return [];
  const old = linesOf(before);
  const made = linesOf(after);
  const edits: LineEdit[] = [];
  const replace = (oldFrom: number, oldTo: number, newFrom: number, newTo: number): void => {
    const range = { start: startOf(old, oldFrom, before), end: startOf(old, oldTo, before) };
    const newText = after.slice(startOf(made, newFrom, after), startOf(made, newTo, after));
    const edit = trimmed(before, range, newText);
    if (edit !== null) edits.push(edit);
  };
  let [oldAt, newAt] = [0, 0];
  for (const [oldLine, newLine] of pairs(old, made)) {
    replace(oldAt, oldLine, newAt, newLine);
    replace(oldLine, oldLine + 1, newLine, newLine + 1);
    [oldAt, newAt] = [oldLine + 1, newLine + 1];
  }
  replace(oldAt, old.length, newAt, made.length);
  return joined(edits);
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed + 1;
    lines.push({ start, end, key: text.slice(start, end).replace(/\s+/g, "") });
    start = end;
  }
  return lines;
}

function startOf(lines: readonly Line[], index: number, text: string): number {
  return lines[index]?.start ?? text.length;
}

/** Lines that stand for each other, rising in both: equal ones from both ends, and unique ones in between. */
function pairs(old: readonly Line[], made: readonly Line[]): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  const stack = [{ oldFrom: 0, oldTo: old.length, newFrom: 0, newTo: made.length }];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    let { oldFrom, oldTo, newFrom, newTo } = part;
    while (oldFrom < oldTo && newFrom < newTo && old[oldFrom]?.key === made[newFrom]?.key)
      found.push([oldFrom++, newFrom++]);
    while (oldFrom < oldTo && newFrom < newTo && old[oldTo - 1]?.key === made[newTo - 1]?.key)
      found.push([--oldTo, --newTo]);
    const anchors = rising(uniquePairs(old, made, oldFrom, oldTo, newFrom, newTo));
    if (anchors.length === 0) continue;
    for (const [oldLine, newLine] of anchors) {
      stack.push({ oldFrom, oldTo: oldLine, newFrom, newTo: newLine });
      found.push([oldLine, newLine]);
      [oldFrom, newFrom] = [oldLine + 1, newLine + 1];
    }
    stack.push({ oldFrom, oldTo, newFrom, newTo });
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** Lines that stand once in each part, in the order of the old one. */
function uniquePairs(
  old: readonly Line[],
  made: readonly Line[],
  oldFrom: number,
  oldTo: number,
  newFrom: number,
  newTo: number,
): readonly (readonly [number, number])[] {
  const inOld = places(old, oldFrom, oldTo);
  const inNew = places(made, newFrom, newTo);
  const found: (readonly [number, number])[] = [];
  for (const [key, oldLine] of inOld) {
    const newLine = inNew.get(key);
    if (oldLine >= 0 && newLine !== undefined && newLine >= 0) found.push([oldLine, newLine]);
  }
  return found;
}

/** Where each line stands; -1 for one that stands twice. */
function places(lines: readonly Line[], from: number, to: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let index = from; index < to; index++) {
    const key = lines[index]?.key ?? "";
    found.set(key, found.has(key) ? -1 : index);
  }
  return found;
}

/** The longest part of the pairs that rises in the second number, too. */
function rising(all: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, [, value]] of all.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[tails[middle] ?? 0]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : (tails[low - 1] ?? -1));
    tails[low] = index;
  }
  const found: (readonly [number, number])[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = all[index];
    if (pair !== undefined) found.push(pair);
  }
  return found.reverse();
}

/** Without what both have at their beginnings and ends; `null`: nothing changes. */
function trimmed(before: string, { start, end }: Range, newText: string): LineEdit | null {
  let head = 0;
  const shorter = Math.min(end - start, newText.length);
  while (head < shorter && before.charCodeAt(start + head) === newText.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < shorter - head && before.charCodeAt(end - 1 - tail) === newText.charCodeAt(newText.length - 1 - tail)) {
    tail++;
  }
  if (head === end - start && head === newText.length) return null;
  return { range: { start: start + head, end: end - tail }, newText: newText.slice(head, newText.length - tail) };
}

/** Edits that touch are one: clients take touching ones differently. */
function joined(edits: readonly LineEdit[]): readonly LineEdit[] {
  const all: LineEdit[] = [];
  for (const edit of edits) {
    const last = all.at(-1);
    if (last !== undefined && last.range.end === edit.range.start) {
      all[all.length - 1] = {
        range: { start: last.range.start, end: edit.range.end },
        newText: last.newText + edit.newText,
      };
    } else all.push(edit);
  }
  return all;
}
