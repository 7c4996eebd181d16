/**
 * One start of a deploy tool: which program with which arguments, for which hosts.
 * Invariant: arguments are an array from here to the process; nothing of it is ever read by a shell of this machine.
 */
import type { DeployHost } from "../hosts/deployedHost.ts";

/** The programs that deploying starts. Settings of the machine say where they are; else `PATH` does. */
export const programNames = [
  "nixos-rebuild",
  "colmena",
  "deploy",
  "nixos-anywhere",
  "ssh",
  "nix",
  "systemctl",
] as const;
export type ProgramName = (typeof programNames)[number];

export interface Invocation {
  readonly program: ProgramName;
  readonly args: readonly string[];
  /** What its environment has besides. */
  readonly env?: Readonly<Record<string, string>>;
  readonly hosts: readonly DeployHost[];
  /** Whether it may ask for a password, for which it needs a terminal. */
  readonly inTerminal: boolean;
  /** The same for a tool that does not know an option of the first: taken when it says so (`refusesSudoFlag`). */
  readonly older: readonly string[] | null;
}

/** Whether a nixos-rebuild refused `--sudo`, which it does before it does anything else. */
export function refusesSudoFlag(output: string): boolean {
  return /(?:unknown option|unrecognized arguments?|unrecognized option|no such option)\W[^\n]*--(?:ask-)?sudo/.test(
    output,
  );
}
