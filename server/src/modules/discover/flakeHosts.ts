/** The hosts of one flake: `nixosConfigurations`, then hives under `colmena` and `colmenaHive`. */
import { joinUri, type Uri } from "../../base/uri.ts";
import { attempt } from "../../eval/evaluate.ts";
import { optionalField } from "../../eval/lib/records.ts";
import type { Machine } from "../../eval/machine.ts";
import { ready } from "../../eval/make.ts";
import type { Attr, AttrsValue, Value } from "../../eval/value.ts";
import { flakeValue } from "../flake/flake.ts";
import type { HostIdentity } from "../hostEvaluation.ts";
import type { NixWorld } from "../nixWorld.ts";
import type { HostSource } from "./discover.ts";
import { hiveSources } from "./hiveHosts.ts";
import { systemSource } from "./systemSource.ts";

export function flakeHosts(machine: Machine, world: NixWorld, folder: Uri): readonly HostSource[] {
  const root = joinUri(folder, "flake.nix");
  const outcome = attempt(machine, () => flakeValue(machine, world, folder));
  if (outcome.kind !== "value") return [];
  const outputs = outcome.value;
  const targets = deployTargets(machine, outputs);
  const sources: HostSource[] = [];
  const names = new Set<string>();
  for (const [name, attr] of output(machine, outputs, "nixosConfigurations")?.attrs ?? []) {
    names.add(name);
    const identity: HostIdentity = {
      name,
      label: name,
      root,
      origin: attr.origin,
      kind: "flake",
      deployTarget: targets.get(name) ?? null,
    };
    sources.push(systemSource(world, identity, attr.value));
  }
  for (const hive of ["colmena", "colmenaHive"]) {
    const value = output(machine, outputs, hive);
    if (value === null) continue;
    for (const source of hiveSources(machine, world, root, value, "flake")) {
      if (names.has(source.identity.name)) continue;
      names.add(source.identity.name);
      sources.push(source);
    }
  }
  return sources;
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

/** `deploy.nodes.NAME.hostname`: what a host is deployed to, by the name of the host. */
function deployTargets(machine: Machine, outputs: Value): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const deploy = output(machine, outputs, "deploy");
  const nodes: ReadonlyMap<string, Attr> =
    (deploy === null ? null : output(machine, deploy, "nodes"))?.attrs ?? new Map();
  for (const [name, attr] of nodes) {
    const outcome = attempt(machine, () => optionalField(machine, attr.value, "hostname")?.force(machine) ?? null);
    if (outcome.kind === "value" && outcome.value?.type === "string") targets.set(name, outcome.value.value);
  }
  return targets;
}
