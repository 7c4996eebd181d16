/** Quoting of plain text for other languages. Facts of those languages; no values here. */
import { quoteJson } from "../../../eval/print/printJson.ts";

/** Words that are no attribute names in Nix without quotes. */
const KEYWORDS = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);

/** A string literal of Nix. */
export function nixString(text: string): string {
  return quoteJson(text).replaceAll("$", "\\$");
}

/** An attribute name as it stands in Nix: quoted where it has to be. */
export function escapeIdentifier(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !KEYWORDS.has(name) ? name : nixString(name);
}

/** One word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Percent-encodes every ASCII character that is not unreserved in RFC 3986. Other bytes stay, as in nixpkgs. */
export function escapeUrl(text: string): string {
  return text.replace(/[\t\n\r -,/:-@[-^`{-}]/g, (found) => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

/** Puts a backslash before every character that POSIX extended regular expressions give a meaning. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\[{()^$?*+|.]/g, "\\$&");
}
