/** The coverage of an analysis: how far it reaches, from what was found on the way. */

import { pushTo } from "../../base/pushTo.ts";
import { baseName, isInside, parentUri, type Uri } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { currentNode } from "../../eval/core/nodeIdentity.ts";
import type { Origin } from "../../eval/core/value.ts";
import {
  type Coverage,
  emptySystem,
  type GivenUpFile,
  type HostView,
  isBundled,
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
import type { KnownList } from "../../rules/support/hostRule.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { descendants } from "../../syntax/tree/walk.ts";

export interface Found {
  /** The Nix files of the workspace. */
  readonly files: readonly Uri[];
  readonly hosts: readonly HostView[];
  readonly unknown: readonly UnknownHosts[];
  /** How many options of NixOS the stand-in declares. */
  readonly nixosOptions: number;
  /** NixOS's options as a list knows them; `null`: there is none, and the stand-in is all that is known. */
  readonly list: KnownList | null;
  /** Files that evaluation wanted and did not get, each with the code that wanted it. */
  readonly givenUp: ReadonlyMap<Uri, ReadonlySet<Origin>>;
  /** Why a file is not read now; `null`: it is. */
  whyUnread(uri: Uri): string | null;
  parsed(uri: Uri): ParsedFile | null;
}

export function coverageOf(found: Found): Coverage {
  const { files, hosts, unknown, nixosOptions, list } = found;
  const givenUp = [...wantedFiles(found), ...entries(found)].sort((left, right) => (left.file < right.file ? -1 : 1));
  const labels = hosts.map(({ label }) => label);
  const unknownHosts = unknown.map(unknownView);
  const knowledge: NixosCoverage["knowledge"] =
    list === null
      ? { kind: "builtIn", options: nixosOptions }
      : { kind: "facts", month: list.asOf, options: list.size };
  const nixos: readonly NixosCoverage[] = labels.length === 0 ? [] : [{ knowledge, hosts: labels }];
  return {
    nixos,
    unknownHosts,
    noHosts: labels.length + unknownHosts.length + givenUp.length > 0 ? null : noHosts(files),
    missingInputs: missingInputs(hosts, unknownHosts),
    givenUp: {
      files: givenUp,
      hosts: hosts.flatMap(({ label, limits }) => (limits.length === 0 ? [] : [{ host: label, limits }])),
      unread: [],
    },
  };
}

/** The files that a flake, a hive or a module asked for in vain. */
function wantedFiles({ givenUp, hosts, whyUnread, parsed }: Found): readonly GivenUpFile[] {
  return [...givenUp].flatMap(([file, askers]): readonly GivenUpFile[] => {
    const reason = whyUnread(file);
    if (reason !== null && isBundled(file))
      return [{ file, role: "bundled", reason, hosts: hosts.map(({ label }) => label) }];
    const asking = [...askers].flatMap((node) => (isWritten(node, parsed) ? [node?.anchor.uri ?? file] : []));
    if (reason === null || asking.length === 0) return [];
    const role = /^(flake\.nix|flake\.lock|hive\.nix)$/.test(baseName(file)) ? "flake" : "import";
    const direct = hosts.filter((host) => [file, ...asking].some((uri) => isModuleOf(host, uri)));
    // What a flake or a library of its asks for, any of its hosts may get.
    const concerned = direct.length > 0 ? direct : hosts.filter(({ root }) => isInside(file, parentUri(root)));
    return [{ file, role, reason, hosts: concerned.map(({ label }) => label) }];
  });
}

/** Whether code is still there. What no code asked for, the session itself asks for. */
function isWritten(origin: Origin, parsed: Found["parsed"]): boolean {
  if (origin === null) return true;
  const node = currentNode(origin);
  const root = parsed(node.anchor.uri)?.root ?? null;
  return root !== null && [...descendants(root)].includes(node);
}

/** A flake or hive is a file of all its hosts, and a module of none. */
function isModuleOf({ root, files, deploy }: HostView, uri: Uri): boolean {
  return files.includes(uri) && (uri !== root || deploy.kind === "module");
}

/** Root modules that are hosts by their name alone. */
function entries({ files, hosts, unknown, givenUp, whyUnread }: Found): readonly GivenUpFile[] {
  const hidden = unknown.map(({ root }) => parentUri(root));
  return files.flatMap((file) => {
    if (baseName(file) !== "configuration.nix" || givenUp.has(file)) return [];
    if (hosts.some((host) => host.files.includes(file)) || hidden.some((folder) => isInside(file, folder))) return [];
    const reason = whyUnread(file);
    return reason === null ? [] : [{ file, role: "entry" as const, reason, hosts: [] }];
  });
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
  const evaluation = emptySystem(world);
  return optionList(optionTree(machine, evaluation, ({ source }) => source === "nixos")).length;
}
