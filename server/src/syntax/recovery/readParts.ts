/** Reads the parts of a broken text that everything else is made of: brackets, strings, and the names of bindings. */
import { BINARY, isBare, startsExpression } from "./expressionStart.ts";
import {
  addProblem,
  advance,
  at,
  blank,
  close,
  closeMissing,
  closesOuter,
  describe,
  dropToken,
  endRange,
  insert,
  insertMissing,
  isLeftOf,
  moveTo,
  type Opening,
  open,
  type Probe,
  skip,
} from "./probe.ts";
import { isFirstOnLine, startsBinding, tokenAt } from "./tokens.ts";

/** Reads a path with the interpolations in it. */
export function readPath(probe: Probe): void {
  advance(probe);
  while (probe.text.startsWith("${", probe.previousEnd)) {
    readInterpolation(probe);
    const rest = /^[a-zA-Z0-9._\-+/]+/.exec(probe.text.slice(probe.previousEnd, probe.previousEnd + 4096));
    if (rest !== null) moveTo(probe, probe.previousEnd + rest[0].length);
  }
}

/** Reads `[ … ]`; the current token is the bracket. */
export function readList(probe: Probe): void {
  const opening = open(probe, "]");
  for (;;) {
    const { token, text } = probe;
    if (token.type === "end" || isLeftOf(probe, opening)) {
      finishUnclosed(probe, opening);
      return;
    }
    if (skip(probe, "]")) break;
    if (isFirstOnLine(text, token.start) && startsBinding(text, token.start)) {
      finishUnclosed(probe, opening);
      return;
    }
    if (at(probe, ",")) dropToken(probe, "list items are separated by blanks, not by `,`");
    else if (isBare(probe)) probe.read.bare(probe);
    else if (startsExpression(probe)) probe.read.simple(probe);
    else if (at(probe, ";") || closesOuter(probe)) {
      finishUnclosed(probe, opening);
      return;
    } else if (isOperator(probe)) needsParentheses(probe);
    else dropToken(probe);
  }
  close(probe);
}

function isOperator(probe: Probe): boolean {
  const { type, text } = probe.token;
  return type === "symbol" && (BINARY.has(text) || text === "!" || text === "?");
}

function needsParentheses(probe: Probe): void {
  dropToken(probe, `an operation such as \`${probe.token.text}\` needs parentheses inside a list`);
}

function finishUnclosed(probe: Probe, opening: Opening): void {
  closeMissing(probe, opening);
  close(probe);
}

/** Reads `( … )`; the current token is the parenthesis. */
export function readParentheses(probe: Probe): void {
  const opening = open(probe, ")");
  if (!isLeftOf(probe, opening)) probe.read.expression(probe, "`(`");
  closeAfterExpression(probe, opening);
}

/** Reads `${ … }`; the current token is the `${`. */
export function readInterpolation(probe: Probe): void {
  const opening = open(probe, "}");
  probe.read.expression(probe, "`${`");
  closeAfterExpression(probe, opening);
}

/** Reads the closer that must come after an expression, dropping what stands before it. */
function closeAfterExpression(probe: Probe, opening: Opening): void {
  const { closer } = opening;
  if (!skip(probe, closer)) {
    const stray = strayBefore(probe, closer);
    if (stray === null) closeMissing(probe, opening);
    else {
      addProblem(probe, probe.token, `unexpected ${describe(probe.token)}: expected \`${closer}\``);
      blank(probe, stray);
      moveTo(probe, stray.end);
      skip(probe, closer);
    }
  }
  close(probe);
}

/** What stands on this line before the closer, when nothing there means that the closer itself is missing. */
function strayBefore(probe: Probe, closer: string): { start: number; end: number } | null {
  const { start } = probe.token;
  if (isFirstOnLine(probe.text, start) || closesOuter(probe)) return null;
  let token = probe.token;
  while (token.text !== closer) {
    if (token.type === "end" || token.type === "quote" || ";{}[]()".includes(token.text)) return null;
    const next = tokenAt(probe.text, token.end);
    if (probe.text.slice(token.end, next.start).includes("\n")) return null;
    token = next;
  }
  return { start, end: token.start };
}

/** Reads `"…"` or `''…''`; the current token is the opening quote. */
export function readQuoted(probe: Probe): void {
  const { token, text } = probe;
  const quote = token.text;
  const slot = probe.strings.length;
  probe.strings.push({ quote, start: token.start, end: text.length, closed: false });
  let from = token.end;
  for (;;) {
    from = textEnd(text, from, quote);
    if (text.startsWith("${", from)) {
      moveTo(probe, from);
      readInterpolation(probe);
      from = probe.previousEnd;
      continue;
    }
    const closed = text.startsWith(quote, from);
    const end = closed ? from + quote.length : text.length;
    probe.strings[slot] = { quote, start: token.start, end, closed };
    if (!closed) {
      const range = { start: token.start, end: token.end };
      addProblem(probe, range, `this string is not closed: expected \`${quote}\``, null);
      insert(probe, end, quote);
    }
    moveTo(probe, end);
    return;
  }
}

/** Where the plain text that starts at `from` ends: at a quote, a `${`, or the end. */
function textEnd(text: string, from: number, quote: string): number {
  let end = from;
  while (end < text.length) {
    const step = quote === '"' ? doubleStep(text, end) : indentedStep(text, end);
    if (step === 0) return end;
    end += step;
  }
  return text.length;
}

/** How many units at `at` are text for sure; 0 where the text ends. */
function doubleStep(text: string, at: number): number {
  const unit = text.charAt(at);
  if (unit === "\\") return 2;
  if (unit === '"') return 0;
  return unit === "$" ? dollarStep(text.charAt(at + 1), '"\\') : 1;
}

function indentedStep(text: string, at: number): number {
  const unit = text.charAt(at);
  if (unit === "$") return dollarStep(text.charAt(at + 1), "'");
  if (unit !== "'" || text.charAt(at + 1) !== "'") return 1;
  const third = text.charAt(at + 2);
  if (third === "$" || third === "'") return 3;
  return third === "\\" ? 4 : 0;
}

/** A `$` takes the unit after it along, so that `$${` opens nothing, unless that unit has a meaning of its own. */
function dollarStep(next: string, meaningful: string): number {
  if (next === "{") return 0;
  return next !== "" && meaningful.includes(next) ? 1 : 2;
}

/** Whether a name of an attribute path stands here. */
export function startsName(probe: Probe): boolean {
  const { type, text } = probe.token;
  return type === "name" || (type === "quote" && text === '"') || at(probe, "${");
}

/** Reads `a.b."c".${d}`; the current token starts a name. */
export function readAttrPath(probe: Probe): void {
  readName(probe);
  while (at(probe, ".")) {
    advance(probe);
    const { text, token } = probe;
    const nextLine = isFirstOnLine(text, token.start) && startsBinding(text, token.start);
    if (startsName(probe) && !nextLine) readName(probe);
    else {
      addProblem(probe, endRange(probe), "expected a name after `.`");
      insertMissing(probe, probe.previousEnd);
    }
  }
}

/** Reads one name; the current token starts it. */
export function readName(probe: Probe): void {
  if (probe.token.type === "quote") readQuoted(probe);
  else if (at(probe, "${")) readInterpolation(probe);
  else advance(probe);
}
