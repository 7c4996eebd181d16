/** Tells what the current token of a broken text can be the start of. */
import { at, type Probe } from "./probe.ts";
import { tokenAt } from "./tokens.ts";

export const BINARY: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "/",
  "++",
  "//",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "&&",
  "||",
  "->",
  "|>",
  "<|",
]);

const WORD_EXPRESSIONS: ReadonlySet<string> = new Set(["if", "let", "with", "assert"]);

/** Whether the current token can start an expression. */
export function startsExpression(probe: Probe): boolean {
  const { type, text } = probe.token;
  switch (type) {
    case "name":
    case "number":
    case "path":
    case "searchPath":
    case "uri":
    case "quote":
      return true;
    case "keyword":
      return text === "rec" || WORD_EXPRESSIONS.has(text);
    case "symbol":
      return text === "{" || text === "[" || text === "(";
    default:
      return false;
  }
}

/** Whether a form stands here that Nix only takes as an operand, argument or list item when it is in parentheses. */
export function isBare(probe: Probe): boolean {
  const { type, text } = probe.token;
  if (type === "keyword") return WORD_EXPRESSIONS.has(text) && tokenAt(probe.text, probe.token.end).text !== "{";
  return at(probe, "{") && startsFormals(probe);
}

/** Whether the brace at the current token opens the formals of a function. */
export function startsFormals(probe: Probe): boolean {
  const { text, token } = probe;
  const first = tokenAt(text, token.end);
  const second = tokenAt(text, first.end);
  if (first.text === "}" && first.type === "symbol") return second.text === ":" || second.text === "@";
  if (first.text === "...") return true;
  if (first.type !== "name") return false;
  return second.text === "," || second.text === "?" || simpleFormalsAhead(text, token.start);
}

const SIMPLE_FORMALS = /\{[^={}"]*\}\s*[:@]/y;

function simpleFormalsAhead(text: string, at: number): boolean {
  SIMPLE_FORMALS.lastIndex = at;
  return SIMPLE_FORMALS.test(text);
}
