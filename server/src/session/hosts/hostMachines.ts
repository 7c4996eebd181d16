/** The machines that hosts are found and evaluated on: what they touch is noted, what they compute is counted. */

import type { Snapshot } from "../../base/snapshot.ts";
import type { Uri } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { Origin } from "../../eval/core/value.ts";
import type { FileTracker } from "../../eval/incremental/fileTracker.ts";
import { createMachine, type TrackingMachine } from "../../eval/machine/createMachine.ts";
import { isBundled, isInNixpkgs, type NixWorld } from "../../modules/api.ts";
import type { ParsedFiles } from "../files/parsedFiles.ts";
import type { Reads, SnapshotStore } from "../files/snapshotStore.ts";
import { FUEL } from "./fuel.ts";

export class HostMachines {
  readonly #world: NixWorld;
  readonly #parsed: ParsedFiles;
  readonly #depth: number;
  /** What machines see: the workspace, and what comes with PlasmaCloud. */
  readonly snapshot: Snapshot;
  /** Those that this pass evaluates on, with what each had computed before. */
  readonly #counted = new Map<Machine, number>();
  #cancelled: () => boolean = () => false;
  /** Files that were wanted and not read, each with the code that wanted it. */
  readonly givenUp = new Map<Uri, Set<Origin>>();
  /** Where what is being evaluated now notes what it touches. */
  noting: Reads = newReads();
  /** A file on the disk or server that the workspace is on. */
  sibling: Uri = "file:///";

  constructor(world: NixWorld, store: SnapshotStore, parsed: ParsedFiles, depth: number) {
    this.#world = world;
    this.#parsed = parsed;
    this.#depth = depth;
    this.snapshot = world.overlay({
      file: (uri, asked) => {
        this.noting.files.add(uri);
        return store.file(uri, asked);
      },
      folder: (uri, asked) => {
        this.noting.folders.add(uri);
        return store.folder(uri, asked);
      },
    });
  }

  /** Begins a pass, which `cancelled` may end. */
  begin(cancelled: () => boolean): void {
    this.#cancelled = cancelled;
    this.#counted.clear();
  }

  /** A machine that takes over from an earlier one, or that a tracker brings up to later revisions. */
  make(previous: Machine | null, tracker: FileTracker | null = null): TrackingMachine {
    const machine = createMachine({
      snapshot: this.snapshot,
      parse: (uri, text) => this.#parsed.get(uri, text),
      limits: { depth: this.#depth, ...FUEL },
      searchPath: this.#world.searchPath,
      natives: this.#world.natives(this.sibling),
      givenUp: (uri, at) => this.#noteGivenUp(uri, at),
      cancelled: () => this.#cancelled(),
      previous,
      tracker,
    });
    this.#counted.set(machine, 0);
    return machine;
  }

  #noteGivenUp(uri: Uri, at: Origin): void {
    // That nixpkgs is not at hand is known before anybody asks.
    if (isInNixpkgs(uri)) return;
    this.givenUp.set(uri, (this.givenUp.get(uri) ?? new Set()).add(at));
  }

  /** Forgets what was given up of the workspace. What comes with PlasmaCloud never changes, nor is all of it read again. */
  forgetGivenUp(): void {
    for (const uri of this.givenUp.keys()) if (!isBundled(uri)) this.givenUp.delete(uri);
  }

  /** Counts what an earlier machine computes from now on. */
  count(machine: Machine): void {
    this.#counted.set(machine, machine.counters.forced);
  }

  /** How many values this pass has computed. */
  get computed(): number {
    return [...this.#counted].reduce((sum, [{ counters }, before]) => sum + counters.forced - before, 0);
  }
}

export function newReads(): Reads {
  return { files: new Set(), folders: new Set() };
}
