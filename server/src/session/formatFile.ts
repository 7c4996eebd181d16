/** Formats one file with whatever formatter there is: plan, ask, edits. For the language server and the command line. */
import type { Range } from "../base/range.ts";
import type { Formatter } from "../features/formatting/formatter.ts";
import type { LineEdit } from "../features/formatting/lineDiff.ts";
import { formatPlan, type Reparse } from "../features/formatting/plan.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";

export type FormatOutcome =
  /** In the order of the text; none where it is formatted already. */
  | { readonly kind: "edits"; readonly edits: readonly LineEdit[] }
  /** `faulty`: the file itself cannot be formatted; otherwise the formatter could not cope with it. */
  | { readonly kind: "leftAlone"; readonly faulty: boolean; readonly why: string };

/** `range`: only what it touches; `null`: the whole file. */
export async function formatFile(
  file: ParsedFile,
  range: Range | null,
  formatter: Formatter,
  reparse: Reparse,
): Promise<FormatOutcome> {
  const plan = formatPlan(file, range);
  if (plan.kind === "nothing") return { kind: "edits", edits: [] };
  if (plan.kind === "leaveAlone") return { kind: "leftAlone", faulty: true, why: plan.why };
  const answer = await formatter.format(plan.text);
  if (answer.kind === "refused") return { kind: "leftAlone", faulty: false, why: answer.why };
  const edits = plan.finish(answer.text, reparse);
  if (edits === null) return { kind: "leftAlone", faulty: false, why: "the formatted text would not mean the same" };
  return { kind: "edits", edits };
}

/** The text after these edits. */
export function withEdits(text: string, edits: readonly LineEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { range, newText } of edits) {
    pieces.push(text.slice(at, range.start), newText);
    at = range.end;
  }
  return pieces.join("") + text.slice(at);
}
