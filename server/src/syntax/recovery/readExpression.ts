/** Reads expressions of a broken text, saying what is wrong where. Priorities do not matter here: only what may follow what. */

import { BINARY, isBare, startsExpression, startsFormals } from "./expressionStart.ts";
import {
  addProblem,
  advance,
  at,
  blank,
  describe,
  endRange,
  expectAfter,
  insert,
  insertMissing,
  isLeftOfAny,
  isLeftOfValue,
  nest,
  type Probe,
  type Readers,
  skip,
} from "./probe.ts";
import { readFormals, readLetBindings, readSemicolon, readSet } from "./readBindings.ts";
import { readAttrPath, readList, readParentheses, readPath, readQuoted, startsName } from "./readParts.ts";
import { isFirstOnLine, startsBinding, type Token, tokenAt } from "./tokens.ts";

/** Reads the whole text: one expression, and nothing after it. */
export function readFile(probe: Probe): void {
  readExpression(probe, null);
  if (!atEnd(probe)) {
    const { start } = probe.token;
    addProblem(probe, probe.token, strayMessage(probe));
    while (!atEnd(probe)) {
      if (probe.token.type === "quote") readQuotedSilently(probe);
      else advance(probe);
    }
    blank(probe, { start, end: probe.previousEnd });
  }
  if (probe.token.text === "/*") openComment(probe);
}

/** A comment that is never closed hides all that follows, so what seems to be missing at the end is not told. */
function openComment(probe: Probe): void {
  const { start, end } = probe.token;
  const kept = probe.problems.filter(({ range }) => range.end < start && range.start < start);
  const missing = kept.filter(({ insertion }) => insertion === null || insertion.offset < probe.previousEnd);
  probe.problems.splice(0, probe.problems.length, ...missing);
  addProblem(probe, { start, end: start + 2 }, "this comment is not closed", { offset: end, text: "*/" });
  blank(probe, { start, end });
}

function atEnd(probe: Probe): boolean {
  return probe.token.type === "end";
}

function strayMessage(probe: Probe): string {
  const { text } = probe.token;
  if (at(probe, "}") || at(probe, "]") || at(probe, ")")) return `nothing is open that this \`${text}\` could close`;
  return `unexpected ${describe(probe.token)} after the end of the file's expression`;
}

/** What comes after the end is reported once, so what is wrong inside it does not count. */
function readQuotedSilently(probe: Probe): void {
  const problems = probe.problems.length;
  const mends = probe.mends.length;
  readQuoted(probe);
  probe.problems.length = Math.min(problems, probe.problems.length);
  probe.mends.length = Math.min(mends, probe.mends.length);
}

/** Reads an expression; `after` names what it is the value of. */
function readExpression(probe: Probe, after: string | null): void {
  nest(probe, () => {
    if (readLambdaHead(probe)) {
      readExpression(probe, "`:`");
      return;
    }
    const { type, text } = probe.token;
    if (type === "keyword") {
      if (text === "let" && tokenAt(probe.text, probe.token.end).text !== "{") {
        readLet(probe);
        return;
      }
      if (text === "if") {
        readIf(probe);
        return;
      }
      if (text === "with" || text === "assert") {
        readWith(probe);
        return;
      }
    }
    readOperation(probe, after);
  });
}

/** Reads `x:`, `{ … }:`, `x @ { … }:`, `{ … } @ x:` if one stands here. */
function readLambdaHead(probe: Probe): boolean {
  if (isName(probe)) {
    const next = tokenAt(probe.text, probe.token.end);
    if (next.text === ":" && next.type === "symbol") {
      advance(probe);
      advance(probe);
      return true;
    }
    if (next.text !== "@") return false;
    advance(probe);
    advance(probe);
    if (at(probe, "{")) readFormals(probe);
    else expectAfter(probe, "expected `{ … }` after `@`", "{ }");
    readColon(probe);
    return true;
  }
  if (!at(probe, "{") || !startsFormals(probe)) return false;
  readFormals(probe);
  if (skip(probe, "@")) {
    if (isName(probe)) advance(probe);
    else {
      addProblem(probe, endRange(probe), "expected a name after `@`");
      insertMissing(probe, probe.previousEnd);
    }
  }
  readColon(probe);
  return true;
}

function isName(probe: Probe): boolean {
  return probe.token.type === "name";
}

function readColon(probe: Probe): void {
  if (!skip(probe, ":")) expectAfter(probe, "expected `:` between the function's arguments and its body", ":");
}

function readLet(probe: Probe): void {
  readLetBindings(probe);
  readExpression(probe, "`in`");
}

function readIf(probe: Probe): void {
  const { token } = probe;
  advance(probe);
  readExpression(probe, "`if`");
  if (at(probe, "else")) missingThen(probe, token);
  else {
    if (!skip(probe, "then")) expectAfter(probe, "expected `then` after the condition", " then ");
    readExpression(probe, "`then`");
  }
  if (skip(probe, "else")) {
    readExpression(probe, "`else`");
    return;
  }
  addProblem(probe, token, "this `if` has no `else`", { offset: probe.previousEnd, text: " else " });
  insert(probe, probe.previousEnd, " else ");
  insertMissing(probe, probe.previousEnd);
}

/** The value was taken for the last argument of the condition. */
function missingThen(probe: Probe, { start, end }: Token): void {
  const { lastArgument, previousEnd } = probe;
  const offset = lastArgument.end === previousEnd ? lastArgument.start : previousEnd;
  addProblem(probe, { start, end }, "this `if` has no `then`", { offset, text: "then " });
  insert(probe, offset, " then ");
  if (offset === previousEnd) insertMissing(probe, offset);
}

function readWith(probe: Probe): void {
  const { text } = advance(probe);
  readExpression(probe, `\`${text}\``);
  readBodySemicolon(probe, text);
  readExpression(probe, "`;`");
}

function readBodySemicolon(probe: Probe, word: string): void {
  if (skip(probe, ";")) return;
  if (startsExpression(probe)) expectAfter(probe, `expected \`;\` after what \`${word}\` takes`, ";");
  else readSemicolon(probe, `after what \`${word}\` takes`);
}

/** Operands with operators between them. */
function readOperation(probe: Probe, after: string | null): void {
  readOperand(probe, after);
  for (;;) {
    if (at(probe, "?")) {
      advance(probe);
      if (startsName(probe)) readAttrPath(probe);
      else missingName(probe, "`?`");
      continue;
    }
    if (probe.token.type !== "symbol" || !BINARY.has(probe.token.text)) return;
    const operator = advance(probe).text;
    readOperand(probe, `\`${operator}\``);
  }
}

function missingName(probe: Probe, after: string): void {
  addProblem(probe, endRange(probe), `expected a name after ${after}`);
  insertMissing(probe, probe.previousEnd);
}

function readOperand(probe: Probe, after: string | null): void {
  while (at(probe, "!") || at(probe, "-")) after = `\`${advance(probe).text}\``;
  if (isBare(probe)) {
    readBare(probe);
    return;
  }
  if (!startsExpression(probe)) {
    missingValue(probe, after);
    return;
  }
  readSimple(probe);
  while (startsExpression(probe)) {
    const { text, token } = probe;
    if (startsBinding(text, token.start)) return;
    if (isLeftOfValue(probe) || isLeftOfAny(probe)) return;
    if (isBare(probe)) {
      if (isFirstOnLine(text, token.start)) return;
      readBare(probe);
    } else readSimple(probe);
    probe.lastArgument = { start: token.start, end: probe.previousEnd };
  }
}

/** Reads such a form, and says that it needs parentheses. */
function readBare(probe: Probe): void {
  const { start } = probe.token;
  const form = at(probe, "{") ? "a function" : `\`${probe.token.text} …\``;
  const slot = probe.problems.length;
  const mendSlot = probe.mends.length;
  const { token } = probe;
  readExpression(probe, null);
  probe.problems.splice(slot, 0, {
    range: { start: token.start, end: token.end },
    message: `${form} needs parentheses here`,
    insertion: null,
  });
  probe.mends.splice(mendSlot, 0, { start, end: start, text: "(" });
  insert(probe, probe.previousEnd, ")");
}

function missingValue(probe: Probe, after: string | null): void {
  if (after === null) {
    const { start, end } = probe.token;
    addProblem(probe, { start, end }, `expected an expression, found ${describe(probe.token)}`);
    insertMissing(probe, start);
    return;
  }
  if (!isEcho(probe)) addProblem(probe, endRange(probe), `expected a value after ${after}`);
  insertMissing(probe, probe.previousEnd);
}

/** At the end of the text one thing is told to be missing, not also what would have come after it. */
function isEcho(probe: Probe): boolean {
  const last = probe.problems.at(-1);
  return atEnd(probe) && last?.insertion?.offset === probe.previousEnd;
}

/** Reads one value with the selections after it. */
function readSimple(probe: Probe): void {
  nest(probe, () => readSelection(probe));
}

function readSelection(probe: Probe): void {
  const { type, text } = probe.token;
  if (type === "quote") readQuoted(probe);
  else if (type === "path") readPath(probe);
  else if (text === "{" && type === "symbol") readSet(probe);
  else if (text === "[" && type === "symbol") readList(probe);
  else if (text === "(" && type === "symbol") readParentheses(probe);
  else if (type === "keyword") readKeywordSet(probe);
  else advance(probe);
  if (!at(probe, ".")) return;
  advance(probe);
  const { token } = probe;
  const nextLine = isFirstOnLine(probe.text, token.start) && startsBinding(probe.text, token.start);
  if (nextLine || !(token.type === "name" || token.text === '"' || at(probe, "${"))) missingName(probe, "`.`");
  else readAttrPath(probe);
  if (probe.token.type === "name" && probe.token.text === "or" && !startsBinding(probe.text, probe.token.start)) {
    advance(probe);
    if (startsExpression(probe) && !isBare(probe)) readSimple(probe);
    else missingValue(probe, "`or`");
  }
}

function readKeywordSet(probe: Probe): void {
  const word = advance(probe).text;
  if (at(probe, "{")) {
    readSet(probe);
    return;
  }
  expectAfter(probe, `expected \`{\` after \`${word}\``, " { }");
}

export const readers: Readers = { expression: readExpression, simple: readSimple, bare: readBare };
