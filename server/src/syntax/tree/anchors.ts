/**
 * Anchors as lowering makes them: what an anchor holds besides its place, and how a binding of an older text is found
 * again. Invariant: once lowered, an anchor never changes, so files made one after another may share it.
 */
import type { Range } from "../../base/range.ts";
import type { Anchor, Binding } from "./ast.ts";
import type { SyntaxProblem } from "./parsedFile.ts";

export interface AnchorChild {
  readonly anchor: AnchorData;
  readonly offset: number;
}

export interface AnchorData extends Anchor {
  readonly children: readonly AnchorChild[];
  readonly length: number;
  /** `null`: the file's own anchor. */
  readonly binding: Binding | null;
  /** Comments right inside, not in a child; relative to the anchor. */
  readonly comments: readonly Range[];
  /** What tree-sitter accepts and Nix refuses, right inside; relative to the anchor. */
  readonly problems: readonly SyntaxProblem[];
  /** True when the text had to be mended somewhere inside, so that the nodes are no function of the text alone. */
  readonly mended: boolean;
  /** True when this anchor or one below it holds a problem. */
  readonly problematic: boolean;
  /** How many levels of expressions nest inside. */
  readonly height: number;
}

/** One change of a text: `[start, end)` of the old text became `[start, newEnd)` of the new. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newEnd: number;
}

/** The smallest single change that makes `next` of `previous`. */
export function changeBetween(previous: string, next: string): TextChange {
  const shorter = Math.min(previous.length, next.length);
  let start = 0;
  while (start < shorter && previous.charCodeAt(start) === next.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    previous.charCodeAt(previous.length - 1 - tail) === next.charCodeAt(next.length - 1 - tail)
  ) {
    tail++;
  }
  return { start, end: previous.length - tail, newEnd: next.length - tail };
}

/** Where a stretch of the new text stood in the old one; `null` when the change touched it. */
export function rangeBefore(change: TextChange, range: Range): Range | null {
  if (range.end <= change.start) return range;
  if (range.start < change.newEnd) return null;
  const shift = change.end - change.newEnd;
  return { start: range.start + shift, end: range.end + shift };
}

/** The binding that stood exactly at `range` below `anchor`, which starts at `start`. */
export function anchorAt(anchor: AnchorData, start: number, range: Range): AnchorData | null {
  let current = anchor;
  let base = start;
  for (;;) {
    const child = childAtOrBefore(current.children, range.start - base);
    if (child === null) return null;
    current = child.anchor;
    base += child.offset;
    if (base === range.start && base + current.length === range.end) return current;
    if (base + current.length < range.end) return null;
  }
}

function childAtOrBefore(children: readonly AnchorChild[], offset: number): AnchorChild | null {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return children[low - 1] ?? null;
}
