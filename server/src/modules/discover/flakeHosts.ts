/** The hosts of one flake: `nixosConfigurations`, then hives under `colmena` and `colmenaHive`. */
import { joinUri, type Uri } from "../../base/uri.ts";
import { attempt } from "../../eval/evaluate.ts";
import { optionalField } from "../../eval/lib/records.ts";
import type { Machine } from "../../eval/machine.ts";
import { ready } from "../../eval/make.ts";
import type { AttrsValue, Value } from "../../eval/value.ts";
import { flakeValue } from "../flake/flake.ts";
import type { HostIdentity } from "../hostEvaluation.ts";
import type { NixWorld } from "../nixWorld.ts";
import { deployNodes } from "./deployment.ts";
import type { HostSource } from "./discover.ts";
import { hiveSources } from "./hiveHosts.ts";
import { systemSource } from "./systemSource.ts";

export function flakeHosts(machine: Machine, world: NixWorld, folder: Uri): readonly HostSource[] {
  const root = joinUri(folder, "flake.nix");
  const outcome = attempt(machine, () => flakeValue(machine, world, folder));
  if (outcome.kind !== "value") return [];
  const outputs = outcome.value;
  const nodes = deployNodes(machine, outputs);
  const hive = hiveOf(machine, world, root, outputs);
  const names = new Set<string>();
  const sources: HostSource[] = [];
  for (const [name, attr] of output(machine, outputs, "nixosConfigurations")?.attrs ?? []) {
    names.add(name);
    const deployNode = nodes.get(name) ?? null;
    // The same host as a node of the hive: its deploy data, no host of its own.
    const colmena = hive.find(({ identity }) => identity.name === name)?.identity.colmena ?? null;
    const identity: HostIdentity = {
      name,
      label: name,
      root,
      origin: attr.origin,
      kind: "flake",
      deployTarget: deployNode?.hostname ?? colmena?.targetHost ?? null,
      isSystem: true,
      deployNode,
      colmena,
    };
    sources.push(systemSource(world, identity, attr.value));
  }
  return [...sources, ...hive.filter(({ identity }) => !names.has(identity.name))];
}

/** The nodes of `colmena` and `colmenaHive`, each name once. */
function hiveOf(machine: Machine, world: NixWorld, root: Uri, outputs: Value): readonly HostSource[] {
  const nodes = new Map<string, HostSource>();
  for (const name of ["colmena", "colmenaHive"]) {
    const value = output(machine, outputs, name);
    if (value === null) continue;
    for (const source of hiveSources(machine, world, root, value, "flake"))
      if (!nodes.has(source.identity.name)) nodes.set(source.identity.name, source);
  }
  return [...nodes.values()];
}

/** Whether a flake may have hosts that cannot be seen here. */
export function hidesHosts(machine: Machine, world: NixWorld, folder: Uri): boolean {
  const outcome = attempt(machine, () => {
    const outputs = flakeValue(machine, world, folder);
    const systems = optionalField(machine, ready(outputs), "nixosConfigurations")?.force(machine) ?? null;
    return systems !== null && (systems.type !== "attrs" || systems.rest !== null);
  });
  return outcome.kind !== "value" || outcome.value;
}

/** Whether a flake configures systems that are no NixOS hosts, whose modules nobody here follows. */
export function hasForeignSystems(machine: Machine, world: NixWorld, folder: Uri): boolean {
  const outcome = attempt(machine, () => {
    const outputs = flakeValue(machine, world, folder);
    return ["darwinConfigurations", "homeConfigurations"].some((name) => output(machine, outputs, name) !== null);
  });
  return outcome.kind !== "value" || outcome.value;
}

function output(machine: Machine, outputs: Value, name: string): AttrsValue | null {
  const outcome = attempt(machine, () => optionalField(machine, ready(outputs), name)?.force(machine) ?? null);
  return outcome.kind === "value" && outcome.value?.type === "attrs" ? outcome.value : null;
}
