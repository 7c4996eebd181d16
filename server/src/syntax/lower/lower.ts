/** Lowers a whole tree: the root expression, the file's anchor, and the comments around them. */
import type { Tree } from "web-tree-sitter";
import type { Range } from "../../base/range.ts";
import { type AnchorData, rangeBefore } from "../tree/anchors.ts";
import type { Expression } from "../tree/ast.ts";
import type { MendedText } from "../tree/mend.ts";
import type { Grammar } from "./grammar.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { closeAnchor, type Earlier, eachField, type Lowering, newAnchor, newLowering, real } from "./lowering.ts";

export interface Lowered {
  readonly root: Expression | null;
  readonly anchor: AnchorData;
  /** Where the root expression, and with it the anchor, starts in the real text. */
  readonly start: number;
  /** Comments before and after the root expression. */
  readonly outerComments: readonly Range[];
  /** The topmost anchors taken over from the earlier lowering. */
  readonly reused: ReadonlySet<AnchorData>;
  readonly tooDeep: boolean;
}

/** What was lowered from an earlier text of the same document. */
export interface EarlierFile extends Earlier {
  readonly root: Expression | null;
}

export function lowerTree(
  tree: Tree,
  grammar: Grammar,
  text: string,
  mended: MendedText | null,
  uri: string,
  earlier: EarlierFile | null,
): Lowered {
  const cursor = tree.walk();
  try {
    return lowerSource(newLowering(cursor, grammar, text, mended, uri, earlier, lowerExpression), earlier);
  } finally {
    cursor.delete();
  }
}

function lowerSource(lowering: Lowering, earlier: EarlierFile | null): Lowered {
  const { cursor, uri } = lowering;
  const outside = lowering.open;
  let root: Expression | null = null;
  let anchor: AnchorData | null = null;
  let start = 0;
  eachField(lowering, (field, type) => {
    if (field !== "expression" || anchor !== null) return;
    start = real(lowering, cursor.startIndex);
    const known = sameRoot(lowering, earlier, start);
    if (known !== null) {
      lowering.reused.add(known.anchor);
      root = known.root;
      anchor = known.anchor;
      return;
    }
    const open = newAnchor(uri, start);
    lowering.open = open;
    root = lowerExpression(lowering, type);
    lowering.open = outside;
    closeAnchor(lowering, open, cursor.endIndex, lowering.mended !== null);
    anchor = open.anchor;
  });
  return {
    root,
    anchor: anchor ?? newAnchor(uri, 0).anchor,
    start,
    outerComments: outside.anchor.comments,
    reused: lowering.reused,
    tooDeep: lowering.tooDeep,
  };
}

/** The earlier root, if the change left all of it alone. */
function sameRoot(lowering: Lowering, earlier: EarlierFile | null, start: number): EarlierFile | null {
  if (earlier === null || lowering.mended !== null || earlier.anchor.mended) return null;
  const end = lowering.cursor.endIndex;
  const before = rangeBefore(earlier.change, { start, end });
  if (before?.start !== earlier.start || before.end !== earlier.start + earlier.anchor.length) return null;
  return earlier;
}
