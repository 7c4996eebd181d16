/**
 * Hosts that are kept across edits: what finds them and what they amount to is brought up to each new revision instead
 * of being made anew.
 * Invariant: everything here is evaluated on machines of one tracker, so that whatever they share knows what it read.
 */

import type { Snapshot } from "../../base/snapshot.ts";
import { baseName, type Uri } from "../../base/uri.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import { FileTracker } from "../../eval/incremental/fileTracker.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import type { TrackingMachine } from "../../eval/machine/createMachine.ts";
import {
  BUNDLED_ROOT,
  type DeclaredHosts,
  declaredHosts,
  type HostEvaluation,
  type HostSource,
  isInNixpkgs,
  LiveHost,
  looseHosts,
  type NixWorld,
  shapeOf,
  type Workspace,
} from "../../modules/api.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

export interface TrackingWorld {
  readonly world: NixWorld;
  /** What is known now; asking makes nothing wanted. */
  readonly peek: Snapshot;
  readonly parse: (uri: Uri, text: string) => ParsedFile;
  newMachine(tracker: FileTracker): TrackingMachine;
}

/** An evaluation with the machine that it stays on. */
export interface TrackedHost {
  readonly source: HostSource;
  readonly machine: TrackingMachine;
  readonly evaluation: HostEvaluation;
}

/** Hosts that were found in a certain setting. */
interface Finding<T> {
  readonly setting: string;
  readonly hosts: Memo<T>;
}

const NOTHING: DeclaredHosts = { hosts: [], unknown: [] };

export class TrackedHosts {
  readonly #given: TrackingWorld;
  readonly #tracker: FileTracker;
  #finder: TrackingMachine;
  #declared: Finding<DeclaredHosts> | null = null;
  #loose: Finding<readonly HostSource[]> | null = null;

  constructor(given: TrackingWorld) {
    this.#given = given;
    this.#tracker = new FileTracker({
      peek: given.peek,
      parse: given.parse,
      isFixed: (uri) => uri.startsWith(BUNDLED_ROOT) || isInNixpkgs(uri),
    });
    this.#finder = given.newMachine(this.#tracker);
  }

  /** Begins a revision with the world as it is now. */
  begin(): void {
    this.#tracker.advance();
    this.#finder.begin();
    if (this.#finder.holds()) return;
    this.#finder = this.#given.newMachine(this.#tracker);
    this.#declared = null;
    this.#loose = null;
  }

  /** The hosts of flakes and hives; the same objects for as long as nothing that they are made of is another. */
  declared(files: readonly Uri[]): DeclaredHosts {
    const setting = files.filter((uri) => /^(flake|hive)\.nix$/.test(baseName(uri))).join("\n");
    if (this.#declared?.setting !== setting) {
      this.#declared = { setting, hosts: new Memo((machine) => declaredHosts(machine, this.#workspace(files))) };
    }
    return this.#found(this.#declared, NOTHING);
  }

  /** The hosts that are loose root modules; likewise. */
  loose(files: readonly Uri[], claimed: ReadonlySet<Uri>, unread: ReadonlySet<Uri>): readonly HostSource[] {
    const shapes = files.map((uri) => this.#shape(uri));
    const setting = JSON.stringify([files, shapes, [...claimed].sort(), [...unread].sort()]);
    if (this.#loose?.setting !== setting) {
      const find = (machine: TrackingMachine): readonly HostSource[] =>
        looseHosts(machine, this.#workspace(files), claimed, unread).hosts;
      this.#loose = { setting, hosts: new Memo(() => find(this.#finder)) };
    }
    return this.#found(this.#loose, []);
  }

  /** Evaluates a host, to be kept. */
  evaluate(source: HostSource): TrackedHost {
    const machine = this.#given.newMachine(this.#tracker);
    return { source, machine, evaluation: machine.pinned(() => source.evaluate(machine)) };
  }

  /** The same host at this revision; `null` when it has to be evaluated anew. */
  update({ source, machine, evaluation }: TrackedHost): TrackedHost | null {
    machine.begin();
    const later = machine.holds() && evaluation instanceof LiveHost ? evaluation.later() : null;
    return later === null ? null : { source, machine, evaluation: later };
  }

  #workspace(files: readonly Uri[]): Workspace {
    return { world: this.#given.world, files };
  }

  #found<T>({ hosts }: Finding<T>, nothing: T): T {
    const outcome = attempt(this.#finder, () => hosts.get(this.#finder));
    return outcome.kind === "value" ? outcome.value : nothing;
  }

  #shape(uri: Uri): unknown {
    const entry = this.#given.peek.file(uri);
    return entry?.kind === "text" ? shapeOf(this.#given.parse(uri, entry.text)) : null;
  }
}
