/** nixos-anywhere: a first installation over ssh, which wipes the disks of the machine it is pointed at. */
import type { DeployHost } from "../hosts/deployedHost.ts";
import { sshAddress } from "../hosts/names.ts";
import type { Invocation } from "./invocation.ts";

export function nixosAnywhere(host: DeployHost): Invocation {
  const { target, facts } = host;
  const address = target === null ? [] : ["--target-host", sshAddress(target)];
  const port = target === null || target.port === null ? [] : ["--ssh-port", String(target.port)];
  return {
    program: "nixos-anywhere",
    args: ["--flake", `.#${facts.name}`, ...address, ...port],
    hosts: [host],
    // the machine's installer may have a password and no key yet
    inTerminal: true,
    older: null,
  };
}
