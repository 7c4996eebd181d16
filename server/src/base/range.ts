/** Ranges and places. Offsets are UTF-16 units, JavaScript's and LSP's own; lines and characters count from zero. */

/** A half-open stretch of one text: `start` is in it, `end` is not. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  /** UTF-16 units from the start of the line. */
  readonly character: number;
}

export interface PositionRange {
  readonly start: Position;
  readonly end: Position;
}

/** A stretch of a file, in offsets of the text that was analysed. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** A stretch of a file in lines and characters: what leaves the server, and what crosses between threads. */
export interface Place {
  readonly uri: string;
  readonly range: PositionRange;
}

/** Negative, zero or positive: `left` stands before, at or after `right`. */
export function comparePositions(left: Position, right: Position): number {
  return left.line - right.line || left.character - right.character;
}

export function covers(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
