/** Counts of a run in words: while it runs, and when it has ended. */
import { l10n } from "vscode";
import type { RunCounts } from "./counts.ts";

const mebibyte = 1024 * 1024;

/** What the progress notification says. */
export function progressText({ builds, copies, bytes, current }: RunCounts): string {
  const parts: string[] = [];
  if (builds.expected > 0) parts.push(l10n.t("{0} of {1} built", builds.done, builds.expected));
  if (builds.failed > 0) parts.push(l10n.t("{0} failed", builds.failed));
  if (copies.expected > 0) parts.push(l10n.t("{0} of {1} fetched", copies.done, copies.expected));
  if (bytes.expected > 0) parts.push(l10n.t("{0} of {1} MiB", size(bytes.done), size(bytes.expected)));
  if (parts.length === 0 && current !== "") parts.push(current);
  return parts.join(" · ");
}

/** What was done in all; empty when Nix had nothing to do. */
export function summaryText({ builds, copies, bytes }: RunCounts): string {
  const parts: string[] = [];
  if (builds.done > 0) parts.push(l10n.t("{0} built", builds.done));
  if (copies.done > 0) parts.push(l10n.t("{0} fetched", copies.done));
  if (bytes.done > 0) parts.push(l10n.t("{0} MiB", size(bytes.done)));
  return parts.join(" · ");
}

function size(bytes: number): string {
  return (bytes / mebibyte).toFixed(1);
}
