/** Lowers strings and paths: text between quotes, and interpolations in it. */
import type { Expression, PathLiteral, StringLiteral, StringPart } from "./ast.ts";
import { eachChild, type Lowering, place, report, textBetween } from "./lowering.ts";
import { decodeDouble, decodeIndented, type Piece } from "./stringText.ts";

/** The cursor's node, `"…"` or `''…''`. */
export function lowerString(lowering: Lowering, quote: "double" | "indented"): StringLiteral {
  const { cursor } = lowering;
  const width = quote === "double" ? 1 : 2;
  const at = place(lowering);
  const pieces = piecesOf(lowering, cursor.startIndex + width, Math.max(cursor.startIndex, cursor.endIndex) - width);
  if (quote === "indented") return { kind: "string", ...at, quote, parts: decodeIndented(pieces).map(toPart) };
  const parts = pieces.map(
    (piece): StringPart => (piece.kind === "text" ? { kind: "text", text: decodeDouble(piece.text) } : toPart(piece)),
  );
  return { kind: "string", ...at, quote, parts };
}

/** The cursor's node, `./a/${b}` or `~/a`. */
export function lowerPath(lowering: Lowering): PathLiteral {
  const { cursor } = lowering;
  const at = place(lowering);
  const pieces = piecesOf(lowering, cursor.startIndex, cursor.endIndex);
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

/** Raw text and interpolations between two offsets of the text. Empty stretches are left out. */
function piecesOf(lowering: Lowering, start: number, end: number): Piece<Expression | null>[] {
  const pieces: Piece<Expression | null>[] = [];
  let from = start;
  const addText = (to: number): void => {
    if (to > from) pieces.push({ kind: "text", text: textBetween(lowering, from, to) });
  };
  eachChild(lowering, (type) => {
    if (type !== "interpolation") return;
    addText(lowering.cursor.startIndex);
    from = lowering.cursor.endIndex;
    let value: Expression | null = null;
    eachChild(lowering, (_, field) => {
      if (field === "expression") value = lowering.lowerExpression(lowering);
    });
    pieces.push({ kind: "hole", value });
  });
  addText(end);
  return pieces;
}
