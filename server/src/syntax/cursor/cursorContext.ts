/**
 * What is wanted at a place in a half-typed text: a marker is put there instead of the word, what else is broken is
 * mended, and the marker's place in the tree says the rest. The broken tree itself is never read.
 */
import type { Range } from "../../base/range.ts";
import { type Mender, type Mending, mendingOf } from "../parse/mender.ts";
import { type Closers, closersAfter } from "../recovery/closers.ts";
import { explain } from "../recovery/explain.ts";
import { scopesAlong } from "../scopes/scope.ts";
import type { Node } from "../tree/ast.ts";
import { MARKER, type Mend, MendedText, MISSING, orderMends } from "../tree/mend.ts";
import type { ParsedFile } from "../tree/parsedFile.ts";
import { children } from "../tree/walk.ts";
import type { CursorContext } from "./cursor.ts";
import { wantedAt } from "./wanted.ts";

/** What is wanted at an offset; `null` where nothing is: a comment, an indented string, a number, right after a value. */
export function cursorAt(file: ParsedFile, offset: number): CursorContext | null {
  const word = wordAt(file.text, offset);
  if (word === null) return null;
  const place = markedPlace(file, word);
  const found = place && wantedAt(place.marked, place.trail, word);
  if (place === null || found == null) return null;
  const { marked, trail } = place;
  const { wanted, replaced } = found;
  const prefix = marked.text.slice(replaced.start, Math.max(replaced.start, offset));
  return { wanted, replaced, prefix, scopes: scopesAlong(trail), file: marked };
}

/** The word around an offset: what a name, or a part of a path, is made of. `null`: right after something closed. */
function wordAt(text: string, offset: number): Range | null {
  const before = WORD_BEFORE.exec(text.slice(Math.max(0, offset - LONGEST_WORD), offset))?.[0].length ?? 0;
  const after = WORD_AFTER.exec(text.slice(offset, offset + LONGEST_WORD))?.[0].length ?? 0;
  if (before + after === 0 && offset > 0 && ")]".includes(text.charAt(offset - 1))) return null;
  return { start: offset - before, end: offset + after };
}

/** A `'` belongs to a name, two of them to a string. */
const WORD_BEFORE = /(?:[A-Za-z_](?:[\w-]|'(?!'))*|[\w-]+)$/;
const WORD_AFTER = /^(?:[\w-]|'(?!'))*/;
const LONGEST_WORD = 256;

/** What makes a definition of a lone name. */
const DEFINITION = ` = ${MISSING};`;

/** A mended file with the marker in it, and the nodes from its root to the marker. */
interface MarkedPlace {
  readonly marked: ParsedFile;
  readonly trail: readonly Node[];
}

/** The file with the marker in place of the word, and everything else mended that does not parse. */
function markedPlace(file: ParsedFile, word: Range): MarkedPlace | null {
  const mending = mendingOf(file);
  if (mending === null) return null;
  const { mender } = mending;
  // Most texts lack nothing but what is being typed; a re-parse is much cheaper than an explanation.
  const whole = withLittle(file, word, mender);
  if (whole !== null) return placeIn(whole, word);
  const closers = closersAfter(file.text.slice(0, word.start));
  const closed = placeIn(withLineClosed(file, word, mender, closers), word);
  if (saysWhat(closed, word)) return closed;
  const isLast = file.text.slice(word.end).trim() === "";
  if (isLast && (closers.stringOnLine || (!closers.inString && closers.isInside))) {
    const cut = cutOff(file, word, mender, closers);
    if (cut !== null) return placeIn(cut, word);
  }
  const known = closers.inString ? null : placeIn(withKnownMends(mending, word), word);
  if (saysWhat(known, word)) return known;
  const explained = placeIn(withExplanation(file, word, mending), word);
  return explained ?? placeIn(cutOff(file, word, mender, closers), word);
}

function saysWhat(place: MarkedPlace | null, word: Range): place is MarkedPlace {
  return place !== null && wantedAt(place.marked, place.trail, word) !== null;
}

function placeIn(marked: ParsedFile | null, word: Range): MarkedPlace | null {
  if (marked?.root == null) return null;
  const trail = trailTo(marked, marked.root, word);
  return trail && { marked, trail };
}

function withLittle(file: ParsedFile, word: Range, mender: Mender): ParsedFile | null {
  const marker: Mend = { ...word, text: MARKER };
  const lineAbove = forgottenSemicolon(file.text, word);
  if (lineAbove !== null) {
    const semicolon: Mend = { start: lineAbove, end: lineAbove, text: ";" };
    const after: Mend = { start: word.end, end: word.end, text: DEFINITION };
    const whole = mender([semicolon, marker, after], { whole: true });
    if (whole !== null) return whole;
  }
  for (const following of likelyFollowing(file.text, word)) {
    const after: Mend = { start: word.end, end: word.end, text: following };
    const whole = mender(following === "" ? [marker] : [marker, after], { whole: true });
    if (whole !== null) return whole;
  }
  return null;
}

/**
 * Where a `;` belongs if the line above is a binding without one, and the cursor's line begins a path just below it:
 *
 *   services.iam.enable = true
 *   services.flaredb.|
 *
 * Without the `;` this is one value, a call over two lines; but nobody writes a call so.
 */
function forgottenSemicolon(text: string, word: Range): number | null {
  const lineStart = text.lastIndexOf("\n", word.start - 1) + 1;
  const indent = /^([ \t]*)(?:[\w'-]+\s*\.\s*)*$/.exec(text.slice(lineStart, word.start))?.[1];
  if (lineStart === 0 || indent === undefined) return null;
  const above = text.slice(text.lastIndexOf("\n", lineStart - 2) + 1, lineStart - 1).trimEnd();
  const isBinding = /^[\w"$][^#]*[^=!<>]=(?!=)[^#]*[\w"'\])}]$/.test(above.slice(indent.length));
  if (!above.startsWith(indent) || !isBinding || /\b(?:in|then|else|let|or)$/.test(above)) return null;
  return text.lastIndexOf("\n", lineStart - 2) + 1 + above.length;
}

/** Where what comes before the cursor is sound, the rest of the text is not needed to know what is wanted. */
function cutOff(file: ParsedFile, word: Range, mender: Mender, closers: Closers): ParsedFile | null {
  const marker: Mend = { ...word, text: MARKER };
  for (const following of closers.inString ? [""] : likelyFollowing(file.text, word)) {
    const inserted: Mend = { start: word.end, end: word.end, text: following + closers.text };
    const dropped: Mend = { start: word.end, end: file.text.length, text: "" };
    const whole = mender([marker, inserted, dropped], { whole: true });
    if (whole !== null) return whole;
  }
  return null;
}

/** What the cursor's line opens and leaves open, where it ends at the cursor: `a = { b = |`, `a = "|`, `a = [ b.|`. */
function withLineClosed(file: ParsedFile, word: Range, mender: Mender, all: Closers): ParsedFile | null {
  const { text } = file;
  const lineStart = text.lastIndexOf("\n", word.start - 1) + 1;
  const lineEnd = text.indexOf("\n", word.end);
  if (lineEnd < 0 || text.slice(word.end, lineEnd).trim() !== "") return null;
  const line = text.slice(lineStart, word.start);
  // What is opened last may go on below.
  if (/[{[(]\s*$/.test(line)) return null;
  const closers = closersAfter(line);
  const isOpened = closers.text !== "" && closers.inString === all.inString && all.text.startsWith(closers.text);
  if (!isOpened) return null;
  const marker: Mend = { ...word, text: MARKER };
  for (const following of closers.inString ? [""] : likelyFollowing(text, word)) {
    const after: Mend = { start: word.end, end: word.end, text: following + closers.text };
    const whole = mender([marker, after], { whole: true });
    if (whole !== null) return whole;
  }
  return null;
}

/** What was found missing in the text as it is, mostly is what is missing beside the marker too. */
function withKnownMends({ mends: known, mender }: Mending, word: Range): ParsedFile | null {
  if (known.length === 0 || known.some(({ start, end }) => start < end && start < word.end && end > word.start))
    return null;
  const before = known.filter(({ start }) => start < word.start);
  const after = known.filter(({ start, text }) => start >= word.end && !(start === word.end && isPlaceholder(text)));
  const here = before.at(-1);
  if (here?.end === word.start && isPlaceholder(here.text)) before.pop();
  return mender([...before, { ...word, text: MARKER }, ...after], { whole: true });
}

/** The marker stands in its place. */
function isPlaceholder(text: string): boolean {
  return text.includes(MISSING);
}

function withExplanation(file: ParsedFile, word: Range, { mender, notes }: Mending): ParsedFile | null {
  const marker: Mend = { ...word, text: MARKER };
  const marked = new MendedText(file.text, [marker]);
  const markerEnd = word.start + MARKER.length;
  const { mends } = explain(marked.text, notes?.after({ ...word, newEnd: markerEnd }));
  const toReal = (mend: Mend): Mend => ({
    start: marked.toReal(mend.start),
    end: marked.toReal(mend.end),
    text: mend.text,
  });
  const before = mends.filter(({ end }) => end <= word.start).map(toReal);
  const after = mends.filter(({ start }) => start >= markerEnd).map(toReal);
  return mender([...orderMends(before), marker, ...orderMends(after)], { whole: false });
}

/** What may have to follow the marker, the likeliest first: a parse that fails costs more than one that does not. */
function likelyFollowing(text: string, word: Range): readonly string[] {
  const next = /\S/.exec(text.slice(word.end, word.end + LONGEST_WORD))?.[0] ?? "";
  if (";=,}])".includes(next)) return ["", ";", DEFINITION];
  const before = text.slice(Math.max(0, word.start - LONGEST_WORD), word.start);
  return /[{;]\s*(?:(?:[\w'-]+|"[^"\n]*")\s*\.\s*)*$/.test(before) ? [DEFINITION, ";", ""] : [";", "", DEFINITION];
}

/** The nodes from the root to the marker, or `null` where the marker is in no node: in a comment. */
function trailTo(file: ParsedFile, root: Node, word: Range): Node[] | null {
  const range = file.rangeOf(root);
  if (word.start < range.start || range.end < word.end) return null;
  for (const child of children(root)) {
    const below = trailTo(file, child, word);
    if (below !== null) return [root, ...below];
  }
  return holdsMarker(root) ? [root] : null;
}

function holdsMarker(node: Node): boolean {
  switch (node.kind) {
    case "variable":
    case "attrName":
    case "inheritName":
    case "identifier":
      return node.name.includes(MARKER);
    case "string":
    case "path":
      return node.parts.some((part) => part.kind === "text" && part.text.includes(MARKER));
    default:
      return false;
  }
}
