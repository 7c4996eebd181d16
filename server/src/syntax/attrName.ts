/**
 * Attribute names as text. Invariant: everywhere else a path holds decoded names; only here are they quoted.
 */

const bareName = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;

/** Words that the parser reads as something else, so that a name of this spelling needs quotes. */
export const keywords: ReadonlySet<string> = new Set([
  "assert",
  "else",
  "if",
  "in",
  "inherit",
  "let",
  "or",
  "rec",
  "then",
  "with",
]);

/** A name as it is written in Nix: bare where that parses, else in quotes. */
export function formatName(name: string): string {
  return bareName.test(name) && !keywords.has(name) ? name : quoteString(name);
}

/** `["services", "a b"]` → `services."a b"`. */
export function formatPath(path: readonly string[]): string {
  return path.map(formatName).join(".");
}

/** A string literal in double quotes that evaluates to `text`. */
export function quoteString(text: string): string {
  const escaped = text
    .replace(/[\\"]|\$(?=\{)/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}
