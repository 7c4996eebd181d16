/** nixos-rebuild: one host at a time, on the machine itself or over ssh. */
import { fileURLToPath } from "node:url";
import type { DeployAction, DeployHost } from "../hosts/deployedHost.ts";
import { needsTerminal } from "../hosts/deployedHost.ts";
import { type DeployTarget, sshAddress } from "../hosts/names.ts";
import type { Invocation } from "./invocation.ts";

export function nixosRebuild(host: DeployHost, action: Exclude<DeployAction, "install">): Invocation {
  const args = (sudo: readonly string[]): string[] => [
    action === "rollback" ? "switch" : action,
    ...(action === "rollback" ? ["--rollback"] : []),
    ...source(host),
    ...(action === "build-vm" ? [] : [...reach("--target-host", host.target), ...sudo]),
    ...(action === "build-vm" || action === "rollback" ? [] : reach("--build-host", host.buildHost)),
  ];
  const sudo = action === "build-vm" ? [] : sudoFlags(host);
  return {
    program: "nixos-rebuild",
    args: args(sudo),
    env: { ...sshPort(host.target ?? host.buildHost), ...(action === "rollback" ? noNewerVersion : {}) },
    hosts: [host],
    inTerminal: needsTerminal(host, action),
    older: sudo.length === 0 ? null : args(["--use-remote-sudo"]),
  };
}

/** Rolling back works with a configuration that cannot even be evaluated, so no newer nixos-rebuild is built of it. */
const noNewerVersion = { _NIXOS_REBUILD_REEXEC: "1" };

/** The working folder is the flake's, so that its path needs no quoting in a flake's address. */
function source({ facts }: DeployHost): string[] {
  if (facts.isSystem) return ["--flake", `.#${facts.name}`];
  return facts.kind === "module" ? ["--no-flake", "-I", `nixos-config=${fileURLToPath(facts.root)}`] : ["--no-flake"];
}

function reach(option: string, target: DeployTarget | null): string[] {
  return target === null ? [] : [option, sshAddress(target)];
}

function sudoFlags({ sudo, isLocal }: DeployHost): string[] {
  if (sudo === "no") return [];
  return sudo === "askPassword" && !isLocal ? ["--ask-sudo-password"] : ["--sudo"];
}

function sshPort(target: DeployTarget | null): Record<string, string> {
  return target === null || target.port === null ? {} : { NIX_SSHOPTS: `-p ${target.port}` };
}
