/** The report of a deployment: its outcome, host by host. */

import type { DeployAction, DeployHost } from "../hosts/deployedHost.ts";
import type { Ailment } from "./health.ts";
import type { End } from "./ports.ts";

export type DeployOutcome =
  | { readonly kind: "done"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly end: End; readonly lines: readonly string[] }
  /** Deployed, and not well afterwards. */
  | { readonly kind: "unhealthy"; readonly ailments: readonly Ailment[] }
  /** It goes on without us. */
  | { readonly kind: "detached" }
  | { readonly kind: "notStarted" };

export interface HostReport {
  readonly host: DeployHost;
  readonly outcome: DeployOutcome;
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

export interface DeployReport {
  readonly action: DeployAction;
  readonly hosts: readonly HostReport[];
  readonly stop: Stop;
}
