/** How far an analysis reaches, put together from what was found on the way to it. */

import { pushTo } from "../../base/pushTo.ts";
import { baseName, type Uri } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  type Coverage,
  evaluateSystem,
  type HostView,
  type MissingInput,
  type NixosCoverage,
  type NixWorld,
  type NoHosts,
  optionList,
  optionTree,
  type UnknownHosts,
  type UnknownHostsView,
} from "../../modules/api.ts";
import { unknownHostsMessage } from "../../rules/host/hostsUnknown.ts";

export interface Found {
  /** The Nix files of the workspace. */
  readonly files: readonly Uri[];
  readonly hosts: readonly HostView[];
  readonly unknown: readonly UnknownHosts[];
  /** How many options of NixOS the stand-in declares. */
  readonly nixosOptions: number;
}

export function coverageOf({ files, hosts, unknown, nixosOptions }: Found): Coverage {
  const labels = hosts.map(({ label }) => label);
  const unknownHosts = unknown.map(unknownView);
  const nixos: readonly NixosCoverage[] =
    labels.length === 0 ? [] : [{ knowledge: { kind: "builtIn", options: nixosOptions }, hosts: labels }];
  return {
    nixos,
    unknownHosts,
    noHosts: labels.length + unknownHosts.length > 0 ? null : noHosts(files),
    missingInputs: missingInputs(hosts, unknownHosts),
    givenUp: { files: [], hosts: [], unread: [] },
  };
}

function unknownView(unknown: UnknownHosts): UnknownHostsView {
  const { root, outcome } = unknown;
  const input = outcome.kind === "unknown" && outcome.reason.kind === "input" ? outcome.reason.name : null;
  return { file: root, message: unknownHostsMessage(unknown), input };
}

function noHosts(files: readonly Uri[]): NoHosts {
  const flakes = files.filter((uri) => baseName(uri) === "flake.nix");
  return flakes.length === 0 ? { kind: "nothingFound" } : { kind: "noneDeclared", flakes };
}

function missingInputs(hosts: readonly HostView[], unknown: readonly UnknownHostsView[]): readonly MissingInput[] {
  const needed = new Map<string, string[]>(unknown.flatMap(({ input }) => (input === null ? [] : [[input, []]])));
  for (const { label, missingInputs: names } of hosts) for (const name of names) pushTo(needed, name, label);
  return [...needed].sort().map(([name, labels]) => ({ name, hosts: labels }));
}

/** How many options of NixOS the stand-in for it declares. */
export function countNixosOptions(machine: Machine, world: NixWorld): number {
  const evaluation = evaluateSystem(world, {
    modules: [],
    specialArgs: new Map(),
    system: null,
    pkgs: null,
    natives: [],
    missingArgument: null,
  });
  return optionList(optionTree(machine, evaluation, ({ source }) => source === "nixos")).length;
}
