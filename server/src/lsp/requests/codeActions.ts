/** Quick fixes for the findings at a place, and for all findings of their kind in the file. */
import type { PositionRange, Range } from "../../base/range.ts";
import type { FeatureContext } from "../../features/context/context.ts";
import { fixesFor, ruleTable } from "../../rules/registry.ts";
import type { Fix, PlacedFinding, TextEdit } from "../../rules/support/rule.ts";

/** A fix with the findings that it puts right. */
export interface Action {
  readonly fix: Fix;
  readonly findings: readonly PlacedFinding[];
}

/** `findings`: everything shown of the file. */
export function codeActions(
  context: FeatureContext,
  findings: readonly PlacedFinding[],
  range: PositionRange,
): readonly Action[] {
  const asked = offsets(context, range);
  const here = findings.filter((finding) => touches(offsets(context, finding.range), asked));
  const single = here.flatMap((finding) => fixesOf(context, finding).map((fix) => ({ fix, findings: [finding] })));
  const codes = new Set(here.map(({ code }) => code));
  return [...single, ...[...codes].flatMap((code) => fixAll(context, findings, code) ?? [])];
}

function fixesOf(context: FeatureContext, finding: PlacedFinding): readonly Fix[] {
  return fixesFor(context, { code: finding.code, range: offsets(context, finding.range), data: finding.data ?? {} });
}

function fixAll(context: FeatureContext, findings: readonly PlacedFinding[], code: string): Action | null {
  if (ruleTable.get(code)?.fixesAreIndependent !== true) return null;
  const uri = context.file.uri;
  const edits: TextEdit[] = [];
  const fixed: PlacedFinding[] = [];
  for (const finding of findings.filter((other) => other.code === code)) {
    const fix = fixesOf(context, finding).find(({ preferred }) => preferred);
    if (fix === undefined || fix.creates !== undefined) continue;
    if (fix.edits.some((edit) => edit.uri !== uri || edits.some((other) => touches(edit.range, other.range)))) continue;
    edits.push(...fix.edits);
    fixed.push(finding);
  }
  if (fixed.length < 2) return null;
  return {
    fix: { title: `Fix all ${fixed.length} of ${code} in this file`, preferred: false, edits },
    findings: fixed,
  };
}

function offsets({ file: { lines } }: FeatureContext, { start, end }: PositionRange): Range {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end) };
}

function touches(left: Range, right: Range): boolean {
  return left.start <= right.end && right.start <= left.end;
}
