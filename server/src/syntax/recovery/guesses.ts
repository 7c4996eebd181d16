/** Guesses at what was forgotten where a text does not parse as it stands: quotes above all, and a brace after `=`. */

import type { Mend } from "../tree/mend.ts";
import type { SyntaxProblem } from "../tree/parsedFile.ts";
import type { Reading } from "./explain.ts";
import { openerGuesses, tellsOfOpener } from "./guessOpeners.ts";
import type { ReadString } from "./readNotes.ts";
import { indentationAt, isFirstOnLine } from "./tokens.ts";

export interface Guess {
  readonly mend: Mend;
  readonly problem: SyntaxProblem;
  /** Taken also when it leaves no less wrong than the text as it stands. */
  readonly likely: boolean;
}

/** On longer lines nothing is guessed: no person wrote them, and what is tried there grows with their length squared. */
const LONGEST_LINE = 1_000;

/** How many strings before the first problem are looked at. */
const STRINGS_BACK = 3;

/** Guesses worth reading the text with, the likeliest first. */
export function guesses(text: string, reading: Reading): Guess[] {
  const open = reading.problems.filter((problem) => !reading.assumed.some((guess) => guess.problem === problem));
  const strings = reading.strings();
  const unclosed = strings.findLast(({ closed }) => !closed);
  if (open.length === 0) return [];
  if (unclosed === undefined && open.length < 2 && !open.some(tellsOfOpener)) return [];
  const noticed = Math.min(...open.map(({ range, insertion }) => insertion?.offset ?? range.start));
  const limit = unclosed?.start ?? noticed;
  const before = strings.filter(({ start }) => start <= limit);
  const double = before.filter(({ quote, start, end }) => quote === '"' && text.slice(start, end).includes("\n"));
  const indented = before.filter(({ quote }) => quote === "''");
  const all = [
    ...lineGuesses(text, noticed),
    ...holeGuesses(text, Math.max(limit, noticed)),
    ...double.slice(0, STRINGS_BACK).flatMap((string) => doubleGuesses(text, string)),
    ...near(indented, noticed).flatMap((string) => indentedGuesses(text, string)),
    ...double.slice(-1).flatMap((string) => doubleGuesses(text, string)),
    ...openerGuesses(text, open),
  ];
  const seen = new Set<string>();
  return all.filter(({ mend }) => {
    const key = `${mend.start}:${mend.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A `"` that was forgotten on the line where something was noticed first, if its quotes come to an odd number. */
function lineGuesses(text: string, noticed: number): Guess[] {
  const start = text.lastIndexOf("\n", noticed - 1) + 1;
  const line = lineFrom(text, start);
  if (line.length > LONGEST_LINE) return [];
  const quotes = [...line.matchAll(/(?<!\\)"/g)];
  const last = quotes.at(-1);
  if (last === undefined || quotes.length % 2 === 0) return [];
  const string: ReadString = { quote: '"', start: start + last.index, end: start + last.index + 1, closed: false };
  const indented = start + line.length - line.trimStart().length;
  return [...doubleGuesses(text, string), notOpened(string, indented)];
}

/** How many `${` before the first problem are looked at. */
const HOLES_BACK = 4;

/** A `}` that was forgotten after `${name` in a string. */
function holeGuesses(text: string, limit: number): Guess[] {
  const from = Math.max(0, limit - FAR);
  const holes = [...text.slice(from, limit + 2).matchAll(/\$\{(?=[\w(./])/g)].map(({ index }) => from + index);
  const suspects = holes.filter((start) => !isClosedOnLine(lineFrom(text.slice(start, start + LONGEST_LINE), 0)));
  return suspects.slice(-HOLES_BACK).flatMap((start) => {
    const line = lineFrom(text, start);
    if (line.length > LONGEST_LINE) return [];
    const ends = [/^\$\{[\w.'-]+/, /^\$\{[^\s"'}$;]+/, /^\$\{[^"}]+(?=")/, /^\$\{.*\S/].map(
      (end) => end.exec(line)?.[0].length ?? 0,
    );
    return [...new Set(ends)].filter((length) => length > 0).map((length) => holeGuess(start, start + length));
  });
}

/** Whether the `${` that a line starts with ends on it, as far as braces and quotes tell. */
function isClosedOnLine(line: string): boolean {
  let open = 0;
  let quotes = 0;
  for (const [sign] of line.matchAll(/[{}"]/g)) {
    if (sign === "{") open++;
    else if (sign === '"') quotes++;
    else if (--open === 0) return quotes % 2 === 0;
  }
  return false;
}

/** Nothing further back than this is searched, so that a guess costs no more in a larger file. */
const FAR = 20_000;

function holeGuess(start: number, at: number): Guess {
  const message = `this \`${"${"}\` is not closed: expected \`}\``;
  return guess(at, "}", { range: { start, end: start + 2 }, message, insertion: { offset: at, text: "}" } });
}

function lineFrom(text: string, start: number): string {
  return text.slice(start, endOfLine(text, start));
}

/** The strings around the first problem: those just before it, and the last of all. */
function near(strings: readonly ReadString[], offset: number): ReadString[] {
  const before = strings.filter(({ start }) => start <= offset);
  return [
    ...before.slice(-STRINGS_BACK).reverse(),
    ...strings.slice(before.length, before.length + 1),
    ...strings.slice(-1),
  ];
}

function guess(at: number, quote: string, problem: SyntaxProblem): Guess {
  return { mend: { start: at, end: at, text: quote }, problem, likely: true };
}

function notClosed({ start, quote }: ReadString, at: number): Guess {
  return guess(at, quote, {
    range: { start, end: start + quote.length },
    message: `this string is not closed: expected \`${quote}\``,
    insertion: { offset: at, text: quote },
  });
}

function notOpened({ start, quote }: ReadString, at: number): Guess {
  return guess(at, quote, {
    range: { start: at, end: Math.max(start + quote.length, at) },
    message: `nothing opens the string that this \`${quote}\` ends`,
    insertion: { offset: at, text: quote },
  });
}

/** A `"` that was forgotten somewhere on the line where a string starts that goes on over its end. */
function doubleGuesses(text: string, string: ReadString): Guess[] {
  const lineStart = text.lastIndexOf("\n", string.start - 1) + 1;
  const lineEnd = endOfLine(text, string.start);
  if (lineEnd - lineStart > LONGEST_LINE) return [];
  const found: Guess[] = [];
  const rest = text.slice(string.start + 1, lineEnd);
  for (const length of likelyLengths(rest)) found.push(notClosed(string, string.start + 1 + length));
  for (let quote = text.lastIndexOf('"', string.start); quote >= lineStart; quote = text.lastIndexOf('"', quote - 1)) {
    const word = /[^\s"(){}[\]=;]*(?:\$\{[^}]*\}[^\s"(){}[\]=;]*)*$/.exec(text.slice(lineStart, quote))?.[0] ?? "";
    const here = { ...string, start: quote };
    if (word !== "") found.push(notOpened(here, quote - word.length));
    const run = /[^\s"(){}[\];]*$/.exec(text.slice(lineStart, quote))?.[0] ?? "";
    if (run.length > word.length) found.push(notOpened(here, quote - run.length));
    const assigned = /=\s*(?=\S)(?!.*=\s)/.exec(text.slice(lineStart, quote));
    if (assigned !== null) found.push(notOpened(here, lineStart + assigned.index + assigned[0].length));
    const inside = /^[^\s";)\]}]+/.exec(text.slice(quote + 1, lineEnd))?.[0] ?? "";
    if (inside !== "") found.push(notClosed(here, quote + 1 + inside.length));
    if (quote === 0) break;
  }
  return found;
}

/** How much of the rest of a line a string takes that was not closed: all but what ends a value, or all but the `;`. */
function likelyLengths(rest: string): number[] {
  let length = rest.replace(/[\s;)\]},]*(?:\s#.*)?$/, "").length;
  // the `}` of an interpolation is no end of a value
  while (rest.slice(0, length).split("${").length > rest.slice(0, length).split("}").length) {
    const close = rest.indexOf("}", length);
    if (close < 0) break;
    length = close + 1;
  }
  return [...new Set([length, rest.replace(/\s*;?\s*(?:\s#.*)?$/, "").length])];
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** A `''` that was forgotten: at the end of this string, or before it, so that this is where one ends. */
function indentedGuesses(text: string, string: ReadString): Guess[] {
  const found: Guess[] = [];
  const lineEnd = endOfLine(text, string.start);
  const rest = text.slice(string.start + 2, lineEnd);
  const opener = isFirstOnLine(text, string.start) ? openerBefore(text, string.start) : null;
  if (opener !== null) found.push(notOpened(string, opener));
  if (rest.trim() !== "" && rest.length <= LONGEST_LINE) {
    found.push(notClosed(string, string.start + 2 + rest.replace(/[\s;)\]},]*$/, "").length));
  }
  const dedent = firstDedent(text, lineEnd, string.end, indentationAt(text, string.start));
  if (dedent !== null) found.push(notClosed(string, dedent));
  const before = text.slice(0, string.start);
  const opened = /[=([+]+[ \t]*(?:#[^\n]*)?\n(?![\s\S]*=[ \t]*\n)/.exec(before.slice(-FAR));
  if (opened !== null) {
    const base = Math.max(0, before.length - FAR);
    found.push(notOpened(string, base + opened.index + opened[0].trimEnd().length));
  }
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const assigned = line.lastIndexOf("= ");
  if (assigned >= 0) found.push(notOpened(string, before.length - line.length + assigned + 2));
  return found;
}

/** The end of the last line before `closer`'s that is indented no more: where a string starts that ends there. */
function openerBefore(text: string, closer: number): number | null {
  const indentation = indentationAt(text, closer);
  let end = text.lastIndexOf("\n", closer - 1);
  while (end > 0 && closer - end < FAR) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end).trimEnd();
    if (line !== "" && indentationAt(text, start) <= indentation) return start + line.length;
    end = start - 1;
  }
  return null;
}

/** The end of the first stretch of lines after `from` that is followed by one indented no more than `indentation`. */
function firstDedent(text: string, from: number, limit: number, indentation: number): number | null {
  for (let start = from + 1; start < limit && start < text.length; start = endOfLine(text, start) + 1) {
    const line = text.slice(start, endOfLine(text, start));
    if (line.trim() === "") continue;
    const own = line.length - line.trimStart().length;
    if (own > indentation) continue;
    return /^\s*[;)\]}]/.test(line) ? start + own : start - 1;
  }
  return null;
}
