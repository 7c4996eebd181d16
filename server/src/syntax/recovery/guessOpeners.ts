/** Guesses at a `{`, `[` or `(` that was forgotten: its closer, or what stands in it, is noticed where it cannot stand. */

import type { SyntaxProblem } from "../tree/parsedFile.ts";
import type { Guess } from "./guesses.ts";
import { indentationAt, skipBlank, startsBinding, type Token, tokenAt } from "./tokens.ts";

/** How many problems are looked at, and how many places for each opener. */
const MOST_PROBLEMS = 3;
const MOST_PLACES = 16;
const LONGEST_LINE = 1_000;

/** `problems`: what is wrong, the first first. */
export function openerGuesses(text: string, problems: readonly SyntaxProblem[]): Guess[] {
  return [...holeOpeners(text, problems), ...bracketGuesses(text, problems), ...braceGuesses(text, problems)];
}

/** Whether a problem by itself says that something before it was forgotten. */
export function tellsOfOpener({ message }: SyntaxProblem): boolean {
  return message.endsWith("after the end of the file's expression");
}

/** A `{` that was forgotten: after an `=`, after the call it is an argument of, before formals, or in a list. */
function braceGuesses(text: string, problems: readonly SyntaxProblem[]): Guess[] {
  const places = new Set<number>();
  for (const { range, message, insertion } of problems.slice(0, MOST_PROBLEMS)) {
    if (message === "expected a value after `=`") places.add(range.end);
    else if (insertion?.text === ";") places.add(insertion.offset);
    else if (insertion !== null) {
      const next = skipBlank(text, insertion.offset);
      if (startsBinding(text, next)) places.add(next);
    }
  }
  const start = problems[0]?.range.start ?? 0;
  const line = text.lastIndexOf("\n", start - 1) + 1;
  places.add(line + indentationAt(text, line));
  const before = text.slice(0, line).trimEnd();
  if (/[^;{}[\]()"']$/.test(before)) places.add(before.length);
  // A single problem after the end is what the rest of a set looks like whose brace is missing.
  const likely = problems.length === 1 && problems.some(tellsOfOpener);
  return [...places].map((at) => ({
    mend: { start: at, end: at, text: " { " },
    problem: {
      range: { start: Math.max(0, at - 1), end: Math.max(1, at) },
      message: "expected `{` here",
      insertion: { offset: at, text: " {" },
    },
    likely,
  }));
}

/** A `${` that was forgotten before a name and its `}`: `cfg.option} = 1;`, outside of strings. */
function holeOpeners(text: string, problems: readonly SyntaxProblem[]): Guess[] {
  return problems.slice(0, MOST_PROBLEMS).flatMap(({ range }) => {
    const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
    const line = text.slice(lineStart, lineStart + LONGEST_LINE).split("\n", 1)[0] ?? "";
    return [
      ...line.matchAll(/(?<![\w.'{-])(?:[A-Za-z_][\w'-]*\.)*([A-Za-z_][\w'-]*)\}|(?<=\.)([A-Za-z_][\w'-]*)\}/g),
    ].flatMap(({ index, 0: whole, 1: last }) => {
      const end = index + whole.length - 1;
      const starts = last === undefined ? [index] : [end - last.length, index];
      return [...new Set(starts)].map((start) => holeOpener(lineStart + start, lineStart + end));
    });
  });
}

function holeOpener(at: number, closer: number): Guess {
  return {
    mend: { start: at, end: at, text: "${" },
    problem: {
      range: { start: closer, end: closer + 1 },
      message: "nothing opens what this `}` closes: expected `${`",
      insertion: { offset: at, text: "${" },
    },
    likely: false,
  };
}

const OPENERS: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
]);

/** A `(` or `[` that was forgotten on the line of a closer of it, or before the function that it should hold. */
function bracketGuesses(text: string, problems: readonly SyntaxProblem[]): Guess[] {
  return problems.slice(0, MOST_PROBLEMS).flatMap((problem) => {
    const lineStart = text.lastIndexOf("\n", problem.range.start - 1) + 1;
    const tokens = tokensOfLine(text, lineStart);
    const closers = tokens.filter(({ text: sign, start }) => OPENERS.has(sign) && start >= problem.range.start);
    const closer = closers[0];
    const opener = OPENERS.get(closer?.text ?? "") ?? (problem.message.startsWith("unexpected `:`") ? "(" : null);
    if (opener === null) return [];
    const limit = closer?.start ?? text.length;
    const places = tokens.filter(({ start }) => start < limit).filter(startsOperand);
    // The start of the line's last value is the likeliest; an empty list has none.
    const starts = places.toReversed().map(({ start }) => start);
    if (opener === "[") starts.splice(MOST_PLACES - 1, Number.POSITIVE_INFINITY, limit);
    return starts.slice(0, MOST_PLACES).map((start) => bracketGuess(opener, start, closer ?? null));
  });
}

function bracketGuess(opener: string, at: number, closer: Token | null): Guess {
  const text = opener === "[" ? "[ " : opener;
  const range = closer === null ? { start: at, end: at + 1 } : { start: closer.start, end: closer.end };
  const message = closer === null ? `expected \`${opener}\` here` : `nothing opens what this \`${closer.text}\` closes`;
  return {
    mend: { start: at, end: at, text },
    problem: { range, message, insertion: { offset: at, text } },
    likely: false,
  };
}

/** The tokens of a line, as far as they are none of a string that goes on over its end. */
function tokensOfLine(text: string, lineStart: number): Token[] {
  const tokens: Token[] = [];
  let inString = false;
  for (let token = tokenAt(text, lineStart); token.type !== "end" && tokens.length < 200; ) {
    if (text.slice(lineStart, token.start).includes("\n")) break;
    if (token.type === "quote") inString = !inString;
    if (!inString || token.type === "quote") tokens.push(token);
    token = tokenAt(text, token.end);
  }
  return tokens;
}

function startsOperand({ type, text }: Token): boolean {
  return type === "name" || type === "path" || type === "number" || type === "quote" || "!-{[(".includes(text);
}
