/** Reads what stands in brackets in a broken text: lists, parentheses, interpolations, and paths that hold these. */

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
