/**
 * `check --format github`: workflow commands that GitHub Actions turns into annotations, one for each finding, then one
 * for all that could not be read or known.
 */
import { safeLine } from "../../base/safeText.ts";
import { describeGaps } from "../../modules/api.ts";
import type { Severity } from "../../rules/support/rule.ts";
import type { CheckReport, ReportedDiagnostic } from "./report.ts";

const commands: { readonly [severity in Severity]: string } = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

export function formatGithub(report: CheckReport): string {
  const commands = [...report.diagnostics.map(workflowCommand), ...coverageCommand(report)];
  return commands.map((command) => `${command}\n`).join("");
}

/** An error where the command ends with 2. */
function coverageCommand({ coverage, unread }: CheckReport): readonly string[] {
  const gaps = describeGaps(coverage).map(safeLine);
  if (gaps.length === 0) return [];
  return [`::${unread.length > 0 ? "error" : "notice"} title=not checked::${escapeData(gaps.join("\n"))}`];
}

/** Lines and columns count from one there, and a range on several lines takes no columns. */
function workflowCommand({ path, range, severity, code, message, hosts }: ReportedDiagnostic): string {
  const oneLine = range.start.line === range.end.line;
  const properties = [
    `file=${escapeProperty(path)}`,
    `line=${range.start.line + 1}`,
    `endLine=${range.end.line + 1}`,
    ...(oneLine ? [`col=${range.start.character + 1}`, `endColumn=${range.end.character + 1}`] : []),
    `title=${escapeProperty(code)}`,
  ];
  const where = hosts === undefined ? "" : ` (${hosts.map(safeLine).join(", ")})`;
  return `::${commands[severity]} ${properties.join(",")}::${escapeData(message + where)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
