/** colmena: the hosts of one hive, several at once. */
import { type DeployAction, type DeployHost, needsTerminal } from "../hosts/deployedHost.ts";
import type { Invocation } from "./invocation.ts";

export function colmena(hosts: readonly DeployHost[], action: DeployAction): Invocation {
  const [first] = hosts;
  const isLocal = first?.isLocal ?? false;
  const names = hosts.map(({ facts }) => facts.name);
  // in a folder with both it would take the flake
  const config = first?.facts.kind === "hive" ? ["--config", "hive.nix"] : [];
  const where = isLocal
    ? ["apply-local", action, "--verbose", ...(first?.sudo === "no" ? [] : ["--sudo"]), "--node", names.join(",")]
    : ["apply", action, "--verbose", "--on", names.join(",")];
  return {
    program: "colmena",
    args: [...where, ...config],
    hosts,
    inTerminal: first !== undefined && needsTerminal(first, action),
    older: null,
  };
}
