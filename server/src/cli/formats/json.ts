/** `check --format json`: the contract of version 1. */
import type { Report } from "../report.ts";

export function formatJson(report: Report): string {
  const { diagnostics, summary, stats } = report;
  return `${JSON.stringify({ version: 1, diagnostics, summary, ...(stats === null ? {} : { stats }) }, null, 2)}\n`;
}
