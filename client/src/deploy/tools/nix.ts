/** Nix itself: building what needs a password to be activated, and comparing systems. */
import { fileURLToPath } from "node:url";
import type { DeployHost } from "../hosts/deployedHost.ts";
import { isStorePath } from "../hosts/names.ts";
import type { Invocation } from "./invocation.ts";
import { sshArguments } from "./ssh.ts";

const currentSystem = "/run/current-system";

/** Builds a host's system here, and prints its path (as JSON, since Nix before 2.9 cannot otherwise). */
export function buildInvocation(host: DeployHost): Invocation {
  const { facts } = host;
  const common = { hosts: [host], inTerminal: false, older: null };
  if (!facts.isSystem && facts.kind !== "module") {
    const config = facts.kind === "hive" ? ["--config", "hive.nix"] : [];
    return { ...common, program: "colmena", args: ["build", "--verbose", "--on", facts.name, ...config] };
  }
  const what = facts.isSystem
    ? [systemAttribute(facts.name)]
    : ["--file", "<nixpkgs/nixos>", "system", "-I", `nixos-config=${fileURLToPath(facts.root)}`];
  return { ...common, program: "nix", args: ["build", "--no-link", "--json", ...what] };
}

/** Asks for the path of a host's system without building it; `null`: only its own tool could tell. */
export function systemQuery(host: DeployHost): Invocation | null {
  if (!host.facts.isSystem) return null;
  const args = ["eval", "--raw", `${systemAttribute(host.facts.name)}.outPath`];
  return { program: "nix", args, hosts: [host], inTerminal: false, older: null };
}

/** Compares what runs on a host with a system that is there. `null`: not here, and nobody says where the host is. */
export function closureDiff(host: DeployHost, system: string): Invocation | null {
  if (!isStorePath(system)) return null;
  const compare = ["store", "diff-closures", currentSystem, system];
  const common = { hosts: [host], inTerminal: false, older: null };
  if (host.isLocal) return { ...common, program: "nix", args: compare };
  // what asks for a password was only built here, so the host does not have it yet
  if (host.target === null || host.sudo === "askPassword") return null;
  const remote = ["nix", "--extra-experimental-features", "nix-command", ...compare];
  return { ...common, program: "ssh", args: sshArguments(host.target, remote) };
}

function systemAttribute(name: string): string {
  return `.#nixosConfigurations."${name}".config.system.build.toplevel`;
}
