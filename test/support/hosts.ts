/** Hosts in tests: a workspace in memory, found and evaluated as the session does it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Snapshot } from "../../server/src/base/snapshot.ts";
import type { Machine } from "../../server/src/eval/core/machine.ts";
import { createMachine } from "../../server/src/eval/machine/createMachine.ts";
import { declaredHosts, looseHosts } from "../../server/src/modules/discover/discoverHosts.ts";
import type { HostEvaluation } from "../../server/src/modules/model/hostEvaluation.ts";
import { createNixWorld, type NixWorld } from "../../server/src/modules/nixpkgs/nixWorld.ts";
import { parseOnce, snapshotOf } from "./eval.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The Nix files below a folder of the repository, by path relative to it. */
export function nixFiles(folder: string): ReadonlyMap<string, string> {
  const root = join(repository, folder);
  const files = new Map<string, string>();
  if (!existsSync(root)) return files;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name.endsWith(".nix")) files.set(relative(root, path), readFileSync(path, "utf8"));
  }
  return files;
}

export const world: NixWorld = createNixWorld(nixFiles("nix"));

export interface FoundHosts {
  readonly hosts: readonly HostEvaluation[];
  readonly fragments: readonly string[];
  /** The host of that label; throws where there is none. */
  host(label?: string): HostEvaluation;
}

/** A machine over files by path, with what hosts need beside them. */
export function hostMachine(files: Readonly<Record<string, string | null>>, depth = 2_000): Machine {
  const snapshot: Snapshot = world.overlay(snapshotOf(files));
  const { searchPath } = world;
  return createMachine({
    snapshot,
    parse: parseOnce,
    searchPath,
    natives: world.natives("file:///"),
    limits: { depth },
  });
}

/** The hosts of a workspace: files by path. */
export function hostsOf(files: Readonly<Record<string, string | null>>): FoundHosts {
  const uris = Object.keys(files)
    .filter((path) => path.endsWith(".nix"))
    .map((path) => `file://${path}`)
    .sort();
  const workspace = { world, files: uris };
  const machine = hostMachine(files);
  const declared = declaredHosts(machine, workspace).hosts.map((source) => source.evaluate(hostMachine(files)));
  const claimed = new Set(declared.flatMap((host) => [...host.reads.files]));
  const loose = looseHosts(machine, workspace, claimed);
  const hosts = [...declared, ...loose.hosts.map((source) => source.evaluate(hostMachine(files)))];
  const taken = new Set(hosts.flatMap((host) => [...host.reads.files]));
  return {
    hosts,
    fragments: loose.fragments.filter((uri) => !taken.has(uri)),
    host(label) {
      const found = label === undefined ? hosts[0] : hosts.find((host) => host.identity.label === label);
      if (found === undefined)
        throw new Error(`no host ${label}; there are ${hosts.map((host) => host.identity.label).join(", ")}`);
      return found;
    },
  };
}

/** A single loose host with one module. */
export function hostOf(configuration: string): HostEvaluation {
  return hostsOf({ "/ws/configuration.nix": configuration }).host();
}

/** The files of an example under `/ws`. */
export function exampleWorkspace(name: string): Record<string, string> {
  return Object.fromEntries([...nixFiles(`nix/examples/${name}`)].map(([path, text]) => [`/ws/${path}`, text]));
}
