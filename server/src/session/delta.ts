/** Deltas between analyses, so that an edit sends what it changed and not the whole workspace. */
import type { HostView } from "../modules/api.ts";
import type { Analysis, AnalysisDelta, FileFindings } from "./messages.ts";

/** What `next` says that `previous` did not. Objects kept from one analysis to the next count as equal. */
export function deltaBetween(previous: Analysis | null, next: Analysis): AnalysisDelta {
  const findings: [string, FileFindings | null][] = [];
  for (const [uri, now] of next.findings) {
    const before = previous?.findings.get(uri);
    if (before === undefined || !equalData(before, now)) findings.push([uri, now]);
  }
  for (const uri of previous?.findings.keys() ?? []) if (!next.findings.has(uri)) findings.push([uri, null]);
  const known = new Map(previous?.hosts.map((host) => [host.label, host]));
  const sameHosts = known.size === next.hosts.length && next.hosts.every((host) => known.get(host.label) === host);
  return {
    generation: next.generation,
    ...(equalData(previous?.files, next.files) ? {} : { files: next.files }),
    findings,
    ...(sameHosts ? {} : { hosts: next.hosts.map((host) => (known.get(host.label) === host ? host.label : host)) }),
    ...(previous?.options === next.options ? {} : { options: next.options }),
    ...(equalData(previous?.optionSets, next.optionSets) ? {} : { optionSets: next.optionSets }),
    ...(equalData(previous?.coverage, next.coverage) ? {} : { coverage: next.coverage }),
    counts: next.counts,
  };
}

/** All hosts after a delta. */
export function applyHosts(known: readonly HostView[], delta: AnalysisDelta): readonly HostView[] {
  if (delta.hosts === undefined) return known;
  const byLabel = new Map(known.map((host) => [host.label, host]));
  return delta.hosts.flatMap((host) => (typeof host === "string" ? (byLabel.get(host) ?? []) : [host]));
}

function equalData(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
