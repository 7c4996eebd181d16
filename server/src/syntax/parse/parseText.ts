/**
 * From text to a parsed file: the only file that makes tree-sitter trees. A tree that is returned belongs to the
 * caller; every other one is deleted here.
 * Invariants: never throws on any text; what is too large, too much work, too deep or no text is `notAnalysed`. What comes
 * out depends on the text alone, never on a clock or on what the text was before: a tree is made from an earlier one only
 * if it has no error, and a text has but one such tree.
 */
import { Edit, type ParseState, type Tree, type Parser as TreeParser } from "web-tree-sitter";
import type { Uri } from "../../base/uri.ts";
import type { Grammar } from "../lower/grammar.ts";
import { type Lowered, lowerTree } from "../lower/lower.ts";
import { type Explanation, explain } from "../recovery/explain.ts";
import { TextNotes } from "../recovery/readNotes.ts";
import { skipBlank } from "../recovery/tokens.ts";
import type { TextChange } from "../tree/anchors.ts";
import type { Anchor } from "../tree/ast.ts";
import { type Mend, MendedText } from "../tree/mend.ts";
import type { SyntaxProblem } from "../tree/parsedFile.ts";
import { holdsSopsData, isArmoured } from "./encrypted.ts";
import { AnalysedFile } from "./file.ts";
import { hasLongRun } from "./longRun.ts";

const SIZE_LIMIT = 2 * 1024 * 1024;

/**
 * Work is counted in callbacks of the parser, which calls back after every hundred of its operations (tree-sitter's
 * lib/src/parser.c, `ts_parser__check_progress`), so that a machine's speed changes no answer.
 *
 * A text without errors takes up to 0.06 callbacks for each unit, whatever is in it (measured: the densest texts of each
 * form), so one for each unit ends only the making of trees that have errors. Nothing that parses is given up for it.
 */
const WHOLE_WORK_BASE = 1_000;
/** What making a tree with errors in it may take: some half a second. */
const BROKEN_WORK_LIMIT = 20_000;

export interface TreeMachine {
  readonly parser: TreeParser;
  readonly grammar: Grammar;
}

export interface ParsedText {
  readonly file: AnalysedFile;
  /** The tree the file was lowered from; `null` when it was not analysed. */
  readonly tree: Tree | null;
  /** What was changed in the text before that tree was made. */
  readonly mends: readonly Mend[];
  /** What is known of reading the text; `null` as long as it never had to be explained. */
  readonly notes: TextNotes | null;
}

export interface AnalysisRequest {
  readonly uri: Uri;
  readonly text: string;
  /** What the text was before, and how it changed since. */
  readonly before: { readonly analysis: ParsedText; readonly change: TextChange } | null;
  /** Mends that are given, instead of found where the text is broken. The text is then the one before. */
  readonly mends: readonly Mend[] | null;
  /** With mends that are given: what does not parse even so is of no use, and is not looked at. */
  readonly onlyWhole?: boolean;
  readonly lastKnown: WeakMap<Anchor, number>;
}

export function parseText(machine: TreeMachine, request: AnalysisRequest): ParsedText {
  const { text } = request;
  if (text.length > SIZE_LIMIT) return notAnalysed(request, "it is larger than 2 MB");
  if (isArmoured(text)) return notAnalysed(request, "it is encrypted");
  if (text.includes("\0")) return notAnalysed(request, "it is not a text file");
  const base = realTree(request);
  try {
    return analyseText(machine, request, base);
  } finally {
    base?.delete();
  }
}

function notAnalysed({ uri, text, lastKnown }: AnalysisRequest, reason: string): ParsedText {
  return {
    file: new AnalysedFile(uri, text, { notAnalysed: reason }, [], lastKnown),
    tree: null,
    mends: [],
    notes: null,
  };
}

const WHOLE: Explanation = { problems: [], mends: [] };

function analyseText(machine: TreeMachine, request: AnalysisRequest, base: Tree | null): ParsedText {
  const { text, before } = request;
  const asItIs = request.mends === null ? wholeTree(machine, text, base) : null;
  const whole = asItIs !== null;
  if (!whole && request.mends === null && holdsSopsData(text)) return notAnalysed(request, "it is encrypted");
  const known = request.mends === null ? (before?.analysis.notes?.after(before.change) ?? null) : null;
  const notes = whole ? known : (known ?? new TextNotes());
  const explanation = explanationOf(request, notes, whole);
  if (!whole && request.mends === null && explanation.problems.length === 0) {
    return notAnalysed(request, "it has a syntax that PlasmaCloud does not know");
  }
  const mended = whole ? null : new MendedText(text, explanation.mends);
  for (const mend of explanation.mends.toReversed()) base?.edit(edit(mend.start, mend.end, mend.text.length));
  const tree = mended === null ? asItIs : mendedTree(machine, request, mended.text, base);
  if (tree === null) {
    return notAnalysed(request, request.onlyWhole === true ? "it does not parse" : "it is too broken to be parsed");
  }
  return loweredAnalysis(machine, request, { tree, mended, explanation, notes });
}

interface Parsed {
  readonly tree: Tree;
  readonly mended: MendedText | null;
  readonly explanation: Explanation;
  readonly notes: TextNotes | null;
}

function loweredAnalysis({ grammar }: TreeMachine, request: AnalysisRequest, parsed: Parsed): ParsedText {
  const { uri, text, before, lastKnown } = request;
  const { tree, mended, explanation, notes } = parsed;
  const earlier = before && {
    root: before.analysis.file.root,
    anchor: before.analysis.file.anchor,
    start: before.analysis.file.start,
    change: before.change,
  };
  const lowered: Lowered = lowerTree(tree, grammar, mended?.text ?? text, mended, uri, earlier);
  if (lowered.tooDeep) {
    tree.delete();
    return notAnalysed(request, "its expressions nest too deeply");
  }
  if (request.mends === null) before?.analysis.file.rememberWithout(lowered.reused);
  const problems = [...wholeTextProblems(text), ...explanation.problems];
  return { file: new AnalysedFile(uri, text, lowered, problems, lastKnown), tree, mends: explanation.mends, notes };
}

function explanationOf({ text, mends }: AnalysisRequest, notes: TextNotes | null, whole: boolean): Explanation {
  if (mends !== null) return { problems: [], mends };
  return whole ? WHOLE : explain(text, notes ?? undefined);
}

/** What Nix refuses of a text that tree-sitter takes as a whole. */
function wholeTextProblems(text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  if (text.startsWith("\uFEFF")) {
    const message = "Nix does not read files that start with a byte order mark: save this one as UTF-8 without it";
    problems.push({ range: { start: 0, end: 1 }, message, insertion: null });
  }
  if (skipBlank(text, 0) === text.length) {
    const message = "a Nix file holds one expression, and this one holds none";
    problems.push({ range: { start: 0, end: 0 }, message, insertion: null });
  }
  return problems;
}

/**
 * How many units of the text the parser is given at once: what its buffer takes. Given the text as a whole, it takes
 * the same, but of slices that keep the text alive until the next full collection of garbage (measured).
 */
const CHUNK = 5_119;

/** The tree of a text without errors; `null`: it has some, and making it was stopped as soon as that was seen. */
function wholeTree({ parser }: TreeMachine, text: string, base: Tree | null): Tree | null {
  let left = WHOLE_WORK_BASE + text.length;
  const tree = makeTree(parser, text, base, ({ hasError }) => hasError || --left < 0);
  if (tree?.rootNode.hasError !== true) return tree;
  tree.delete();
  return null;
}

/** The tree of a mended text. With errors in it, it is made afresh, since it would depend on the earlier one. */
function mendedTree(machine: TreeMachine, request: AnalysisRequest, text: string, base: Tree | null): Tree | null {
  const whole = wholeTree(machine, text, base);
  if (whole !== null || request.onlyWhole === true) return whole;
  let left = BROKEN_WORK_LIMIT;
  return makeTree(machine.parser, text, null, () => --left < 0);
}

/** `null`: `stop`, which is asked at each callback, ended it. */
function makeTree(
  parser: TreeParser,
  text: string,
  base: Tree | null,
  stop: (state: ParseState) => boolean,
): Tree | null {
  const tree = parser.parse((index) => text.slice(index, index + CHUNK), base, { progressCallback: stop });
  if (tree === null) parser.reset();
  return tree;
}

/** The earlier tree as a tree of the new text: its mends taken back, the change made. */
function realTree({ before }: AnalysisRequest): Tree | null {
  const earlier = before?.analysis;
  if (before === null || earlier?.tree == null || hasLongRun(parsedOf(earlier))) return null;
  const tree = earlier.tree.copy();
  let grown = earlier.mends.reduce((sum, mend) => sum + mend.text.length - (mend.end - mend.start), 0);
  for (const mend of earlier.mends.toReversed()) {
    grown -= mend.text.length - (mend.end - mend.start);
    const start = mend.start + grown;
    tree.edit(edit(start, start + mend.text.length, mend.end - mend.start));
  }
  const { start, end, newEnd } = before.change;
  tree.edit(edit(start, end, newEnd - start));
  return tree;
}

/** The text that a tree was made of. */
function parsedOf({ file, mends }: ParsedText): string {
  return mends.length === 0 ? file.text : new MendedText(file.text, mends).text;
}

const ORIGIN = { row: 0, column: 0 };

/** Rows and columns are left out: the parser goes by offsets, and nothing reads them from the tree. */
function edit(start: number, end: number, newLength: number): Edit {
  return new Edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: start + newLength,
    startPosition: ORIGIN,
    oldEndPosition: ORIGIN,
    newEndPosition: ORIGIN,
  });
}
