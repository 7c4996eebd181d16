/** `check --format json`: the contract of version 1. */
import type { CheckReport } from "./report.ts";

export function formatJson(report: CheckReport): string {
  const { diagnostics, summary, coverage, stats } = report;
  const shown = { version: 1, diagnostics, summary, coverage, ...(stats === null ? {} : { stats }) };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
