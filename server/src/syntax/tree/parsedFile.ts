/** One file as the rest of the server sees it: text, tree, and what the parser has to say. */
import type { LineIndex } from "../../base/lineIndex.ts";
import type { Location, Range } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import type { Anchor, Expression, Node } from "./ast.ts";

export interface ParsedFile {
  readonly uri: Uri;
  readonly text: string;
  readonly lines: LineIndex;
  /** `null` for an empty or unanalysed file. The same object as before when an edit changed nothing in it. */
  readonly root: Expression | null;
  /** The file's own anchor; every other anchor hangs below it. */
  readonly anchor: Anchor;
  /** In the order of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** Comments, in the order of the text. */
  readonly comments: readonly Range[];
  /** Why the file was not analysed, if it was not: too large, too slow, not text. */
  readonly notAnalysed: string | null;
  /** Where a node of this file stands now. A node of an older tree that is gone gives its last known place. */
  rangeOf(node: Node): Range;
  locationOf(node: Node): Location;
}

/** A place where the text does not parse, in words a user can act on. */
export interface SyntaxProblem {
  readonly range: Range;
  readonly message: string;
  /** The text to put in at an offset so that the problem goes, where one is certain. */
  readonly insertion: { readonly offset: number; readonly text: string } | null;
}
