/** What came of a deployment, host by host. */
import type { Ailment } from "./health.ts";
import type { Action, DeployHost } from "./host.ts";
import type { End } from "./ports.ts";

export type Outcome =
  | { readonly kind: "done"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly end: End; readonly lines: readonly string[] }
  /** Deployed, and not well afterwards. */
  | { readonly kind: "unhealthy"; readonly ailments: readonly Ailment[] }
  /** It goes on without us. */
  | { readonly kind: "detached" }
  | { readonly kind: "notStarted" };

export interface HostReport {
  readonly host: DeployHost;
  readonly outcome: Outcome;
  readonly logFiles: readonly string[];
}

/** Why it ended before every host was done; `null`: it did not. */
export type Stop =
  | "refused"
  | "cancelled"
  | "prepareFailed"
  | "failed"
  | "unhealthy"
  | "inputsChanged"
  | "wrongName"
  | null;

export interface Report {
  readonly action: Action;
  readonly hosts: readonly HostReport[];
  readonly stop: Stop;
}
