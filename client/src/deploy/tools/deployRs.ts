/** deploy-rs: the nodes of one flake, several at once. */
import { type DeployAction, type DeployHost, needsTerminal } from "../hosts/deployedHost.ts";
import type { Invocation } from "./invocation.ts";

/** Hosts whose target a setting gives are deployed by an invocation each: its options would count for all nodes. */
export function deployRs(hosts: readonly DeployHost[], action: DeployAction): readonly Invocation[] {
  const together = hosts.filter((host) => !host.isTargetSet);
  const apart = hosts.filter((host) => host.isTargetSet).map((host) => [host]);
  return [...(together.length > 0 ? [together] : []), ...apart].map((group) => invocation(group, action));
}

function invocation(hosts: readonly DeployHost[], action: DeployAction): Invocation {
  const [first] = hosts;
  const nodes = hosts.map(({ facts }) => `.#${nodeAttribute(facts.deployNode?.name ?? facts.name)}`);
  return {
    program: "deploy",
    args: [
      ...(action === "dry-activate" ? ["--dry-activate"] : action === "boot" ? ["--boot"] : []),
      ...(first?.sudo === "askPassword" ? ["--interactive-sudo", "true"] : []),
      ...(first?.isTargetSet ? overrides(first) : []),
      ...(nodes.length === 1 ? nodes : ["--targets", ...nodes]),
    ],
    hosts,
    inTerminal: first !== undefined && needsTerminal(first, action),
    older: null,
  };
}

function overrides({ target }: DeployHost): string[] {
  if (target === null) return [];
  const user = target.user === null ? [] : ["--ssh-user", target.user];
  const port = target.port === null ? [] : ["--ssh-opts", `-p ${target.port}`];
  return ["--hostname", target.host, ...user, ...port];
}

/** A name with a dot would be a node and its profile. */
function nodeAttribute(name: string): string {
  return name.includes(".") ? `"${name}"` : name;
}
