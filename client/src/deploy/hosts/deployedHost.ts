/** One host to be deployed: what the server knows of it and what is set, brought together. */
import type { HostDeployFacts } from "../../../../server/src/protocol/protocol.ts";
import { type DeployTool, type HostSettings, noSettings, type Sudo } from "./hostSettings.ts";
import { type DeployTarget, formatTarget, isHostName, makeTarget, parseTarget } from "./names.ts";

export type DeployAction = "dry-activate" | "test" | "switch" | "boot" | "build-vm" | "rollback" | "install";

/** Those that change a running host: asked about before, never killed once begun. */
export const changingActions: readonly DeployAction[] = ["test", "switch", "boot", "rollback", "install"];

export interface DeployHost {
  readonly facts: HostDeployFacts;
  /** Whether it is the machine that this runs on. */
  readonly isLocal: boolean;
  readonly tool: DeployTool;
  /** `null`: nobody says where it is, or it is this machine. */
  readonly target: DeployTarget | null;
  /** Whether `target` comes from a setting and not from the flake. */
  readonly isTargetSet: boolean;
  readonly buildHost: DeployTarget | null;
  readonly sudo: Sudo;
}

/** What stands in the way of deploying a host. */
export type HostProblem =
  /** Its name, its node's or its target's is none that a tool may be given. */
  | { readonly kind: "badName"; readonly name: string }
  | { readonly kind: "noTarget" }
  /** The settings say another target than the hive, and colmena takes the hive's: a host would be changed that is not shown. */
  | { readonly kind: "otherTarget"; readonly hive: string; readonly set: string }
  /** No tool, or not the one that is set, can deploy it. */
  | { readonly kind: "noTool"; readonly tool: DeployTool | null };

const actionsOf: Readonly<Record<DeployTool, readonly DeployAction[]>> = {
  "nixos-rebuild": ["dry-activate", "test", "switch", "boot", "build-vm", "rollback"],
  colmena: ["dry-activate", "test", "switch", "boot"],
  "deploy-rs": ["dry-activate", "switch", "boot"],
  "nixos-anywhere": ["install"],
};

/** The tools that can deploy a host, the one that its flake is made for first. */
function possibleTools({ colmena, deployNode, isSystem, kind }: HostDeployFacts): readonly DeployTool[] {
  const tools: DeployTool[] = [];
  if (colmena !== null) tools.push("colmena");
  if (deployNode !== null && isSystem) tools.push("deploy-rs");
  if (isSystem || kind === "module") tools.push("nixos-rebuild");
  return tools;
}

/** `tool` is the user's choice, `null` for none. The machine itself is deployed by nixos-rebuild wherever that can. */
export function deployHost(facts: HostDeployFacts, settings: HostSettings = noSettings, isLocal = false): DeployHost {
  const here = isLocal || settings.targetHost === "localhost";
  const set = settings.targetHost === null || here ? null : parseTarget(settings.targetHost);
  const tools = possibleTools(facts);
  const preferred = here && tools.includes("nixos-rebuild") ? "nixos-rebuild" : (tools[0] ?? "nixos-rebuild");
  const tool = settings.tool ?? preferred;
  const target = here ? null : (set ?? flakeTarget(facts, tool));
  return {
    facts,
    isLocal: here,
    tool,
    target,
    isTargetSet: set !== null,
    buildHost: settings.buildHost === null ? null : parseTarget(settings.buildHost),
    sudo: settings.sudo ?? (target?.user === "root" ? "no" : "yes"),
  };
}

/** Where the flake's own deploy data says a host is: the data of the tool that deploys it first. */
function flakeTarget({ name, colmena, deployNode }: HostDeployFacts, tool: DeployTool): DeployTarget | null {
  const ofNode =
    deployNode === null ? null : makeTarget(deployNode.sshUser, deployNode.hostname ?? deployNode.name, null);
  const ofHive =
    colmena === null ? null : makeTarget(colmena.targetUser, colmena.targetHost ?? name, colmena.targetPort);
  return tool === "deploy-rs" ? (ofNode ?? ofHive) : (ofHive ?? ofNode);
}

/** What stands in the way; `null`: nothing does. */
export function hostProblem(host: DeployHost, action: DeployAction): HostProblem | null {
  const { facts, tool, target, isLocal } = host;
  // a configuration without a flake is named by its file
  const own = facts.kind === "module" ? [] : [facts.name];
  const names = [...own, ...(tool === "deploy-rs" && facts.deployNode !== null ? [facts.deployNode.name] : [])];
  const bad = names.find((name) => !isHostName(name));
  if (bad !== undefined) return { kind: "badName", name: bad };
  if (action === "install" ? !facts.isSystem : !possibleTools(facts).includes(tool)) {
    return { kind: "noTool", tool: possibleTools(facts).length === 0 ? null : tool };
  }
  if (target === null && !isLocal && action !== "build-vm") return { kind: "noTarget" };
  return tool === "colmena" && actionsOf.colmena.includes(action) ? otherTarget(host) : null;
}

/** Where the hive itself says nothing that is known here, it may well be the same. */
function otherTarget({ facts, target, isTargetSet, tool }: DeployHost): HostProblem | null {
  const isSaid = (facts.colmena?.targetHost ?? null) !== null;
  const hive = isTargetSet && isSaid ? flakeTarget(facts, tool) : null;
  if (hive === null || target === null || hive.host === target.host) return null;
  return { kind: "otherTarget", hive: formatTarget(hive), set: formatTarget(target) };
}

/** What can be done with all of these at once. A first install is of one host, which is elsewhere. */
export function offeredActions(hosts: readonly DeployHost[]): readonly DeployAction[] {
  const common = actionsOf["nixos-rebuild"].filter((action) => hosts.every((host) => canDo(host, action)));
  const [only, ...others] = hosts;
  const canInstall = only !== undefined && others.length === 0 && only.facts.isSystem && !only.isLocal;
  return canInstall ? [...common, "install"] : common;
}

function canDo({ tool, facts, isLocal }: DeployHost, action: DeployAction): boolean {
  // deploy-rs deploys over ssh only; on the machine itself nixos-rebuild takes its place
  const own = isLocal && tool === "deploy-rs" ? "nixos-rebuild" : tool;
  return actionsOf[own].includes(action) && (action !== "build-vm" || facts.isSystem || facts.kind === "module");
}

/** Whether what becomes root needs a terminal to ask for a password in, or may need one. */
export function needsTerminal({ isLocal, sudo }: DeployHost, action: DeployAction): boolean {
  if (action === "build-vm") return false;
  return isLocal || action === "install" || sudo === "askPassword";
}
