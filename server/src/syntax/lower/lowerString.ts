/** Lowers strings and paths: text between quotes, and interpolations in it. */
import type { Expression, PathLiteral, StringLiteral, StringPart } from "../tree/ast.ts";
import { decodeDouble, decodeIndented, type Piece } from "../tree/stringText.ts";
import { eachChild, eachField, type Lowering, place, report, type Span, span, textBetween } from "./lowering.ts";

/** The cursor's node, `"…"` or `''…''`, which stands there. */
export function lowerString(lowering: Lowering, { from, to }: Span, quote: "double" | "indented"): StringLiteral {
  const width = quote === "double" ? 1 : 2;
  const at = place(lowering, { from, to });
  const pieces = piecesOf(lowering, { from: from + width, to: to - width });
  if (quote === "indented") return { kind: "string", ...at, quote, parts: decodeIndented(pieces).map(toPart) };
  const parts = pieces.map(
    (piece): StringPart => (piece.kind === "text" ? { kind: "text", text: decodeDouble(piece.text) } : toPart(piece)),
  );
  return { kind: "string", ...at, quote, parts };
}

/** The cursor's node, `./a/${b}` or `~/a`, which stands there. */
export function lowerPath(lowering: Lowering, within: Span): PathLiteral {
  const at = place(lowering, within);
  const pieces = piecesOf(lowering, within);
  const last = pieces.at(-1);
  if (last?.kind === "text" && last.text.endsWith("/")) {
    report(lowering, at, "a path cannot end with `/`");
  } else if (pieces.some((piece) => piece.kind === "text" && piece.text.includes("//"))) {
    report(lowering, at, "a path cannot contain `//`");
  }
  return { kind: "path", ...at, parts: pieces.map(toPart) };
}

function toPart(piece: Piece<Expression | null>): StringPart {
  return piece.kind === "text" ? piece : { kind: "interpolation", expression: piece.value };
}

/** Raw text and interpolations in a stretch of the text. Empty stretches are left out. */
function piecesOf(lowering: Lowering, { from, to }: Span): Piece<Expression | null>[] {
  const pieces: Piece<Expression | null>[] = [];
  let textFrom = from;
  const addText = (end: number): void => {
    if (end > textFrom) pieces.push({ kind: "text", text: textBetween(lowering, textFrom, end) });
  };
  eachChild(lowering, (type) => {
    if (type !== "interpolation") return;
    const hole = span(lowering);
    addText(hole.from);
    textFrom = hole.to;
    pieces.push({ kind: "hole", value: lowerInterpolation(lowering) });
  });
  addText(to);
  return pieces;
}

/** What the cursor's node, `${…}`, holds. */
export function lowerInterpolation(lowering: Lowering): Expression | null {
  let value: Expression | null = null;
  eachField(lowering, (field, type) => {
    if (field === "expression") value = lowering.lowerExpression(lowering, type);
  });
  return value;
}
