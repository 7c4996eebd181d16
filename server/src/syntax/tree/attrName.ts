/** Quoting and unquoting of attribute names and strings: a path holds decoded names, and only this file writes them. */

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;

/** Words that cannot stand as a name without quotes. (`or` can.) */
export const KEYWORDS: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "assert",
  "with",
  "let",
  "in",
  "rec",
  "inherit",
]);

/** Whether a name can be written without quotes. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name) && !KEYWORDS.has(name);
}

/** A name as it stands in an attribute path: `port`, `"my host"`. */
export function formatName(name: string): string {
  return isPlainName(name) ? name : quoteString(name);
}

/** `["a", "b c"]` as `a."b c"`. */
export function formatPath(path: readonly string[]): string {
  return path.map(formatName).join(".");
}

/** A text as a string between double quotes. */
export function quoteString(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]|\$(?=\{)/g, (character) => ESCAPES.get(character) ?? `\\${character}`);
  return `"${escaped}"`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
