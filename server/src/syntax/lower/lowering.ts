/**
 * The state of one lowering, and what all parts of it share: the cursor, offsets, comments, problems, anchors.
 * Invariant: a function that moves the cursor leaves it where it found it.
 */
import type { TreeCursor } from "web-tree-sitter";
import type { Range } from "../../base/range.ts";
import { type AnchorChild, type AnchorData, anchorAt, rangeBefore, type TextChange } from "../tree/anchors.ts";
import type { Binding, Expression } from "../tree/ast.ts";
import { KEYWORDS } from "../tree/attrName.ts";
import type { MendedText } from "../tree/mend.ts";
import type { SyntaxProblem } from "../tree/parsedFile.ts";
import type { Grammar } from "./grammar.ts";

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
  readonly grammar: Grammar;
  /** The text that the tree was made of. */
  readonly text: string;
  readonly mended: MendedText | null;
  readonly uri: string;
  readonly earlier: Earlier | null;
  /** The cursor's node, of this type, as an expression; `null` where it is missing or broken. Kept here because bindings, strings and expressions hold one another. */
  readonly lowerExpression: (lowering: Lowering, type: string) => Expression | null;
  open: OpenAnchor;
  depth: number;
  /** The greatest depth in the open anchor. */
  deepest: number;
  tooDeep: boolean;
  /** Bindings taken over from the earlier lowering: the topmost ones. */
  readonly reused: Set<AnchorData>;
}

export function newLowering(
  cursor: TreeCursor,
  grammar: Grammar,
  text: string,
  mended: MendedText | null,
  uri: string,
  earlier: Earlier | null,
  lowerExpression: Lowering["lowerExpression"],
): Lowering {
  const open = newAnchor(uri, 0);
  return {
    cursor,
    grammar,
    text,
    mended,
    uri,
    earlier,
    lowerExpression,
    open,
    depth: 0,
    deepest: 0,
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
      height: 0,
    },
    base,
  };
}

export function real(lowering: Lowering, offset: number): number {
  return lowering.mended === null ? offset : lowering.mended.toReal(offset);
}

/** Where a node stands in the text that the tree was made of. Asked once for each node: each answer of a cursor has its price. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function span({ cursor }: Lowering): Span {
  return { from: cursor.startIndex, to: cursor.endIndex };
}

/** Where the cursor's node stands, relative to the open anchor. */
export function place(lowering: Lowering, at = span(lowering)): { anchor: AnchorData; start: number; end: number } {
  const { anchor, base } = lowering.open;
  return { anchor, start: real(lowering, at.from) - base, end: real(lowering, at.to) - base };
}

export function sourceText(lowering: Lowering, at = span(lowering)): string {
  return textBetween(lowering, at.from, at.to);
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

/** Visits the children of the cursor's node, with the type of each. Comments are kept apart. */
export function eachChild(lowering: Lowering, visit: (type: string) => void): void {
  eachTypeId(lowering, (id) => visit(lowering.grammar.types[id] ?? "ERROR"));
}

/** Visits the children of the cursor's node that are more than a sign or a keyword and have a field, with its name and the type of each. */
export function eachField(lowering: Lowering, visit: (field: string, type: string) => void): void {
  const { types, named } = lowering.grammar;
  eachTypeId(lowering, (id) => {
    const field = named[id] ? fieldName(lowering) : null;
    if (field !== null) visit(field, types[id] ?? "ERROR");
  });
}

/** The field of the cursor's node; `null`: it has none. */
export function fieldName({ cursor, grammar }: Lowering): string | null {
  return grammar.fields[cursor.currentFieldId] ?? null;
}

function eachTypeId(lowering: Lowering, visit: (id: number) => void): void {
  const { cursor, grammar } = lowering;
  if (!cursor.gotoFirstChild()) return;
  do {
    const id = cursor.nodeTypeId;
    if (id === grammar.comment) lowering.open.anchor.comments.push(commentRange(lowering));
    else visit(id);
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

/** A comment ends before the line break, also before the CR of a CRLF. */
function commentRange(lowering: Lowering): Range {
  const at = span(lowering);
  const { start, end } = place(lowering, at);
  return { start, end: lowering.text.charCodeAt(at.to - 1) === 13 ? end - 1 : end };
}

/** Runs `lower` one level deeper; `null` beyond the limit, and the whole file is then given up. */
export function deeper<T>(lowering: Lowering, lower: () => T | null): T | null {
  if (lowering.depth >= DEPTH_LIMIT) {
    lowering.tooDeep = true;
    return null;
  }
  lowering.depth++;
  lowering.deepest = Math.max(lowering.deepest, lowering.depth);
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
export function lowerAnchored(lowering: Lowering, lower: (at: Span) => Binding | null): Binding | null {
  const at = span(lowering);
  const base = real(lowering, at.from);
  const outer = lowering.open;
  const known = findEarlier(lowering, at);
  if (known?.binding != null) {
    lowering.reused.add(known);
    // What is taken over may stand deeper now than where it was lowered.
    lowering.deepest = Math.max(lowering.deepest, lowering.depth + known.height);
    if (lowering.deepest > DEPTH_LIMIT) lowering.tooDeep = true;
    addChild(outer, { anchor: known, offset: base - outer.base });
    return known.binding;
  }
  const inner = newAnchor(lowering.uri, base);
  const outerDeepest = lowering.deepest;
  lowering.open = inner;
  lowering.deepest = lowering.depth;
  const binding = lower(at);
  lowering.open = outer;
  inner.anchor.height = lowering.deepest - lowering.depth;
  lowering.deepest = Math.max(outerDeepest, lowering.deepest);
  closeAnchor(lowering, inner, at.to, lowering.mended?.touches(at.from, at.to) ?? false);
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

function findEarlier(lowering: Lowering, { from, to }: Span): AnchorData | null {
  const { earlier, mended } = lowering;
  if (earlier === null || mended?.touches(from, to)) return null;
  const before = rangeBefore(earlier.change, { start: real(lowering, from), end: real(lowering, to) });
  if (before === null) return null;
  const found = anchorAt(earlier.anchor, earlier.start, before);
  return found === null || found.mended ? null : found;
}

/** tree-sitter takes a keyword for a name where the keyword itself cannot stand. */
export function refuseKeyword(lowering: Lowering, name: string, at: Range): void {
  if (KEYWORDS.has(name)) report(lowering, at, `\`${name}\` is a keyword: as a name it needs quotes`);
}
