/**
 * Searches all known options by what a person types: `openssh.en`, `allowedtcp`, `nginx virtual root`, `svcoen`.
 * Invariant: a search looks at each option once and sorts nothing: the index is in the order in which equals are shown.
 */

import type { OptionNode, OptionPath } from "../modules/api.ts";
import { describePath } from "../schema/lookup.ts";

export interface OptionIndex {
  readonly entries: readonly IndexedOption[];
}

interface IndexedOption {
  readonly path: OptionPath;
  /** As the manual writes it. */
  readonly label: string;
  readonly lower: string;
  /** Which letters and digits it has, a bit each. */
  readonly letters: number;
}

/**
 * The options of `own`, which is walked through as a whole, and then those of `listed`. Equals are shown in this order,
 * the shorter path first.
 */
export function indexOptions(own: OptionNode, listed: Iterable<OptionPath>): OptionIndex {
  const first = [...ownPaths(own, [])].map(entryOf).sort(byLength);
  const known = new Set(first.map(({ label }) => label));
  const rest = [...listed].map(entryOf).filter(({ label }) => !known.has(label));
  return { entries: [...first, ...rest.sort(byLength)] };
}

/** The paths that `query` finds, at most `limit`: exact, then by prefix, by the starts of words, by letters in order. */
export function searchOptions(index: OptionIndex, query: string, limit: number): readonly OptionPath[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  const letters = words.join("");
  const mask = lettersOf(letters);
  const found: OptionPath[][] = [];
  for (const entry of index.entries) {
    if ((entry.letters & mask) !== mask) continue;
    const rank = rankOf(entry, whole, words, letters);
    if (rank === null) continue;
    found[rank] ??= [];
    const equals = found[rank];
    if (equals.length < limit) equals.push(entry.path);
  }
  // Ranks that nothing has are holes, which `flat` leaves out.
  return found.flat().slice(0, limit);
}

/** The less, the better; `null`: not found. */
function rankOf({ lower, label }: IndexedOption, whole: string, words: readonly string[], letters: string) {
  if (lower === whole) return 0;
  if (lower.startsWith(whole)) return 1;
  if (startWords(label, lower, words)) return 2;
  const span = spanOf(lower, letters);
  return span === null ? null : 3 + Math.min(span - letters.length, longestGap);
}

/** Letters that lie wider apart are equally far. */
const longestGap = 64;

/** Whether each word stands in `lower` where a word begins, in this order. */
function startWords(label: string, lower: string, words: readonly string[]): boolean {
  let from = 0;
  for (const word of words) {
    let at = lower.indexOf(word, from);
    while (at >= 0 && !beginsWord(label, at)) at = lower.indexOf(word, at + 1);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}

/** `allowedTCPPorts`: words begin at `a`, `T` and `P`. */
function beginsWord(label: string, at: number): boolean {
  const [before, here, after] = [label.charCodeAt(at - 1), label.charCodeAt(at), label.charCodeAt(at + 1)];
  if (at === 0 || !isLetterOrDigit(before)) return true;
  if (isDigit(here)) return !isDigit(before);
  return isUpper(here) && (!isUpper(before) || isLower(after));
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetterOrDigit = (code: number): boolean => isUpper(code) || isLower(code) || isDigit(code);

/** How much of `text` the letters take up that end first, in order; `null`: they are not there. */
function spanOf(text: string, letters: string): number | null {
  let end = -1;
  for (let index = 0; index < letters.length; index++) {
    end = text.indexOf(letters.charAt(index), end + 1);
    if (end < 0) return null;
  }
  let start = end;
  for (let index = letters.length - 2; index >= 0; index--) start = text.lastIndexOf(letters.charAt(index), start - 1);
  return end - start + 1;
}

function* ownPaths(node: OptionNode, path: OptionPath): Generator<OptionPath> {
  if (node.option !== null && !node.option.internal) yield path;
  for (const [name, child] of node.children) yield* ownPaths(child, [...path, name]);
}

function entryOf(path: OptionPath): IndexedOption {
  const label = describePath(path);
  // Letters whose small form is longer would move all places behind them.
  const lower = label.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
  return { path, label, lower, letters: lettersOf(lower) };
}

function byLength(left: IndexedOption, right: IndexedOption): number {
  return left.lower.length - right.lower.length || (left.label < right.label ? -1 : 1);
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isLower(code)) letters |= 1 << (code - 97);
    else if (isDigit(code)) letters |= 1 << 26;
  }
  return letters;
}
