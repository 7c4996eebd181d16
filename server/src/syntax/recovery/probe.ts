/**
 * The state of one reading of a broken text: where it is, what is open, what was found wrong, and how the text would
 * have to be changed to parse. `readExpression.ts` and `readBindings.ts` move it along.
 */
import type { Range } from "../../base/range.ts";
import type { Mend } from "../tree/mend.ts";
import { MISSING } from "../tree/mend.ts";
import type { SyntaxProblem } from "../tree/parsedFile.ts";
import type { ReadingNotes, StringRun } from "./readNotes.ts";
import { indentationAt, isFirstOnLine, type Token, tokenAt } from "./tokens.ts";

/** Something that was opened and must be closed. */
export interface Opening {
  readonly token: Token;
  readonly closer: string;
  /** How far the line is indented that it stands on; `null` where what follows on that line makes it no guide. */
  readonly indentation: number | null;
  readonly outerValueIndentation: number | null;
}

/** The readers that hold one another; the probe carries them, so that their files need not import in a circle. */
export interface Readers {
  /** Reads an expression; `after` names what it is the value of. */
  readonly expression: (probe: Probe, after: string | null) => void;
  /** Reads one value with the selections after it. */
  readonly simple: (probe: Probe) => void;
  /** Reads a form that needs parentheses where it stands, and says so. */
  readonly bare: (probe: Probe) => void;
}

export interface Probe {
  readonly text: string;
  readonly read: Readers;
  /** Whether indentation may say that something was not closed. */
  readonly byIndentation: boolean;
  token: Token;
  /** The end of the token before `token`. */
  previousEnd: number;
  readonly openings: Opening[];
  readonly problems: SyntaxProblem[];
  readonly mends: Mend[];
  readonly strings: StringRun["items"][number][];
  /** How far the binding is indented whose value is being read; `null` inside brackets, or when it starts no line. */
  valueIndentation: number | null;
  /** The argument of a call that was read last. */
  lastArgument: Range;
  depth: number;
  readonly notes: ReadingNotes;
  /** The deepest place, and the least indentation that was compared with that of an opening, since the last note began. */
  deepest: number;
  leastIndentation: number;
  /** Reading stops when there are more problems than this: another reading is better already. */
  readonly bound: number;
}

/** Thrown to stop a reading that is of no use any more; caught where it was started. One for all: it comes often. */
export const readingStopped = new Error("this reading is of no use");

export const DEPTH_LIMIT = 600;

export function newProbe(
  text: string,
  read: Readers,
  byIndentation: boolean,
  bound: number,
  notes: ReadingNotes,
): Probe {
  return {
    text,
    read,
    byIndentation,
    token: tokenAt(text, 0),
    previousEnd: 0,
    openings: [],
    problems: [],
    mends: [],
    strings: [],
    valueIndentation: null,
    lastArgument: { start: 0, end: 0 },
    depth: 0,
    notes,
    deepest: 0,
    leastIndentation: Number.POSITIVE_INFINITY,
    bound,
  };
}

/** Takes the current token and reads the next. */
export function advance(probe: Probe): Token {
  const taken = probe.token;
  moveTo(probe, taken.end);
  return taken;
}

/** Goes on reading at an offset. */
export function moveTo(probe: Probe, offset: number): void {
  probe.previousEnd = offset;
  probe.token = tokenAt(probe.text, offset);
}

/** Whether the current token is this symbol or keyword. */
export function at(probe: Probe, text: string): boolean {
  const { type } = probe.token;
  return probe.token.text === text && (type === "symbol" || type === "keyword");
}

export function skip(probe: Probe, text: string): boolean {
  if (!at(probe, text)) return false;
  advance(probe);
  return true;
}

export function addProblem(
  probe: Probe,
  range: Range,
  message: string,
  insertion: SyntaxProblem["insertion"] = null,
): void {
  probe.problems.push({ range: { start: range.start, end: range.end }, message, insertion });
  if (probe.problems.length > probe.bound) throw readingStopped;
}

/** Puts text in, so that the text parses there. */
export function insert(probe: Probe, offset: number, text: string): void {
  probe.mends.push({ start: offset, end: offset, text });
}

/** Puts a placeholder where an expression or a name is missing. */
export function insertMissing(probe: Probe, offset: number): void {
  insert(probe, offset, ` ${MISSING} `);
}

/** Takes a stretch out, keeping its length. */
export function blank(probe: Probe, { start, end }: Range): void {
  probe.mends.push({ start, end, text: " ".repeat(end - start) });
}

/** The last unit before the current token: where something is missing after what was read. */
export function endRange(probe: Probe): Range {
  return { start: Math.max(0, probe.previousEnd - 1), end: probe.previousEnd };
}

/** Reports that something must follow what was read, and puts it in. */
export function expectAfter(probe: Probe, message: string, text: string): void {
  const offset = probe.previousEnd;
  if (text === ";" && joinSemicolon(probe, offset)) return;
  addProblem(probe, endRange(probe), message, { offset, text });
  insert(probe, offset, text);
}

/** A `;` that is missing together with the closer before it is told with that. */
function joinSemicolon(probe: Probe, offset: number): boolean {
  const last = probe.problems.at(-1);
  if (last?.insertion?.offset !== offset || !/[}\])]$/.test(last.insertion.text)) return false;
  probe.problems.splice(-1, 1, { ...last, insertion: { offset, text: `${last.insertion.text};` } });
  insert(probe, offset, ";");
  return true;
}

export function nest<T>(probe: Probe, read: () => T): T {
  if (++probe.depth > DEPTH_LIMIT) throw readingStopped;
  probe.deepest = Math.max(probe.deepest, probe.depth);
  const result = read();
  probe.depth--;
  return result;
}

/** Notes the current token as an opening, and takes it. */
export function open(probe: Probe, closer: string): Opening {
  const { token, text } = probe;
  const rest = tokenAt(text, token.end);
  const guide = isFirstOnLine(text, rest.start) && indentationAt(text, rest.start) > indentationAt(text, token.start);
  const indentation = guide ? indentationAt(text, token.start) : null;
  const opening = { token, closer, indentation, outerValueIndentation: probe.valueIndentation };
  probe.openings.push(opening);
  probe.valueIndentation = null;
  advance(probe);
  return opening;
}

/** Forgets the innermost opening: it was closed, or will not be. */
export function close(probe: Probe): void {
  probe.valueIndentation = probe.openings.pop()?.outerValueIndentation ?? null;
}

/** Whether the current token, by its indentation, belongs to no value of the binding that is being read. */
export function isLeftOfValue(probe: Probe): boolean {
  const { byIndentation, valueIndentation, token, text } = probe;
  if (!byIndentation || valueIndentation === null || !isFirstOnLine(text, token.start)) return false;
  return indentationAt(text, token.start) <= valueIndentation;
}

/** Whether the current token closes something that was opened further out. */
export function closesOuter(probe: Probe): boolean {
  const { token, openings } = probe;
  if (token.type !== "symbol" && token.type !== "keyword") return false;
  return openings.slice(0, -1).some(({ closer }) => closer === token.text);
}

/** Whether the current token stands so far left that, by its indentation, `opening` must have ended before it. */
export function isLeftOf(probe: Probe, { indentation, closer }: Opening): boolean {
  const { byIndentation, token, text } = probe;
  if (!byIndentation || indentation === null || token.type === "end") return false;
  if (!isFirstOnLine(text, token.start)) return false;
  const here = indentationAt(text, token.start);
  return here < indentation || (here === indentation && token.text !== closer);
}

/** Whether the current token, by its indentation, ends anything that is open here. */
export function isLeftOfAny(probe: Probe): boolean {
  const { byIndentation, token, text, openings } = probe;
  if (!byIndentation || !isFirstOnLine(text, token.start)) return false;
  probe.leastIndentation = Math.min(probe.leastIndentation, indentationAt(text, token.start));
  return openings.some((opening) => isLeftOf(probe, opening));
}

/** Reports an opening that nothing closes; the closer belongs right after what was read so far. */
export function closeMissing(probe: Probe, opening: Opening): void {
  const { token, closer } = opening;
  const offset = probe.previousEnd;
  const message = `this \`${token.text}\` is not closed: expected \`${closer}\``;
  addProblem(probe, token, message, { offset, text: closeText(probe, opening) });
  insert(probe, offset, ` ${closer} `);
}

/** A closer on a line of its own where the opening ends its line, else right here. */
function closeText(probe: Probe, { indentation, closer, token }: Opening): string {
  if (indentation === null)
    return token.text === "(" || (closer === "}" && token.text === "${") ? closer : ` ${closer}`;
  return `${probe.text.includes("\r\n") ? "\r\n" : "\n"}${" ".repeat(indentation)}${closer}`;
}

/** What a token is called in a message. */
export function describe({ type, text }: Token): string {
  return type === "end" ? "the end of the file" : `\`${text}\``;
}

/** Reports the current token as one that cannot stand here, and takes it out together with what depends on it. */
export function dropToken(probe: Probe, message = `unexpected ${describe(probe.token)}`): void {
  const { start, end } = probe.token;
  addProblem(probe, { start, end }, message);
  blank(probe, { start, end });
  advance(probe);
}
