/**
 * What a flake offers, by names: packages, checks, hosts and the like. Nothing of it is evaluated further than its name.
 * Invariant: what is listed is there; where more may be there that cannot be seen, `complete` is false.
 */

import { joinUri, type Uri } from "../base/uri.ts";
import { attempt } from "../eval/core/evaluate.ts";
import type { Machine } from "../eval/core/machine.ts";
import type { AttrsValue, Thunk, Value } from "../eval/core/value.ts";
import { createMachine } from "../eval/machine/createMachine.ts";
import { deployNodes, flakeValue, isReservedInHive, type NixWorld } from "../modules/api.ts";
import type { DeployNodeFacts, FlakeFacts, SystemAttributes } from "../protocol/protocol.ts";
import type { ParsedFiles } from "./files/parsedFiles.ts";
import type { SnapshotStore } from "./files/snapshotStore.ts";
import { FUEL } from "./hosts/fuel.ts";

export interface FlakeReading {
  readonly store: SnapshotStore;
  readonly parsed: ParsedFiles;
  readonly world: NixWorld;
  readonly depth: number;
}

/** The facts of the flake in a folder, as far as the store's files go; the store says afterwards what is wanted. */
export function flakeFacts(folder: Uri, { store, parsed, world, depth }: FlakeReading): FlakeFacts {
  const machine = createMachine({
    snapshot: world.overlay(store.snapshot({ files: new Set(), folders: new Set() })),
    parse: (uri, text) => parsed.get(uri, text),
    limits: { depth, ...FUEL },
    searchPath: world.searchPath,
    natives: world.natives(joinUri(folder, "flake.nix")),
  });
  const reader = new Reader(machine);
  const outputs = reader.set(() => flakeValue(machine, world, folder));
  return {
    folder,
    packages: reader.bySystem(outputs, "packages"),
    apps: reader.bySystem(outputs, "apps"),
    devShells: reader.bySystem(outputs, "devShells"),
    checks: reader.bySystem(outputs, "checks"),
    hosts: reader.names(reader.output(outputs, "nixosConfigurations")),
    hive: reader.hive(outputs),
    deployNodes: reader.deploy(outputs),
    complete: reader.isComplete,
  };
}

/** Reads sets for their names, and notes whether any of them could not be seen whole. */
class Reader {
  readonly #machine: Machine;
  isComplete = true;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** A set, or `null` where there is something else, or nobody can tell what. */
  set(make: () => Value | null): AttrsValue | null {
    const outcome = attempt(this.#machine, make);
    const value = outcome.kind === "value" ? outcome.value : null;
    if (value?.type !== "attrs") {
      this.isComplete &&= outcome.kind === "value" && value?.type !== "unknown";
      return null;
    }
    this.isComplete &&= value.rest === null;
    return value;
  }

  output(set: AttrsValue | null, name: string): AttrsValue | null {
    const found = set?.attrs.get(name)?.value;
    return found === undefined ? null : this.#forced(found);
  }

  /** In the order in which Nix lists them. */
  names(set: AttrsValue | null): readonly string[] {
    return [...(set?.attrs.keys() ?? [])].sort();
  }

  bySystem(outputs: AttrsValue | null, name: string): readonly SystemAttributes[] {
    const systems = this.output(outputs, name);
    return this.names(systems).flatMap((system) => {
      const names = this.names(this.output(systems, system));
      return names.length === 0 ? [] : [{ system, names }];
    });
  }

  hive(outputs: AttrsValue | null): readonly string[] | null {
    const hives = ["colmena", "colmenaHive"].flatMap((name) => this.output(outputs, name) ?? []);
    if (hives.length === 0) return null;
    return [...new Set(hives.flatMap((hive) => this.names(hive).filter((name) => !isReservedInHive(name))))];
  }

  deploy(outputs: AttrsValue | null): readonly DeployNodeFacts[] | null {
    const deploy = this.output(outputs, "deploy");
    const nodes = this.output(deploy, "nodes");
    if (outputs === null || nodes === null) return null;
    return [...deployNodes(this.#machine, outputs).values()].map(({ name, hostname, sshUser }) => {
      const profiles = this.names(this.output(this.output(nodes, name), "profiles"));
      return { name, hostname, sshUser, profiles };
    });
  }

  #forced(thunk: Thunk): AttrsValue | null {
    return this.set(() => thunk.force(this.#machine));
  }
}
