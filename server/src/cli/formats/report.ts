/**
 * The findings of `check`, ready to print: sorted, with paths as users know them. Every output format starts from
 * this.
 */

import { comparePositions, type PositionRange } from "../../base/range.ts";
import type { Message } from "../../base/safeText.ts";
import type { Uri } from "../../base/uri.ts";
import { type Coverage, type HostView, withPaths } from "../../modules/api.ts";
import type { PlacedFinding, Severity } from "../../rules/support/rule.ts";

export interface CheckReport {
  readonly diagnostics: readonly ReportedDiagnostic[];
  readonly summary: Summary;
  /** Names of hosts that were not read whole, so that what is missing on them is not known. */
  readonly openHosts: readonly string[];
  /** How far it reaches, with paths as users know them. */
  readonly coverage: Coverage;
  /** Paths of files without which what was named could not be checked: the command ends with 2. */
  readonly unread: readonly string[];
  readonly stats: Stats | null;
}

export interface ReportedDiagnostic {
  readonly path: string;
  readonly range: PositionRange;
  readonly severity: Severity;
  readonly code: string;
  readonly message: Message;
  readonly hosts?: readonly string[];
  readonly related?: readonly { readonly path: string; readonly range: PositionRange; readonly message: Message }[];
}

export interface Summary {
  readonly files: number;
  readonly hosts: number;
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
  readonly hints: number;
  readonly unknowns: number;
}

/** What `--stats` adds. */
export interface Stats {
  readonly hosts: readonly HostStats[];
  readonly options: number;
  /** Unknowns by reason, over all hosts. */
  readonly unknowns: { readonly [reason: string]: number };
}

interface HostStats {
  readonly name: string;
  readonly options: number;
  readonly unknowns: { readonly [reason: string]: number };
  /** Options below `services` that are unknown. */
  readonly serviceUnknowns: readonly string[];
  /** Imports that cannot be read. */
  readonly open: readonly string[];
}

/** From the least to the most severe. */
const severities: readonly Severity[] = ["hint", "information", "warning", "error"];

export function isAtLeast(severity: Severity, bar: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(bar);
}

/** Puts findings into a report; `pathOf` names a file relative to the working folder, with `/`. */
export function makeReport(
  findings: readonly PlacedFinding[],
  files: number,
  hosts: readonly HostView[],
  coverage: Coverage,
  unread: readonly Uri[],
  withStats: boolean,
  pathOf: (uri: string) => string,
): CheckReport {
  const diagnostics = findings.map((finding) => reported(finding, pathOf)).sort(compareDiagnostics);
  const count = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const unknowns = hosts.reduce((total, host) => total + sum(host.stats.unknowns.values()), 0);
  return {
    diagnostics,
    summary: {
      files,
      hosts: hosts.length,
      errors: count("error"),
      warnings: count("warning"),
      informations: count("information"),
      hints: count("hint"),
      unknowns,
    },
    openHosts: hosts.filter(({ open }) => open.length > 0).map(({ label }) => label),
    coverage: withPaths(coverage, pathOf),
    unread: unread.map(pathOf),
    stats: withStats ? statsOf(hosts) : null,
  };
}

/** The same with its hints only counted. */
export function withoutHints(report: CheckReport): CheckReport {
  return { ...report, diagnostics: report.diagnostics.filter(({ severity }) => severity !== "hint") };
}

function reported(finding: PlacedFinding, pathOf: (uri: string) => string): ReportedDiagnostic {
  const { uri, range, severity, code, message, hosts, related } = finding;
  return {
    path: pathOf(uri),
    range,
    severity,
    code,
    message,
    ...(hosts === null ? {} : { hosts: [...hosts].sort() }),
    ...(related.length === 0
      ? {}
      : { related: related.map((other) => ({ path: pathOf(other.uri), range: other.range, message: other.message })) }),
  };
}

function compareDiagnostics(left: ReportedDiagnostic, right: ReportedDiagnostic): number {
  return (
    compareText(left.path, right.path) ||
    comparePositions(left.range.start, right.range.start) ||
    comparePositions(left.range.end, right.range.end) ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function statsOf(hosts: readonly HostView[]): Stats {
  const total = new Map<string, number>();
  for (const host of hosts) {
    for (const [reason, count] of host.stats.unknowns) total.set(reason, (total.get(reason) ?? 0) + count);
  }
  return {
    hosts: hosts.map((host) => ({
      name: host.label,
      options: host.stats.options,
      unknowns: sortedRecord(host.stats.unknowns),
      serviceUnknowns: host.stats.serviceUnknowns,
      open: host.open.map(({ what }) => what),
    })),
    options: hosts.reduce((count, host) => count + host.stats.options, 0),
    unknowns: sortedRecord(total),
  };
}

function sortedRecord(counts: ReadonlyMap<string, number>): { readonly [reason: string]: number } {
  return Object.fromEntries([...counts].sort(([left], [right]) => compareText(left, right)));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
