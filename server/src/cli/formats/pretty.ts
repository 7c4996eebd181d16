/** `check --format pretty`: for people. Each finding with its line, underlined; then the totals. */

import type { Colors } from "picocolors/types";
import { safeLine, visible } from "../../base/safeText.ts";
import { describeGaps, describeNixos } from "../../modules/api.ts";
import type { Severity } from "../../rules/support/rule.ts";
import type { CheckReport, ReportedDiagnostic, Stats, Summary } from "./report.ts";

const words: { readonly [severity in Severity]: string } = {
  error: "error",
  warning: "warning",
  information: "info",
  hint: "hint",
};

/** `lineOf` gives a line of a reported file, or `null` where its text is not at hand. */
export function formatPretty(
  report: CheckReport,
  lineOf: (path: string, line: number) => string | null,
  colors: Colors,
): string {
  const blocks = report.diagnostics.map((diagnostic) => block(diagnostic, lineOf, colors));
  const stats = report.stats === null ? [] : [statsText(report.stats)];
  const areHintsShown = report.diagnostics.some(({ severity }) => severity === "hint");
  const summary = `${summaryText(report.summary, areHintsShown, colors)}\n`;
  return [...blocks, ...stats, `${summary}${openText(report, colors)}${coverageText(report, colors)}`].join("\n");
}

function block(
  diagnostic: ReportedDiagnostic,
  lineOf: (path: string, line: number) => string | null,
  colors: Colors,
): string {
  const { path, range, severity, code, message, hosts, related } = diagnostic;
  const paint = painter(severity, colors);
  const lines = [
    `${colors.bold(placeText(path, range.start))}: ${paint(`${words[severity]}[${code}]`)}: ${message}`,
    ...excerpt(diagnostic, lineOf, paint, colors),
  ];
  if (hosts !== undefined) lines.push(colors.dim(`  on ${hosts.map(safeLine).join(", ")}`));
  for (const other of related ?? [])
    lines.push(colors.dim(`  ${placeText(other.path, other.range.start)}: ${other.message}`));
  return `${lines.join("\n")}\n`;
}

function placeText(path: string, start: { readonly line: number; readonly character: number }): string {
  return `${safeLine(path)}:${start.line + 1}:${start.character + 1}`;
}

function excerpt(
  { path, range }: ReportedDiagnostic,
  lineOf: (path: string, line: number) => string | null,
  paint: (text: string) => string,
  colors: Colors,
): string[] {
  const line = lineOf(path, range.start.line);
  if (line === null || line.length > 200) return [];
  const number = String(range.start.line + 1);
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  const before = line.slice(0, range.start.character).replace(/[^\t]/g, " ");
  const underline = "^".repeat(Math.max(1, end - range.start.character));
  const gutter = " ".repeat(number.length);
  return [`${colors.dim(`${number} |`)} ${visible(line)}`, `${colors.dim(`${gutter} |`)} ${before}${paint(underline)}`];
}

function painter(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === "error") return colors.red;
  return severity === "warning" ? colors.yellow : colors.cyan;
}

function summaryText(summary: Summary, areHintsShown: boolean, colors: Colors): string {
  const { files, hosts, errors, warnings, informations, hints, unknowns } = summary;
  const counts = [counted(errors, "error"), counted(warnings, "warning")];
  if (informations > 0) counts.push(counted(informations, "information"));
  if (hints > 0) counts.push(`${counted(hints, "hint")}${areHintsShown ? "" : " (listed with --fail-on hint)"}`);
  const paint = errors > 0 ? colors.red : warnings > 0 ? colors.yellow : colors.green;
  const scope = `${counted(hosts, "host")}, ${counted(files, "file")}, ${counted(unknowns, "unknown value")}`;
  return `${paint(counts.join(", "))} in ${scope}`;
}

/** Finding nothing on a host that was not read whole says less than it seems to. */
function openText({ openHosts, stats }: CheckReport, colors: Colors): string {
  if (openHosts.length === 0) return "";
  const named = openHosts.slice(0, 5).map(safeLine).join(", ");
  const more = openHosts.length > 5 ? ` and ${openHosts.length - 5} more` : "";
  const hint = stats === null ? "; --stats says why" : "";
  return `${colors.dim(`not read whole, so not all is checked: ${named}${more}${hint}`)}\n`;
}

/** Which NixOS this is about, and what was not read. */
function coverageText({ coverage }: CheckReport, colors: Colors): string {
  const nixos = describeNixos(coverage);
  const lines = [
    ...(nixos === null ? [] : [colors.dim(`known of NixOS: ${nixos}`)]),
    ...describeGaps(coverage).map(safeLine),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function statsText({ hosts, options, unknowns }: Stats): string {
  const lines = [`options evaluated: ${options}`];
  for (const host of hosts) {
    const open = host.open.length === 0 ? "" : `, cannot read ${host.open.map(safeLine).join(", ")}`;
    lines.push(
      `  ${safeLine(host.name)}: ${counted(host.options, "option")}, ${counted(total(host.unknowns), "unknown")}${open}`,
    );
    if (host.serviceUnknowns.length > 0) lines.push(`    unknown: ${host.serviceUnknowns.map(safeLine).join(", ")}`);
  }
  lines.push("unknowns by reason:");
  for (const [reason, count] of Object.entries(unknowns)) lines.push(`  ${reason}: ${count}`);
  return `${lines.join("\n")}\n`;
}

function total(counts: { readonly [reason: string]: number }): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
