/** Defaults and examples of an options file as the Nix text a user would write. */
import { formatName, quoteString } from "../syntax/tree/attrName.ts";

/** The Nix text of `{ _type = "literalExpression"; text }`, or of a plain JSON value from older releases. */
export function nixText(value: unknown): string {
  return printValue(value, 0);
}

/** Deeper values than any option has are cut off. */
const depthLimit = 50;

function printValue(value: unknown, depth: number): string {
  if (depth > depthLimit) return "…";
  if (typeof value === "string") return quoteString(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? "[ ]" : `[ ${value.map((item) => printItem(item, depth + 1)).join(" ")} ]`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return printObject(value, depth);
}

function printObject(value: object, depth: number): string {
  if ("_type" in value && "text" in value && typeof value.text === "string") return value.text.trim();
  const entries = Object.entries(value);
  if (entries.length === 0) return "{ }";
  return `{ ${entries.map(([name, item]) => `${formatName(name)} = ${printValue(item, depth + 1)};`).join(" ")} }`;
}

/** A list item: what is more than one word needs parentheses. */
function printItem(item: unknown, depth: number): string {
  const text = printValue(item, depth);
  return typeof item === "number" && item < 0 ? `(${text})` : text;
}
