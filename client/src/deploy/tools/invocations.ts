/** Chooses the tool for a batch of hosts, and its argument vectors. */
import type { DeployAction, DeployHost } from "../hosts/deployedHost.ts";
import { colmena } from "./colmena.ts";
import { deployRs } from "./deployRs.ts";
import type { Invocation } from "./invocation.ts";
import { nixosAnywhere } from "./nixosAnywhere.ts";
import { nixosRebuild } from "./nixosRebuild.ts";

/** The invocations for hosts of one tool and one folder, to be run at the same time. */
export function invocationsFor(hosts: readonly DeployHost[], action: DeployAction): readonly Invocation[] {
  const [first] = hosts;
  if (first === undefined) return [];
  if (action === "install") return hosts.map(nixosAnywhere);
  // the machine itself is no ssh target of deploy-rs, and only nixos-rebuild builds virtual machines and rolls back
  const isOfRebuild = first.tool === "nixos-rebuild" || (first.isLocal && first.tool === "deploy-rs");
  if (isOfRebuild || action === "build-vm" || action === "rollback")
    return hosts.map((host) => nixosRebuild(host, action));
  return first.tool === "colmena" ? [colmena(hosts, action)] : deployRs(hosts, action);
}
