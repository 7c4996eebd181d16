/**
 * Reads what stands between braces in a broken text, saying what is wrong where: bindings, `inherit`, formals. Bindings that
 * are known to read well where they stand are passed over.
 */

import { BINARY, startsExpression } from "./expressionStart.ts";
import {
  addProblem,
  advance,
  at,
  blank,
  close,
  closeMissing,
  closesOuter,
  DEPTH_LIMIT,
  describe,
  dropToken,
  expectAfter,
  insert,
  insertMissing,
  isLeftOf,
  isLeftOfValue,
  moveTo,
  nest,
  type Opening,
  open,
  type Probe,
  skip,
} from "./probe.ts";
import type { BindingNote, LineLead } from "./readNotes.ts";
import { readAttrPath, readName, readQuoted, startsName } from "./readParts.ts";
import { indentationAt, isFirstOnLine, startsBinding, tokenAt } from "./tokens.ts";

/** Reads `{ … }`; the current token is the brace. */
export function readSet(probe: Probe): void {
  const opening = open(probe, "}");
  readBindingList(probe, opening);
  close(probe);
}

/** Reads the bindings of a `let` and its `in`; the current token is the `let`. */
export function readLetBindings(probe: Probe): void {
  const opening = open(probe, "in");
  readBindingList(probe, opening);
  close(probe);
}

function readBindingList(probe: Probe, opening: Opening): void {
  const { closer } = opening;
  const first = probe.token.start;
  for (;;) {
    if (isEmptyAndEnded(probe, opening, first)) {
      closeUnfinished(probe, opening);
      return;
    }
    if (probe.token.type === "end" || (closer === "}" && isLeftOf(probe, opening))) {
      closeUnfinished(probe, opening);
      return;
    }
    if (skip(probe, closer)) return;
    if (at(probe, "inherit")) readNoted(probe, readInherit);
    else if (startsName(probe)) {
      if (closer === "in" && !looksLikeBinding(probe, opening)) {
        closeUnfinished(probe, opening);
        return;
      }
      readNoted(probe, readBinding);
    } else if (closesOuter(probe) || (closer === "in" && startsExpression(probe)) || endsOnLine(probe, opening)) {
      closeUnfinished(probe, opening);
      return;
    } else dropStray(probe);
  }
}

/** `f { ;`: a set in which nothing stands but the end of the binding it is in. */
function isEmptyAndEnded(probe: Probe, { closer }: Opening, first: number): boolean {
  return closer === "}" && probe.token.start === first && (at(probe, ";") || at(probe, ","));
}

/**
 * Whether a set that was begun on a line must have ended on it: `x = { a = 1; ;` before a line break, or
 *
 *   [
 *     { a = 1;
 *     ./b.nix
 */
function endsOnLine(probe: Probe, { closer, token: brace, indentation }: Opening): boolean {
  const { text, token, openings } = probe;
  if (closer !== "}" || indentation !== null) return false;
  if (at(probe, ";")) {
    const next = tokenAt(text, token.end);
    return !text.slice(brace.start, token.start).includes("\n") && isFirstOnLine(text, next.start);
  }
  return openings.at(-2)?.closer === "]" && startsExpression(probe) && isFirstOnLine(text, token.start);
}

function closeUnfinished(probe: Probe, opening: Opening): void {
  if (opening.closer === "in") {
    const offset = probe.token.type === "end" ? probe.previousEnd : probe.token.start;
    const bodyFollows = startsExpression(probe);
    addProblem(probe, opening.token, "this `let` has no `in`", { offset, text: bodyFollows ? "in " : " in " });
    insert(probe, offset, " in ");
    return;
  }
  closeMissing(probe, opening);
}

/** In a `let` without `in`, the body may start like a binding: it is one only if `=` follows, or nearly so. */
function looksLikeBinding(probe: Probe, { token: word }: Opening): boolean {
  const { text, token } = probe;
  if (startsBinding(text, token.start)) return true;
  let next = tokenAt(text, token.end);
  while (token.type === "name" && next.text === ".") {
    const name = tokenAt(text, next.end);
    const joined = name.type === "name" && !startsBinding(text, name.start);
    next = joined ? tokenAt(text, name.end) : name;
    if (!joined) break;
  }
  if (["=", "==", ";", "in"].includes(next.text)) return true;
  if (next.type === "end") return indentationAt(text, token.start) > indentationAt(text, word.start);
  return isFirstOnLine(text, next.start) && startsBinding(text, next.start);
}

function dropStray(probe: Probe): void {
  const { text } = probe.token;
  if (text === ",") {
    dropToken(probe, "bindings are separated by `;`, not by `,`");
    return;
  }
  if (text === ";") {
    dropToken(probe, "this `;` ends nothing");
    return;
  }
  const { start } = probe.token;
  addProblem(probe, probe.token, `unexpected ${describe(probe.token)}`);
  if (probe.token.type === "quote") readQuoted(probe);
  else advance(probe);
  skipToBinding(probe);
  blank(probe, { start, end: probe.previousEnd });
}

/** Goes on to the next place where a binding can start, or to a closer. */
function skipToBinding(probe: Probe): void {
  let nested = 0;
  for (;;) {
    const { type, text, start } = probe.token;
    if (type === "end") return;
    if (nested === 0 && isFirstOnLine(probe.text, start) && startsBinding(probe.text, start)) return;
    if (type === "symbol" && "{[(".includes(text)) nested++;
    else if (type === "symbol" && (text === "}" || text === "]" || text === ")")) {
      if (nested === 0 && closesAny(probe)) return;
      nested = Math.max(0, nested - 1);
    } else if (nested === 0 && text === "in" && type === "keyword") return;
    else if (nested === 0 && text === ";") {
      advance(probe);
      return;
    }
    if (type === "quote") readQuoted(probe);
    else advance(probe);
  }
}

function readBinding(probe: Probe): void {
  nest(probe, () => {
    const start = probe.token.start;
    const outer = probe.valueIndentation;
    probe.valueIndentation = isFirstOnLine(probe.text, start) ? indentationAt(probe.text, start) : null;
    readAttrPath(probe);
    const pathEnd = probe.previousEnd;
    if (readEquals(probe, start, pathEnd)) {
      const valueStart = probe.token.start;
      if (readValue(probe, probe.previousEnd)) {
        dropUnopened(probe, valueStart);
        readSemicolon(probe, "after this value");
      } else if (!skip(probe, ";")) insert(probe, probe.previousEnd, ";");
    }
    probe.valueIndentation = outer;
  });
}

/** Reads the `=`; `false` when the binding ends without a value. */
function readEquals(probe: Probe, start: number, end: number): boolean {
  const { token, text } = probe;
  if (skip(probe, "=")) return true;
  if (at(probe, "==") || at(probe, ":")) {
    addProblem(probe, token, `a binding is written with \`=\`, not with \`${token.text}\``);
    probe.mends.push({ start: token.start, end: token.end, text: token.text === ":" ? "=" : " =" });
    advance(probe);
    return true;
  }
  const lineOf = text.slice(end, token.start);
  if (startsExpression(probe) && !lineOf.includes("\n") && !startsBinding(text, token.start)) {
    addProblem(probe, { start, end }, "expected `=` after this name", { offset: end, text: " =" });
    insert(probe, end, " = ");
    return true;
  }
  addProblem(probe, { start, end }, "expected `=` and a value after this name", { offset: end, text: " = " });
  insert(probe, end, " = ");
  insertMissing(probe, end);
  if (!skip(probe, ";")) insert(probe, end, ";");
  return false;
}

/** Reads what stands after the `=` that ends at `equals`; `false` when the set, or its next binding, comes at once. */
function readValue(probe: Probe, equals: number): boolean {
  const { text, token } = probe;
  const nextBinding = startsExpression(probe) && startsBinding(text, token.start) && isFirstOnLine(text, token.start);
  if (nextBinding || token.type === "end" || at(probe, "}")) {
    addProblem(probe, { start: equals - 1, end: equals }, "expected a value after `=`");
    insertMissing(probe, equals);
    return false;
  }
  probe.read.expression(probe, "`=`");
  while (at(probe, "=")) {
    addProblem(probe, probe.token, "values are compared with `==`; a single `=` cannot stand here");
    probe.mends.push({ start: probe.token.start, end: probe.token.end, text: " == " });
    advance(probe);
    probe.read.expression(probe, "`==`");
  }
  return true;
}

/** A closer right after a value for which nothing is open: its opener was forgotten before the value. */
function dropUnopened(probe: Probe, valueStart: number): void {
  while ((at(probe, "]") || at(probe, ")")) && !closesAny(probe)) {
    const { text, start, end } = probe.token;
    const opener = text === "]" ? "[ " : "(";
    addProblem(probe, { start, end }, `nothing opens what this \`${text}\` closes`, {
      offset: valueStart,
      text: opener,
    });
    blank(probe, { start, end });
    advance(probe);
    readOn(probe);
  }
}

/** What follows a closer that nothing opens goes on with the value, as it would after a closer that something opens. */
function readOn(probe: Probe): void {
  const { type, text } = probe.token;
  if (type === "symbol" && BINARY.has(text)) probe.read.expression(probe, `\`${advance(probe).text}\``);
  else if (startsExpression(probe) && !startsBinding(probe.text, probe.token.start) && !isLeftOfValue(probe)) {
    probe.read.expression(probe, null);
  }
}

/** Reads the `;` that must come now. */
export function readSemicolon(probe: Probe, where: string): void {
  if (skip(probe, ";")) return;
  const message = `expected \`;\` ${where}`;
  if (at(probe, ",")) {
    addProblem(probe, probe.token, "a binding ends with `;`, not with `,`");
    probe.mends.push({ start: probe.token.start, end: probe.token.end, text: ";" });
    advance(probe);
    return;
  }
  const { text, token } = probe;
  const binding = startsBinding(text, token.start);
  if (token.type === "end" || at(probe, "}") || closesAny(probe) || binding) {
    expectAfter(probe, message, ";");
    return;
  }
  if (token.type === "keyword" || token.type === "quote" || isFirstOnLine(text, token.start)) {
    if (startsExpression(probe)) {
      expectAfter(probe, message, ";");
      return;
    }
  }
  const start = token.start;
  dropToken(probe);
  const from = probe.token.start;
  skipToBinding(probe);
  const ended = text.charAt(probe.previousEnd - 1) === ";" && probe.previousEnd > start;
  const end = ended ? probe.previousEnd - 1 : probe.previousEnd;
  if (end > from) blank(probe, { start: from, end });
  if (!ended) insert(probe, probe.previousEnd, ";");
}

function closesAny(probe: Probe): boolean {
  return probe.openings.some(({ closer }) => at(probe, closer));
}

function readInherit(probe: Probe): void {
  advance(probe);
  if (at(probe, "(")) {
    const opening = open(probe, ")");
    probe.read.expression(probe, "`(`");
    if (!skip(probe, ")")) closeMissing(probe, opening);
    close(probe);
  }
  while (startsName(probe) && !startsBinding(probe.text, probe.token.start)) readName(probe);
  if (at(probe, ",")) {
    while (at(probe, ",")) {
      dropToken(probe, "names after `inherit` are separated by blanks, not by `,`");
      while (startsName(probe) && !startsBinding(probe.text, probe.token.start)) readName(probe);
    }
  }
  readSemicolon(probe, "after the inherited names");
}

/** On longer lines nothing is noted: looking for where they begin would cost their length each time. */
const LONGEST_LEAD = 1_000;

/** Reads a binding with `read`, or passes over it; the current token is its first. */
export function readNoted(probe: Probe, read: (probe: Probe) => void): void {
  const { token, notes, text, problems, mends, strings } = probe;
  const lead = leadOf(text, token.start);
  if (lead === null) {
    read(probe);
    return;
  }
  const known = notes.at(token.start);
  if (known !== null && fits(probe, known, lead)) {
    passOver(probe, known);
    return;
  }
  notes.enter(token.start);
  const { passed } = notes;
  const { leastIndentation, deepest, depth } = probe;
  const wrong = problems.length + mends.length;
  const earlier = strings.length;
  probe.leastIndentation = Number.POSITIVE_INFINITY;
  probe.deepest = depth;
  read(probe);
  if (problems.length + mends.length === wrong) {
    const note = {
      length: probe.previousEnd - token.start,
      lead,
      leastIndentation: probe.leastIndentation,
      depth: probe.deepest - depth,
      strings: { base: token.start, items: strings.slice(earlier) },
    };
    notes.keep(token.start, note, passed);
  }
  probe.leastIndentation = Math.min(probe.leastIndentation, leastIndentation);
  probe.deepest = Math.max(probe.deepest, deepest);
}

/** Whether what surrounds the binding makes no difference to how it reads. */
function fits({ byIndentation, openings, depth }: Probe, note: BindingNote, lead: LineLead): boolean {
  if (note.lead.first !== lead.first || note.lead.indentation !== lead.indentation) return false;
  if (depth + note.depth > DEPTH_LIMIT) return false;
  return !byIndentation || openings.every(({ indentation }) => (indentation ?? -1) < note.leastIndentation);
}

function passOver(probe: Probe, note: BindingNote): void {
  const { start } = probe.token;
  probe.notes.pass(start, note);
  probe.leastIndentation = Math.min(probe.leastIndentation, note.leastIndentation);
  probe.deepest = Math.max(probe.deepest, probe.depth + note.depth);
  if (note.strings.items.length > 0) probe.strings.push({ at: start, run: note.strings });
  moveTo(probe, start + note.length);
}

/** `null` where the line begins too far off. */
function leadOf(text: string, start: number): LineLead | null {
  let first = true;
  let blanks = start;
  for (let at = start - 1; at >= 0; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 10) return { indentation: blanks - at - 1, first };
    if (start - at > LONGEST_LEAD) return null;
    if (unit === 32 || unit === 9) continue;
    blanks = at;
    first = false;
  }
  return { indentation: blanks, first };
}

/** Reads `{ a, b ? 1, ... }` of a function; the current token is the brace. */
export function readFormals(probe: Probe): void {
  const opening = open(probe, "}");
  let needsComma = false;
  for (;;) {
    if (skip(probe, "}")) break;
    const { token } = probe;
    if (token.type === "end" || isLeftOf(probe, opening)) {
      closeMissing(probe, opening);
      break;
    }
    if (at(probe, ",") || at(probe, ";")) {
      if (token.text === ";") replaceWithComma(probe);
      else if (!needsComma) dropToken(probe, "a name must stand between two commas");
      else advance(probe);
      needsComma = false;
    } else if (token.type === "name" || at(probe, "...")) {
      if (needsComma) expectAfter(probe, "expected `,` between the arguments", ",");
      const ellipsis = advance(probe);
      if (ellipsis.text === "..." && at(probe, ",")) {
        addProblem(probe, ellipsis, "`...` must be the last of the arguments");
        blank(probe, { start: ellipsis.start, end: probe.token.end });
        advance(probe);
        continue;
      }
      if (skip(probe, "?")) probe.read.expression(probe, "`?`");
      needsComma = true;
    } else if (closesOuter(probe) || at(probe, ":") || at(probe, "@")) {
      closeMissing(probe, opening);
      break;
    } else dropToken(probe);
  }
  close(probe);
}

function replaceWithComma(probe: Probe): void {
  addProblem(probe, probe.token, "arguments are separated by `,`, not by `;`");
  probe.mends.push({ start: probe.token.start, end: probe.token.end, text: "," });
  advance(probe);
}
