/** The hosts of one flake: `nixosConfigurations`, then hives under `colmena` and `colmenaHive`. */
import { joinUri, type Uri } from "../../base/uri.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import { expectAttrs } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { ready } from "../../eval/core/make.ts";
import type { AttrsValue, UnknownReason, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { flakeValue } from "../flake/flake.ts";
import type { HostIdentity } from "../model/hostEvaluation.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import { deployNodes } from "./deployment.ts";
import type { HostSource } from "./discoverHosts.ts";
import { hiveSources } from "./hiveHosts.ts";
import { systemSource } from "./systemSource.ts";
import { type DeclaredHosts, hostSet, joined, type UnknownHosts } from "./unknownHosts.ts";

export function flakeHosts(machine: Machine, world: NixWorld, folder: Uri): DeclaredHosts {
  const root = joinUri(folder, "flake.nix");
  const outcome = attempt(machine, () => expectAttrs(machine, ready(flakeValue(machine, world, folder)), null));
  if (outcome.kind !== "value")
    return { hosts: [], unknown: [{ root, output: null, origin: null, isPartial: false, outcome }] };
  const outputs = outcome.value;
  const nodes = deployNodes(machine, outputs);
  const systems = hostSet(machine, root, outputs, "nixosConfigurations");
  const hive = hiveOf(machine, world, root, outputs);
  const sources = [...(systems.value?.attrs ?? [])].map(([name, { value, origin }]) => {
    const deployNode = nodes.get(name) ?? null;
    // The same host as a node of the hive: its deploy data, no host of its own.
    const colmena = hive.hosts.find(({ identity }) => identity.name === name)?.identity.colmena ?? null;
    const identity: HostIdentity = {
      name,
      label: name,
      root,
      origin,
      kind: "flake",
      deployTarget: deployNode?.hostname ?? colmena?.targetHost ?? null,
      isSystem: true,
      deployNode,
      colmena,
    };
    return systemSource(world, identity, value);
  });
  const names = new Set(sources.map(({ identity }) => identity.name));
  const hosts = [...sources, ...hive.hosts.filter(({ identity }) => !names.has(identity.name))];
  // `nixosConfigurations = colmenaHive.nodes` has the hosts of the hive.
  const isOfHive = hive.hosts.length > 0 && isMadeByColmena(systems.unknown);
  const unknown = [...(systems.unknown === null || isOfHive ? [] : [systems.unknown]), ...hive.unknown];
  const { rest } = outputs;
  if (rest !== null && systems.value === null && systems.unknown === null) {
    const outcome = { kind: "unknown", reason: rest.reason, origin: rest.origin } as const;
    unknown.push({ root, output: null, origin: null, isPartial: hosts.length > 0, outcome });
  }
  return { hosts, unknown: joined(unknown) };
}

/** The nodes of `colmena` and `colmenaHive`, each name once. */
function hiveOf(machine: Machine, world: NixWorld, root: Uri, outputs: AttrsValue): DeclaredHosts {
  const nodes = new Map<string, HostSource>();
  const unknown: UnknownHosts[] = [];
  for (const name of ["colmena", "colmenaHive"]) {
    const found = hostSet(machine, root, outputs, name, isOfColmena);
    if (found.unknown !== null) unknown.push(found.unknown);
    if (found.value === null) continue;
    for (const source of hiveSources(machine, world, root, found.value, "flake"))
      if (!nodes.has(source.identity.name)) nodes.set(source.identity.name, source);
  }
  return { hosts: [...nodes.values()], unknown };
}

function isMadeByColmena(unknown: UnknownHosts | null): boolean {
  return unknown?.outcome.kind === "unknown" && isOfColmena(unknown.outcome.reason);
}

/** What colmena itself adds to a hive is no host. */
function isOfColmena(reason: UnknownReason): boolean {
  return reason.kind === "input" && reason.name === "colmena";
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
