/** Findings of several hosts become one list: what is the same on several is said once, with the hosts it holds on. */
import { pushTo } from "../../base/pushTo.ts";
import { comparePositions } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { HostFindings } from "./hostFindings.ts";

/** `hosts` is left `null` where a finding holds on every host that its file takes part in. */
export function mergeFindings(hosts: readonly HostFindings[]): ReadonlyMap<Uri, readonly PlacedFinding[]> {
  const importers = new Map<Uri, number>();
  const merged = new Map<string, { readonly finding: PlacedFinding; readonly labels: Set<string> }>();
  for (const { findings, view } of hosts) {
    for (const uri of view.files) importers.set(uri, (importers.get(uri) ?? 0) + 1);
    for (const finding of findings) {
      const key = JSON.stringify([finding.uri, finding.range, finding.code, finding.severity, finding.message]);
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { finding, labels: new Set([view.label]) });
      else known.labels.add(view.label);
    }
  }
  const byFile = new Map<Uri, PlacedFinding[]>();
  for (const { finding, labels } of merged.values()) {
    const everywhere = labels.size >= (importers.get(finding.uri) ?? 0);
    const named = { ...finding, hosts: finding.hosts ?? (everywhere ? null : [...labels].sort()) };
    pushTo(byFile, finding.uri, named);
  }
  for (const findings of byFile.values()) findings.sort(compareFindings);
  return byFile;
}

/** The findings of both, each file's in the order of its text. */
export function joinFindings(
  left: ReadonlyMap<Uri, readonly PlacedFinding[]>,
  right: ReadonlyMap<Uri, readonly PlacedFinding[]>,
): ReadonlyMap<Uri, readonly PlacedFinding[]> {
  if (right.size === 0) return left;
  const joined = new Map(left);
  for (const [uri, found] of right) joined.set(uri, [...(left.get(uri) ?? []), ...found].sort(compareFindings));
  return joined;
}

function compareFindings(left: PlacedFinding, right: PlacedFinding): number {
  return (
    comparePositions(left.range.start, right.range.start) ||
    (left.code < right.code ? -1 : left.code > right.code ? 1 : 0)
  );
}
