/** Tokens of Nix text outside strings, as Nix's own lexer cuts them. One token at a time: who parses says where. */
import { KEYWORDS } from "../tree/attrName.ts";

export type TokenType =
  | "name"
  | "number"
  | "path"
  | "searchPath"
  | "uri"
  | "keyword"
  | "symbol"
  | "quote"
  | "unknown"
  | "end";

export interface Token {
  readonly type: TokenType;
  /** The text of the token; for a path with interpolations, of its first stretch; for an unclosed comment, `/*`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const URI = /[a-zA-Z][a-zA-Z0-9+\-.]*:[a-zA-Z0-9%/?:@&=+$,\-_.!~*']+/y;
const PATH = /~?(?:[a-zA-Z0-9._\-+]*(?:\/[a-zA-Z0-9._\-+]+)+\/?|[a-zA-Z0-9._\-+]*\/(?=\$\{))/y;
const SEARCH_PATH = /<[a-zA-Z0-9._\-+]+(?:\/[a-zA-Z0-9._\-+]+)*>/y;
const NAME = /[a-zA-Z_][a-zA-Z0-9_'-]*/y;
const NUMBER = /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[0-9]+/y;
const SYMBOL = /\.\.\.|==|!=|<=|>=|&&|\|\||->|\+\+|\/\/|\|>|<\||\$\{|[{}[\]();:,.?@=<>+\-*/!]/y;
const QUOTE = /''|"/y;

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : null;
}

const HASH = "#".charCodeAt(0);
const SLASH = "/".charCodeAt(0);
const STAR = "*".charCodeAt(0);

/** Where the blanks and comments that start at `at` end. A comment that is not closed stops them. */
export function skipBlank(text: string, at: number): number {
  let end = at;
  for (;;) {
    const unit = text.charCodeAt(end);
    if (unit === 32 || unit === 10 || unit === 9 || unit === 13 || unit === 0xfeff) end++;
    else if (unit === HASH) end = lineEnd(text, end);
    else if (unit === SLASH && text.charCodeAt(end + 1) === STAR) {
      const close = text.indexOf("*/", end + 2);
      if (close < 0) return end;
      end = close + 2;
    } else return end;
  }
}

function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

const LONGEST: readonly (readonly [TokenType, RegExp])[] = [
  ["path", PATH],
  ["name", NAME],
  ["number", NUMBER],
  ["symbol", SYMBOL],
  ["searchPath", SEARCH_PATH],
  ["uri", URI],
  ["quote", QUOTE],
];

/** Signs that are a token whatever follows. */
const ALONE: ReadonlyMap<string, TokenType> = new Map([
  ...[..."{}[]();,?@:"].map((sign) => [sign, "symbol"] as const),
  ['"', "quote"],
]);

/** What may follow a name and make a path or a URI of it. */
const LONGER_THAN_NAME: ReadonlySet<string> = new Set(["/", ".", "+", ":"]);
/** What a path and the scheme of a URI may begin with: a path goes on with `/`, a URI with `:`. */
const BEGINNING = /[a-zA-Z0-9.+_-]*/y;
const IN_NUMBER_OR_DOTS = /[.0-9]/;

/** Most tokens are told by their first characters, without trying everything that may be longer; `null`: this one is not. */
function plainToken(text: string, start: number): Token | null {
  const sign = text.charAt(start);
  const alone = ALONE.get(sign);
  if (alone !== undefined) return { type: alone, text: sign, start, end: start + 1 };
  if (sign === "=") return symbol(text.charAt(start + 1) === "=" ? "==" : "=", start);
  if (sign === ".") {
    return IN_NUMBER_OR_DOTS.test(text.charAt(start + 1)) || beginsLonger(text, start) ? null : symbol(sign, start);
  }
  const name = match(NAME, text, start);
  if (name === null) return null;
  if (LONGER_THAN_NAME.has(text.charAt(start + name.length)) && beginsLonger(text, start)) return null;
  return { type: KEYWORDS.has(name) ? "keyword" : "name", text: name, start, end: start + name.length };
}

function symbol(text: string, start: number): Token {
  return { type: "symbol", text, start, end: start + text.length };
}

/** Whether what starts at `start` may be a path or a URI. */
function beginsLonger(text: string, start: number): boolean {
  BEGINNING.lastIndex = start;
  BEGINNING.test(text);
  const after = text.charAt(BEGINNING.lastIndex);
  return after === "/" || after === ":";
}

/** The token at or after `at`. */
export function tokenAt(text: string, at: number): Token {
  const start = skipBlank(text, at);
  if (start >= text.length) return { type: "end", text: "", start, end: start };
  if (text.startsWith("/*", start)) return { type: "end", text: "/*", start, end: text.length };
  return plainToken(text, start) ?? longestToken(text, start);
}

/** The longest of all tokens that can start at `start`, where neither a blank nor a comment does. */
export function longestToken(text: string, start: number): Token {
  let type: TokenType = "unknown";
  let longest = "";
  for (const [candidate, pattern] of LONGEST) {
    const found = match(pattern, text, start);
    if (found !== null && found.length > longest.length) {
      type = candidate;
      longest = found;
    }
  }
  if (type === "unknown") longest = String.fromCodePoint(text.codePointAt(start) ?? 0);
  if (type === "name" && KEYWORDS.has(longest)) type = "keyword";
  return { type, text: longest, start, end: start + longest.length };
}

const ATTR_NAME = /[a-zA-Z_][a-zA-Z0-9_'-]*|"(?:[^"\n$\\]|\\.|\$(?!\{)|\$\{[^}"\n]*\})*"|\$\{[^}\n]*\}/.source;
const BINDING_START = new RegExp(`(?:${ATTR_NAME})(?:\\s*\\.\\s*(?:${ATTR_NAME}))*\\s*=(?!=)`, "y");

/** Whether what starts at `at` can only be the left side of a binding: a path and `=`, or `inherit`. */
export function startsBinding(text: string, at: number): boolean {
  const word = match(NAME, text, at);
  if (word !== null && KEYWORDS.has(word)) return word === "inherit";
  return match(BINDING_START, text, at) !== null;
}

/** How far the line is indented that `at` is on. */
export function indentationAt(text: string, at: number): number {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  let end = start;
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end++;
  return end - start;
}

/** Whether only blanks stand before `at` on its line. */
export function isFirstOnLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9) before--;
  return before < 0 || text.charCodeAt(before) === 10;
}
