/**
 * What is given to the formatter of a file, and what is made of what comes back.
 * Invariant: a file that does not parse is never touched, and neither is one whose tree would say anything else
 * afterwards.
 */
import { covers, type Range } from "../../base/range.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { sameTree } from "../../syntax/tree/sameTree.ts";
import { descendants } from "../../syntax/tree/walk.ts";
import { type LineEdit, lineEdits } from "./lineDiff.ts";
import { selectedPart } from "./selectedPart.ts";

/** Parses a text that stands for a file's. */
export type Reparse = (text: string) => ParsedFile;

export type FormatPlan =
  | {
      readonly kind: "ask";
      /** For the formatter. Its lines end in LF. */
      readonly text: string;
      /** The edits of the file; `null`: what came back says something else. */
      finish(formatted: string, reparse: Reparse): readonly LineEdit[] | null;
    }
  | { readonly kind: "nothing" }
  | { readonly kind: "leaveAlone"; readonly why: string };

/** The formatter's time grows with the third power of a selection's length; nobody writes one this long. */
const longestSelection = 500;

/** `range`: only the bindings and elements that it touches; `null`: all of the file. */
export function formatPlan(file: ParsedFile, range: Range | null): FormatPlan {
  if (file.notAnalysed !== null) return leaveAlone(file.notAnalysed);
  const [problem] = file.problems;
  if (problem !== undefined) {
    const { line } = file.lines.positionAt(problem.range.start);
    return leaveAlone(`it does not parse (line ${line + 1}: ${problem.message})`);
  }
  const { root, text } = file;
  if (root === null) return { kind: "nothing" };
  const returns = text.match(/\r/g)?.length ?? 0;
  if (returns > 0 && returns !== text.match(/\r?\n|\r/g)?.length) return leaveAlone("not all its lines end alike");
  if (returns > 0 && returns !== text.match(/\r\n/g)?.length) return leaveAlone("its lines end in CR alone");
  for (const node of descendants(root)) {
    if ((node.kind === "select" || node.kind === "hasAttr") && node.path.length > longestSelection)
      return leaveAlone(`a selection in it has more than ${longestSelection} names`);
  }
  const isWhole = range === null || covers(range, file.rangeOf(root));
  const part = isWhole ? null : selectedPart(file, range);
  if (!isWhole && part === null) return { kind: "nothing" };
  const toFile = (made: string): string => (returns > 0 ? made.replaceAll("\n", "\r\n") : made);
  return {
    kind: "ask",
    text: withoutReturns(part?.wrapped ?? text),
    finish(formatted, reparse) {
      const unwrapped = part === null ? formatted : part.unwrap(formatted, reparse);
      if (unwrapped === null) return null;
      const replaced = part?.range ?? { start: 0, end: text.length };
      const next = text.slice(0, replaced.start) + toFile(unwrapped) + text.slice(replaced.end);
      if (next === text) return [];
      const after = reparse(next);
      const isSame = after.problems.length === 0 && after.notAnalysed === null && sameTree(root, after.root);
      return isSame ? lineEdits(text, next) : null;
    },
  };
}

function leaveAlone(why: string): FormatPlan {
  return { kind: "leaveAlone", why };
}

function withoutReturns(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
