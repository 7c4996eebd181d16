/** The two ports of a deployment: to the world, and to the person it is done for. Tests bring their own of both. */

import type { DeployHost } from "../hosts/deployedHost.ts";
import type { Invocation, ProgramName } from "../tools/invocation.ts";
import type { DeployReport } from "./deployReport.ts";
import type { Ailment, HealthPorts } from "./health.ts";
import type { Preview } from "./preview.ts";

/** How a program ended. */
export type End =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  /** It was to end, and did. */
  | { readonly kind: "cancelled" }
  /** It was started to outlive us, and still runs. */
  | { readonly kind: "running" }
  /** It runs no more, and nobody knows how it ended. */
  | { readonly kind: "lost" }
  /** There is no such program. */
  | { readonly kind: "missing"; readonly program: ProgramName }
  /** It is there and does not start. */
  | { readonly kind: "broken"; readonly message: string };

export interface DeployRunOptions {
  /** What the run is called when it is named again. `null`: it is a question, of which no log is kept. */
  readonly title: string | null;
  onLine(line: string): void;
  readonly signal: AbortSignal;
}

export interface Finished {
  readonly end: End;
  /** Where everything it printed is; `null`: it printed nothing. */
  readonly logFile: string | null;
}

export interface DeployPorts extends HealthPorts {
  /** Runs a program to its end. The signal ends it. */
  run(invocation: Invocation, options: DeployRunOptions): Promise<Finished>;
  /** Runs a program that outlives this window. The signal only lets go of it: it ends as `running`. */
  runOutliving(invocation: Invocation, options: DeployRunOptions): Promise<Finished>;
  /** Writes what is only in editors: tools read the disk. */
  saveFiles(): Promise<void>;
  /** Hosts as the settings are now. */
  currentHosts(hosts: readonly DeployHost[]): readonly DeployHost[];
  /** Everything the deployment is made of, as one text that changes with it. */
  inputHash(hosts: readonly DeployHost[]): Promise<string>;
}

export type PersonAnswer = "retry" | "pause" | "abort";

export interface DeployUi {
  /** Says that hosts have errors; false: they are not to be deployed. */
  confirmErrors(hosts: readonly DeployHost[]): Promise<boolean>;
  showPreview(preview: Preview): Promise<void>;
  /** Whether to go on after the preview. */
  confirm(preview: Preview): Promise<boolean>;
  /** What the person typed as the name of a host whose disks are about to be wiped. */
  typedName(host: DeployHost): Promise<string | null>;
  /** Says that the preview is made again, since what it was made of has changed. */
  inputsChanged(): void;
  /** A host is not well: what now? `paused`: nothing happens until the answer is another. */
  askUnhealthy(ailments: readonly Ailment[], isPaused: boolean): Promise<PersonAnswer>;
  progress(hosts: readonly DeployHost[], step: DeployStep, line: string): void;
  report(report: DeployReport): Promise<void>;
}

export type DeployStep = "preparing" | "comparing" | "asking" | "deploying" | "checking" | "building";
