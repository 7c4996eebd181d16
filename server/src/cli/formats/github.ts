/** `check --format github`: workflow commands that GitHub Actions turns into annotations. */
import { safeLine } from "../../base/safeText.ts";
import type { Severity } from "../../rules/support/rule.ts";
import type { CheckReport, ReportedDiagnostic } from "./report.ts";

const commands: { readonly [severity in Severity]: string } = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

export function formatGithub(report: CheckReport): string {
  return report.diagnostics.map((diagnostic) => `${workflowCommand(diagnostic)}\n`).join("");
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
