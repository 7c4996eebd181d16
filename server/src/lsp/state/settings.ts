/**
 * The user's settings, checked. `plasmacloud.*` in the manifest and this schema say the same; a test compares them.
 * Invariant: a wrong setting is logged and counts as unset; it never stops the server.
 */
import * as v from "valibot";
import { describeError } from "../../base/errors.ts";
import type { Log } from "../../base/log.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";

export const severitySchema = v.picklist(["error", "warning", "information", "hint", "off"]);

export const settingsSchema = v.object({
  /** Resolved by the client, which knows the other extensions; other editors may set `full` or `optionsOnly`. */
  coexistence: v.optional(v.picklist(["auto", "full", "optionsOnly"]), "auto"),
  diagnostics: v.optional(v.object({ severity: v.optional(v.record(v.string(), severitySchema), {}) }), {}),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

export const defaultSettings: Settings = v.parse(settingsSchema, {});

/** Reads the `plasmacloud` section as a client gives it. */
export function readSettings(section: unknown, log: Log): Settings {
  if (section === null || section === undefined) return defaultSettings;
  const result = v.safeParse(settingsSchema, section);
  if (result.success) return result.output;
  log.warn(`settings: ${describeIssues(result.issues)}`);
  const mended = v.safeParse(settingsSchema, without(section, result.issues));
  return mended.success ? mended.output : defaultSettings;
}

/** A copy of the settings that lacks each value an issue is about. */
function without(section: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown {
  const copy: unknown = structuredClone(section);
  for (const { path } of issues) {
    const keys = path?.map(({ key }) => String(key)) ?? [];
    const last = keys.pop();
    const holder = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : null), copy);
    if (last !== undefined && isRecord(holder)) delete holder[last];
  }
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? "plasmacloud"}: ${describeError(issue.message)}`).join("; ");
}

/** The finding with the severity that the user wants, or `null` when it is turned off. */
export function withSeverity(finding: PlacedFinding, settings: Settings): PlacedFinding | null {
  const wanted = settings.diagnostics.severity[finding.code];
  if (wanted === "off") return null;
  return wanted === undefined ? finding : { ...finding, severity: wanted };
}
