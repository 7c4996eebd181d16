/** Finders of hosts, which also evaluate them: at first once, after an edit to be kept across revisions. */

import type { Uri } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  type DeclaredHosts,
  declaredHosts,
  type HostEvaluation,
  type HostSource,
  looseHosts,
  type NixWorld,
} from "../../modules/api.ts";
import type { ParsedFiles } from "../files/parsedFiles.ts";
import type { Reads, SnapshotStore } from "../files/snapshotStore.ts";
import { type HostMachines, newReads } from "./hostMachines.ts";
import { type TrackedHost, TrackedHosts } from "./trackedHosts.ts";

/** An evaluation; `tracked` where it can be brought up to a later revision. */
export interface Evaluated {
  readonly evaluation: HostEvaluation;
  readonly tracked: TrackedHost | null;
}

/** What finds the hosts of a pass, and evaluates them. */
export interface Finder {
  /** Whether it keeps hosts across revisions, and has begun a new one. */
  readonly tracks: boolean;
  readonly reads: Reads;
  declared(files: readonly Uri[]): DeclaredHosts;
  loose(files: readonly Uri[], claimed: ReadonlySet<Uri>, unread: ReadonlySet<Uri>): readonly HostSource[];
  evaluate(source: HostSource): Evaluated;
}

export class HostFinders {
  readonly #machines: HostMachines;
  readonly #world: NixWorld;
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  /** The machine that found hosts last; what its files are worth, later ones take over. */
  #finder: Machine | null = null;
  #tracked: { readonly hosts: TrackedHosts; readonly reads: Reads } | null = null;

  constructor(machines: HostMachines, world: NixWorld, store: SnapshotStore, parsed: ParsedFiles) {
    this.#machines = machines;
    this.#world = world;
    this.#store = store;
    this.#parsed = parsed;
  }

  /** Finds and evaluates hosts once: nothing notes what it reads. */
  plain(files: readonly Uri[]): Finder {
    const reads = newReads();
    this.#machines.noting = reads;
    const machine = this.#machines.make(this.#finder);
    this.#finder = machine;
    const workspace = { world: this.#world, files };
    return {
      tracks: false,
      reads,
      declared: () => declaredHosts(machine, workspace),
      loose: (_, claimed, unread) => looseHosts(machine, workspace, claimed, unread).hosts,
      evaluate: (source) => ({ evaluation: source.evaluate(this.#machines.make(machine)), tracked: null }),
    };
  }

  /** Begins a revision of what is kept. */
  tracking(): Finder {
    const reads = this.#tracked?.reads ?? newReads();
    this.#machines.noting = reads;
    const hosts = this.#tracked?.hosts ?? this.#newTracked();
    this.#tracked = { hosts, reads };
    this.#finder = null;
    hosts.begin();
    return {
      tracks: true,
      reads,
      declared: (files) => hosts.declared(files),
      loose: (files, claimed, unread) => hosts.loose(files, claimed, unread),
      evaluate(source) {
        const tracked = hosts.evaluate(source);
        return { evaluation: tracked.evaluation, tracked };
      },
    };
  }

  /** The host at the revision that was begun last; `null` where it has to be evaluated anew. */
  update(host: TrackedHost): TrackedHost | null {
    return this.#tracked?.hosts.update(host) ?? null;
  }

  forget(): void {
    this.#finder = null;
    this.#tracked = null;
  }

  #newTracked(): TrackedHosts {
    return new TrackedHosts({
      world: this.#world,
      peek: this.#world.overlay({
        file: (uri) => this.#store.peek(uri),
        folder: (uri) => this.#store.peekFolder(uri),
      }),
      parse: (uri, text) => this.#parsed.get(uri, text),
      newMachine: (tracker) => this.#machines.make(null, tracker),
    });
  }
}
