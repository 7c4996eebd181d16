/**
 * The hosts of a workspace and what rules find on them, kept from one analysis to the next.
 * Invariants: a host is evaluated again only when something that it read has changed; text that moves without changing
 * an expression (comments, blanks) moves places and evaluates nothing.
 */
import type { Uri } from "../base/uri.ts";
import { joinUri } from "../base/uri.ts";
import { createMachine } from "../eval/engine.ts";
import type { Machine } from "../eval/machine.ts";
import { declaredHosts, type HostSource, looseHosts } from "../modules/discover/discover.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import { BUNDLED_ROOT, createNixWorld, type NixWorld } from "../modules/nixWorld.ts";
import type { HostView, OptionNode } from "../modules/view.ts";
import { readServices, type ServiceInfo } from "../rules/services.ts";
import { type HostFindings, hostFindings } from "./hostFindings.ts";
import { mergeFindings } from "./mergeFindings.ts";
import type { ParsedFiles } from "./parsedFiles.ts";
import { ReadSignatures } from "./readSignatures.ts";
import type { SessionOptions } from "./session.ts";
import type { Reads, SnapshotStore } from "./snapshotStore.ts";

/** Steps for one host. An ordinary one takes some thousands; an endless one is to end within a second. */
const fuel = 4_000_000;

export interface HostsResult {
  readonly findings: ReturnType<typeof mergeFindings>;
  readonly views: readonly HostView[];
  readonly options: OptionNode;
  readonly optionSets: readonly string[];
  /** How many hosts were evaluated for this result. */
  readonly evaluated: number;
}

interface HostRecord {
  readonly evaluation: HostEvaluation;
  readonly files: readonly Uri[];
  readonly reads: ReadSignatures;
  readonly found: HostFindings;
}

interface Pass {
  readonly reads: Reads;
  readonly cancelled: () => boolean;
  readonly newMachine: () => Machine;
  evaluated: number;
}

export class HostAnalysis {
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  readonly #options: SessionOptions;
  readonly #world: NixWorld;
  #services: readonly ServiceInfo[] | null = null;
  #records = new Map<string, HostRecord>();
  #machine: Machine | null = null;
  /** What was read on ways that no path literal shows: listings, computed paths, locks. All hosts depend on it. */
  #dynamic: ReadSignatures;
  #files: readonly Uri[] = [];
  #last: HostsResult | null = null;

  constructor(store: SnapshotStore, parsed: ParsedFiles, options: SessionOptions) {
    this.#store = store;
    this.#parsed = parsed;
    this.#options = options;
    this.#world = createNixWorld(options.bundledNix);
    this.#dynamic = new ReadSignatures(store, parsed);
  }

  /** All hosts as they are now; `null` when `cancelled` said so. The store says afterwards whether something is wanted. */
  evaluate(files: readonly Uri[], cancelled: () => boolean): HostsResult | null {
    if (this.#isUnchanged(files)) return this.#last;
    const pass = this.#newPass(cancelled);
    if (this.#dynamic.changed()) this.#forgetHosts();
    const workspace = { world: this.#world, files };
    const machine = pass.newMachine();
    this.#services ??= readServices(machine, joinUri(BUNDLED_ROOT, "services.nix"));
    const records = new Map<string, HostRecord>();
    if (!this.#take(declaredHosts(machine, workspace), records, pass)) return null;
    const claimed = new Set([...records.values()].flatMap((record) => record.files));
    if (!this.#take(looseHosts(machine, workspace, claimed).hosts, records, pass)) return null;
    this.#noteDynamic(pass.reads, records);
    this.#records = records;
    this.#files = files;
    const found = [...records.values()].map((record) => record.found);
    this.#last = {
      findings: mergeFindings(found),
      views: found.map(({ view }) => view),
      options: this.#options.bundledOptions,
      optionSets: ["PlasmaCloud"],
      evaluated: pass.evaluated,
    };
    return this.#last;
  }

  /** Whether not even a place has moved since the last result. */
  #isUnchanged(files: readonly Uri[]): boolean {
    if (this.#last === null || files.join("\n") !== this.#files.join("\n") || this.#dynamic.changed()) return false;
    this.#last = { ...this.#last, evaluated: 0 };
    return ![...this.#records.values()].some(({ reads }) => reads.changed() || reads.moved());
  }

  /** Evaluates or keeps these hosts; false when cancelled. */
  #take(sources: readonly HostSource[], records: Map<string, HostRecord>, pass: Pass): boolean {
    for (const source of sources) {
      if (pass.cancelled()) return false;
      const key = `${source.identity.root}#${source.identity.label}`;
      try {
        records.set(key, this.#record(this.#records.get(key), source, pass));
      } catch (error) {
        this.#options.log.error(`host ${source.identity.label}`, error);
      }
    }
    return !pass.cancelled();
  }

  #record(before: HostRecord | undefined, source: HostSource, pass: Pass): HostRecord {
    if (before !== undefined && !before.reads.changed()) {
      if (!before.reads.moved()) return before;
      return { ...before, reads: before.reads.again(), found: this.#find(before.evaluation) };
    }
    pass.evaluated++;
    const evaluation = source.evaluate(pass.newMachine());
    const found = this.#find(evaluation);
    const read = evaluation.reads;
    const reads = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of read.files) reads.addFile(uri);
    for (const uri of read.folders) reads.addFolder(uri);
    return { evaluation, files: [...read.files], reads, found };
  }

  #find(evaluation: HostEvaluation): HostFindings {
    return hostFindings(evaluation, this.#services ?? [], this.#store, this.#parsed);
  }

  #newPass(cancelled: () => boolean): Pass {
    const reads: Reads = { files: new Set(), folders: new Set() };
    const snapshot = this.#world.overlay(this.#store.snapshot(reads));
    const natives = this.#world.natives(this.#files[0] ?? "file:///");
    const newMachine = (): Machine => {
      this.#machine = createMachine({
        snapshot,
        parse: (uri, text) => this.#parsed.get(uri, text),
        limits: { depth: this.#options.depth, fuel },
        searchPath: this.#world.searchPath,
        natives,
        cancelled,
        previous: this.#machine,
      });
      return this.#machine;
    };
    return { reads, cancelled, newMachine, evaluated: 0 };
  }

  #forgetHosts(): void {
    this.#records = new Map();
    this.#dynamic = new ReadSignatures(this.#store, this.#parsed);
  }

  #noteDynamic(reads: Reads, records: ReadonlyMap<string, HostRecord>): void {
    const known = new Set([...records.values()].flatMap((record) => record.files));
    for (const uri of reads.files) if (!known.has(uri)) this.#dynamic.addFile(uri);
    for (const uri of reads.folders) this.#dynamic.addFolder(uri);
  }
}
