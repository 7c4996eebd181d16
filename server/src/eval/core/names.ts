/** The order of names: by UTF-8 bytes, as Nix sorts attributes and compares strings. */
import { compareText } from "./text.ts";
import type { Attr, AttrsValue } from "./value.ts";

/** Compares two names by their UTF-8 bytes. */
export const compareNames = compareText;

/** The listed names in Nix's order. */
export function sortedNames(set: AttrsValue): string[] {
  return [...set.attrs.keys()].sort(compareNames);
}

/** The listed attributes in Nix's order. */
export function sortedAttrs(set: AttrsValue): [string, Attr][] {
  return [...set.attrs].sort(([a], [b]) => compareNames(a, b));
}
