/**
 * Says in words why a text does not parse, and how it would. Reads the text as it is; where that ends badly, also as it
 * would be if a quote, brace or bracket had not been forgotten, and takes the reading that leaves the least wrong.
 * Asked only about texts that tree-sitter found broken.
 */

import { type Mend, MendedText, orderMends } from "../tree/mend.ts";
import type { SyntaxProblem } from "../tree/parsedFile.ts";
import { type Guess, guesses } from "./guesses.ts";
import { newProbe, readingStopped } from "./probe.ts";
import { readers, readFile } from "./readExpression.ts";
import { type Effort, ReadingNotes, type ReadString, stringsOf, TextNotes } from "./readNotes.ts";

export interface Explanation {
  /** In the order of the text. */
  readonly problems: readonly SyntaxProblem[];
  /** After these the text parses. */
  readonly mends: readonly Mend[];
}

/** One way to read the text. */
export interface Reading extends Explanation {
  /** Made when they are first asked for: most readings are thrown away. */
  readonly strings: () => readonly ReadString[];
  /** The guesses that were made before reading. */
  readonly assumed: readonly Guess[];
}

/** No more problems than this are told; the rest would be echoes. */
const MOST_PROBLEMS = 50;
const MOST_GUESSES = 3;
/**
 * How many units of text guesses may read in all: about 30 ms. A count, not a time, and one that does not know what was
 * noted earlier, so that answers do not vary.
 */
const GUESSING = 300_000;

/** `notes`: what is known of the text; more is put in. */
export function explain(text: string, notes = new TextNotes()): Explanation {
  const effort: Effort = { units: 0, id: {}, notes };
  let best = readBoth(text, [], MOST_PROBLEMS, effort);
  if (best === null) return { problems: [givenUp(text)], mends: [] };
  effort.units = GUESSING;
  for (let round = 0; round < MOST_GUESSES; round++) {
    const better = betterReading(text, best, effort);
    if (better === null) break;
    best = better;
  }
  return { problems: best.problems, mends: best.mends };
}

function givenUp(text: string): SyntaxProblem {
  const start = text.length - text.trimStart().length;
  return { range: { start, end: Math.min(start + 1, text.length) }, message: "this is not Nix", insertion: null };
}

function betterReading(text: string, current: Reading, effort: Effort): Reading | null {
  let best: Reading | null = null;
  let strange = Number.POSITIVE_INFINITY;
  let bound = current.problems.length;
  for (const guess of guesses(text, current)) {
    // Nothing is better than a reading in which nothing but the guesses is wrong, and nothing is strange.
    if (effort.units <= 0 || (strange === 0 && bound === current.assumed.length + 1)) break;
    const candidate = readBoth(text, [...current.assumed, guess], bound, effort);
    if (candidate === null || candidate.problems.length > bound) continue;
    const itsStrangeness = strangeness(text, candidate);
    if (candidate.problems.length === bound && (best === null ? !guess.likely : itsStrangeness >= strange)) continue;
    best = candidate;
    strange = itsStrangeness;
    bound = candidate.problems.length;
  }
  return best;
}

/** How much of a text's bindings would be inside strings, and so how unlikely a reading is among equals. */
function strangeness(text: string, { strings }: Reading): number {
  let lines = 0;
  for (const { start, end, quote } of strings()) {
    if (quote === "''") lines += text.slice(start, end).match(/^ *[\w.-]+ = .*[;{[('"]$/gm)?.length ?? 0;
    else if (text.slice(start, end).includes("\n")) lines++;
  }
  return lines;
}

/** Reads with and without an eye on the indentation: the one that finds less. */
function readBoth(text: string, assumed: readonly Guess[], bound: number, effort: Effort): Reading | null {
  const indented = read(text, assumed, true, bound, effort);
  if (indented !== null && indented.problems.length <= assumed.length + 1) return indented;
  const plain = read(text, assumed, false, indented === null ? bound : indented.problems.length - 1, effort);
  return plain ?? indented;
}

function read(
  text: string,
  assumed: readonly Guess[],
  byIndentation: boolean,
  bound: number,
  effort: Effort,
): Reading | null {
  const before = orderMends(assumed.map(({ mend }) => mend));
  const changed = new MendedText(text, before);
  const notes = new ReadingNotes(changed, byIndentation, effort);
  const probe = newProbe(changed.text, readers, byIndentation, bound - assumed.length, notes);
  try {
    readFile(probe);
  } catch (error) {
    if (error === readingStopped) return null;
    throw error;
  } finally {
    effort.units -= probe.token.end - notes.passed;
  }
  const toReal = (offset: number): number => changed.toReal(offset);
  const problems = probe.problems.map(({ range, message, insertion }) => ({
    range: { start: toReal(range.start), end: toReal(range.end) },
    message,
    insertion: insertion && { offset: toReal(insertion.offset), text: insertion.text },
  }));
  const mends = probe.mends.map((mend) => ({ start: toReal(mend.start), end: toReal(mend.end), text: mend.text }));
  let strings: readonly ReadString[] | null = null;
  return {
    problems: [...assumed.map(({ problem }) => problem), ...problems].sort((a, b) => a.range.start - b.range.start),
    mends: orderMends([...before, ...mends]),
    strings() {
      strings ??= stringsOf({ base: 0, items: probe.strings }, 0).map((string) => {
        return { ...string, start: toReal(string.start), end: toReal(string.end) };
      });
      return strings;
    },
    assumed,
  };
}
