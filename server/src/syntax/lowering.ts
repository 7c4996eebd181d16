/**
 * The state of one lowering, and what all parts of it share: the cursor, offsets, comments, problems, anchors.
 * Invariant: a function that moves the cursor leaves it where it found it.
 */
import type { Language, TreeCursor } from "web-tree-sitter";
import type { Range } from "../base/range.ts";
import { type AnchorChild, type AnchorData, bindingAt, rangeBefore, type TextChange } from "./anchors.ts";
import type { Binding, Expression } from "./ast.ts";
import { KEYWORDS } from "./attrName.ts";
import type { MendedText } from "./mend.ts";
import type { SyntaxProblem } from "./parsedFile.ts";

/** How deep expressions may nest. Later layers recurse over the tree, so this bounds their stacks too. */
const DEPTH_LIMIT = 500;

/** An anchor while it is being filled. */
export interface OpenAnchor {
  readonly anchor: AnchorUnderWork;
  /** Where it starts in the real text. */
  readonly base: number;
}

type AnchorUnderWork = {
  -readonly [Key in keyof AnchorData]: AnchorData[Key] extends readonly (infer Item)[] ? Item[] : AnchorData[Key];
};

/** What was lowered before from the text that this one was changed from. */
export interface Earlier {
  readonly anchor: AnchorData;
  readonly start: number;
  readonly change: TextChange;
}

export interface Lowering {
  readonly cursor: TreeCursor;
  readonly types: readonly string[];
  readonly fields: readonly (string | null)[];
  /** The text that the tree was made of. */
  readonly text: string;
  readonly mended: MendedText | null;
  readonly uri: string;
  readonly earlier: Earlier | null;
  /** The cursor's node as an expression; `null` where it is missing or broken. Kept here because bindings, strings and expressions hold one another. */
  readonly lowerExpression: (lowering: Lowering) => Expression | null;
  open: OpenAnchor;
  depth: number;
  tooDeep: boolean;
  /** Bindings taken over from the earlier lowering: the topmost ones. */
  readonly reused: Set<AnchorData>;
}

export function newLowering(
  cursor: TreeCursor,
  language: Language,
  text: string,
  mended: MendedText | null,
  uri: string,
  earlier: Earlier | null,
  lowerExpression: Lowering["lowerExpression"],
): Lowering {
  const open = newAnchor(uri, 0);
  return {
    cursor,
    types: language.types,
    fields: language.fields,
    text,
    mended,
    uri,
    earlier,
    lowerExpression,
    open,
    depth: 0,
    tooDeep: false,
    reused: new Set(),
  };
}

export function newAnchor(uri: string, base: number): OpenAnchor {
  return {
    anchor: {
      uri,
      children: [],
      length: 0,
      binding: null,
      comments: [],
      problems: [],
      mended: false,
      problematic: false,
    },
    base,
  };
}

export function real(lowering: Lowering, offset: number): number {
  return lowering.mended === null ? offset : lowering.mended.toReal(offset);
}

/** Where the cursor's node stands, relative to the open anchor. */
export function place(lowering: Lowering): { anchor: AnchorData; start: number; end: number } {
  const { anchor, base } = lowering.open;
  const { cursor } = lowering;
  return {
    anchor,
    start: real(lowering, cursor.startIndex) - base,
    end: real(lowering, cursor.endIndex) - base,
  };
}

export function sourceText(lowering: Lowering): string {
  return textBetween(lowering, lowering.cursor.startIndex, lowering.cursor.endIndex);
}

/** Engines make a longer slice a view of the whole text. */
const LONGEST_COPIED_SLICE = 12;

/**
 * A stretch of the text that does not keep the text alive: nodes outlive many versions of it. What a first lowering
 * makes all comes from one text, which may as well stay.
 */
export function textBetween({ text, earlier }: Lowering, start: number, end: number): string {
  if (earlier === null || end - start <= LONGEST_COPIED_SLICE) return text.slice(start, end);
  const pieces: string[] = [];
  for (let at = start; at < end; at += LONGEST_COPIED_SLICE) {
    pieces.push(text.slice(at, Math.min(end, at + LONGEST_COPIED_SLICE)));
  }
  return pieces.join("");
}

/** Visits the children of the cursor's node, with the type of each and its field's name (`null`: none). Comments are kept apart. */
export function eachChild(lowering: Lowering, visit: (type: string, field: string | null) => void): void {
  const { cursor, types, fields } = lowering;
  if (!cursor.gotoFirstChild()) return;
  do {
    const type = types[cursor.nodeTypeId] ?? "ERROR";
    if (type === "comment") {
      const { start, end } = place(lowering);
      lowering.open.anchor.comments.push(commentRange(lowering, start, end));
    } else visit(type, fields[cursor.currentFieldId] ?? null);
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

/** A comment ends before the line break, also before the CR of a CRLF. */
function commentRange({ cursor, text }: Lowering, start: number, end: number): Range {
  return { start, end: text.charCodeAt(cursor.endIndex - 1) === 13 ? end - 1 : end };
}

/** Runs `lower` one level deeper; `null` beyond the limit, and the whole file is then given up. */
export function deeper<T>(lowering: Lowering, lower: () => T | null): T | null {
  if (lowering.depth >= DEPTH_LIMIT) {
    lowering.tooDeep = true;
    return null;
  }
  lowering.depth++;
  const result = lower();
  lowering.depth--;
  return result;
}

/** Reports what Nix refuses at a place relative to the open anchor. */
export function report(
  lowering: Lowering,
  { start, end }: Range,
  message: string,
  insertion: SyntaxProblem["insertion"] = null,
): void {
  lowering.open.anchor.problems.push({ range: { start, end }, message, insertion });
}

/** Lowers the cursor's node, a binding, below an anchor of its own; takes over an untouched one. */
export function lowerAnchored(lowering: Lowering, lower: () => Binding | null): Binding | null {
  const { cursor } = lowering;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const base = real(lowering, start);
  const outer = lowering.open;
  const known = findEarlier(lowering, start, end);
  if (known?.binding != null) {
    lowering.reused.add(known);
    addChild(outer, { anchor: known, offset: base - outer.base });
    return known.binding;
  }
  const inner = newAnchor(lowering.uri, base);
  lowering.open = inner;
  const binding = lower();
  lowering.open = outer;
  closeAnchor(lowering, inner, end, lowering.mended?.touches(start, end) ?? false);
  inner.anchor.binding = binding;
  addChild(outer, { anchor: inner.anchor, offset: base - outer.base });
  return binding;
}

/** Sets what is known only when everything inside an anchor has been lowered. */
export function closeAnchor(lowering: Lowering, { anchor, base }: OpenAnchor, end: number, mended: boolean): void {
  anchor.length = real(lowering, end) - base;
  anchor.mended = mended;
  anchor.problematic ||= anchor.problems.length > 0;
}

function addChild({ anchor }: OpenAnchor, child: AnchorChild): void {
  anchor.children.push(child);
  anchor.problematic ||= child.anchor.problematic;
}

function findEarlier(lowering: Lowering, start: number, end: number): AnchorData | null {
  const { earlier, mended } = lowering;
  if (earlier === null || mended?.touches(start, end)) return null;
  const before = rangeBefore(earlier.change, { start: real(lowering, start), end: real(lowering, end) });
  if (before === null) return null;
  const found = bindingAt(earlier.anchor, earlier.start, before);
  return found === null || found.mended ? null : found;
}

/** tree-sitter takes a keyword for a name where the keyword itself cannot stand. */
export function refuseKeyword(lowering: Lowering, name: string, at: Range): void {
  if (KEYWORDS.has(name)) report(lowering, at, `\`${name}\` is a keyword: as a name it needs quotes`);
}
