/** Findings in offsets become findings in places, with everything filled in: what leaves the analysis. */
import type { LineIndex } from "../../base/lineIndex.ts";
import { safeMessage } from "../../base/safeText.ts";
import type { Uri } from "../../base/uri.ts";
import { ruleTable } from "../../rules/registry.ts";
import type { Finding, PlacedFinding } from "../../rules/support/rule.ts";

/** Related places in files whose lines are not at hand are left out. */
export function placeFinding(finding: Finding, linesOf: (uri: Uri) => LineIndex | null): PlacedFinding | null {
  const lines = linesOf(finding.uri);
  if (lines === null) return null;
  return {
    uri: finding.uri,
    range: lines.rangeAt(finding.range),
    code: finding.code,
    severity: finding.severity ?? ruleTable.get(finding.code)?.severity ?? "error",
    message: safeMessage(finding.message),
    tags: finding.tags ?? [],
    related: (finding.related ?? []).flatMap(({ uri, range, message }) => {
      const place = linesOf(uri)?.rangeAt(range);
      return place === undefined ? [] : [{ uri, range: place, message: safeMessage(message) }];
    }),
    hosts: finding.hosts ?? null,
    data: finding.data ?? null,
  };
}
