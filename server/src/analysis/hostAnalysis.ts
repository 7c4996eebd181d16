/**
 * The hosts of a workspace and what rules find on them, kept from one analysis to the next.
 * Invariants: a host is evaluated again only when one of its modules has changed, or anything that hosts may share;
 * text that moves without changing an expression (comments, blanks) moves places and evaluates nothing.
 */
import { joinUri, type Uri } from "../base/uri.ts";
import { createMachine } from "../eval/engine.ts";
import type { Machine } from "../eval/machine.ts";
import { declaredHosts, type HostSource, looseHosts } from "../modules/discover/discover.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import { effectiveValue } from "../modules/hostView.ts";
import { BUNDLED_ROOT, createNixWorld, type NixWorld } from "../modules/nixWorld.ts";
import { type EffectiveValue, type OptionPath, pathKey } from "../modules/view.ts";
import { readServices, type ServiceInfo } from "../rules/services.ts";
import { type HostFindings, hostFindings } from "./hostFindings.ts";
import type { HostsResult } from "./hostsResult.ts";
import { mergeFindings } from "./mergeFindings.ts";
import { OptionLayers } from "./optionLayers.ts";
import type { ParsedFiles } from "./parsedFiles.ts";
import { ReadSignatures } from "./readSignatures.ts";
import type { SessionOptions } from "./session.ts";
import type { Reads, SnapshotStore } from "./snapshotStore.ts";

/** Steps for one host. Real ones take up to some ten thousands; an endless one is to end within a second or two. */
const fuel = 600_000;

/** Evaluations are large (some megabytes a host), so only so many are held. The others are made again when needed. */
const heldEvaluations = 12;

interface HostRecord {
  /** `null`: it was let go. */
  evaluation: HostEvaluation | null;
  /** Names what its modules declare, for `OptionLayers`. */
  readonly optionKey: string;
  /** Its modules and its root, in the workspace. */
  readonly files: ReadonlySet<Uri>;
  readonly signatures: ReadSignatures;
  /** Everything that its machine touched. Grows while it is asked for more. */
  readonly reads: Reads;
  readonly found: HostFindings;
}

interface Pass {
  readonly cancelled: () => boolean;
  /** The machine that finds hosts; what its files are worth, the machines of hosts take over. */
  readonly finder: Machine;
  readonly finderReads: Reads;
  evaluated: number;
}

export class HostAnalysis {
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  readonly #options: SessionOptions;
  readonly #world: NixWorld;
  readonly #layers: OptionLayers;
  readonly #snapshot: ReturnType<NixWorld["overlay"]>;
  #services: readonly ServiceInfo[] | null = null;
  #records: ReadonlyMap<string, HostRecord> = new Map();
  #held: HostRecord[] = [];
  #finder: Machine | null = null;
  /** What is no module of one host alone: computed paths, listings, locks, imported values. All hosts depend on it. */
  #shared: ReadSignatures;
  /** Where what is being evaluated now notes what it touches. */
  #noting: Reads = newReads();
  #cancelled: () => boolean = () => false;
  #files: readonly Uri[] = [];
  #last: HostsResult | null = null;

  constructor(store: SnapshotStore, parsed: ParsedFiles, options: SessionOptions) {
    this.#store = store;
    this.#parsed = parsed;
    this.#options = options;
    this.#world = createNixWorld(options.bundledNix);
    this.#layers = new OptionLayers(store, options.bundledOptions);
    this.#shared = new ReadSignatures(store, parsed);
    this.#snapshot = this.#world.overlay({
      file: (uri) => {
        this.#noting.files.add(uri);
        return store.file(uri);
      },
      folder: (uri) => {
        this.#noting.folders.add(uri);
        return store.folder(uri);
      },
    });
  }

  /** All hosts as they are now; `null` when `cancelled` said so. The store says afterwards whether something is wanted. */
  evaluate(files: readonly Uri[], cancelled: () => boolean): HostsResult | null {
    this.#cancelled = cancelled;
    if (this.#shared.changed()) this.#forgetAll();
    else if (this.#last !== null && this.#isUnmoved(files)) return { ...this.#last, evaluated: 0 };
    const pass = this.#newPass(cancelled);
    const workspace = { world: this.#world, files };
    this.#services ??= readServices(pass.finder, joinUri(BUNDLED_ROOT, "services.nix"));
    const declared = declaredHosts(pass.finder, workspace);
    if (this.#store.hasWanted()) return this.#unfinished(pass);
    const records = new Map<string, HostRecord>();
    if (!this.#take(declared, records, pass)) return null;
    const claimed = new Set([...records.values()].flatMap((record) => [...record.files]));
    const unread = new Set([...records.values()].flatMap(({ files }) => (files.size === 1 ? [...files] : [])));
    this.#noting = pass.finderReads;
    if (!this.#take(looseHosts(pass.finder, workspace, claimed, unread).hosts, records, pass)) return null;
    this.#noteShared(pass.finderReads, records);
    this.#records = records;
    this.#files = files;
    this.#last = this.#result([...records.values()], pass.evaluated);
    return this.#last;
  }

  /** Which hosts there are is not certain yet: evaluating them would be in vain. Not for publication. */
  #unfinished(pass: Pass): HostsResult {
    this.#noteShared(pass.finderReads, new Map());
    return { findings: new Map(), views: [], options: this.#options.bundledOptions, optionSets: [], evaluated: 0 };
  }

  /** One option on a host of the last evaluation; `null`: no such host, or nobody declares or defines it. */
  effectiveValue(label: string, path: OptionPath): EffectiveValue | null {
    const record = [...this.#records.values()].find(({ found }) => found.view.label === label);
    if (record === undefined) return null;
    const { evaluation, found, reads } = record;
    if (evaluation === null) return found.view.values.get(pathKey(path)) ?? null;
    this.#noting = reads;
    const { value } = effectiveValue(evaluation, path);
    const isThere = value.defined || value.value !== null || evaluation.option(path) !== null;
    return isThere ? value : null;
  }

  #result(records: readonly HostRecord[], evaluated: number): HostsResult {
    const { options, optionSets } = this.#layers.of(records.map((record) => record.optionKey));
    return {
      findings: mergeFindings(records.map((record) => record.found)),
      views: records.map((record) => record.found.view),
      options,
      optionSets,
      evaluated,
    };
  }

  /** Whether not even a place has moved since the last result. */
  #isUnmoved(files: readonly Uri[]): boolean {
    if (files.length !== this.#files.length || files.some((uri, index) => uri !== this.#files[index])) return false;
    return ![...this.#records.values()].some(({ signatures }) => signatures.changed() || signatures.moved());
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
    const kept = before === undefined || before.signatures.changed() ? null : before;
    if (kept !== null && !kept.signatures.moved()) return kept;
    if (kept !== null && kept.evaluation !== null) return this.#moved(kept, kept.evaluation);
    pass.evaluated++;
    const reads = newReads();
    this.#noting = reads;
    const evaluation = source.evaluate(this.#newMachine(pass.finder));
    const found = this.#find(evaluation);
    const files = new Set([source.identity.root]);
    for (const { uri } of evaluation.modules) if (uri !== null && !uri.startsWith(BUNDLED_ROOT)) files.add(uri);
    const signatures = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of files) signatures.addFile(uri);
    const optionKey = this.#layers.learn(evaluation);
    return this.#hold({ evaluation, files, signatures, reads, found, optionKey }, before);
  }

  /** The same host with its places as they are now. */
  #moved(record: HostRecord, evaluation: HostEvaluation): HostRecord {
    this.#noting = record.reads;
    const { files, reads } = record;
    const found = this.#find(evaluation);
    const signatures = record.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    return this.#hold({ evaluation, files, signatures, reads, found, optionKey }, record);
  }

  /** Keeps the evaluation of this host in place of its earlier one, and lets the one go that was not needed for longest. */
  #hold(record: HostRecord, before: HostRecord | undefined): HostRecord {
    this.#held = this.#held.filter((one) => one !== before);
    if (before !== undefined) before.evaluation = null;
    this.#held.push(record);
    if (this.#held.length > heldEvaluations) {
      const oldest = this.#held.shift();
      if (oldest !== undefined) oldest.evaluation = null;
    }
    return record;
  }

  #find(evaluation: HostEvaluation): HostFindings {
    return hostFindings(evaluation, this.#services ?? [], this.#store, this.#parsed);
  }

  #newPass(cancelled: () => boolean): Pass {
    const finderReads = newReads();
    this.#noting = finderReads;
    this.#finder = this.#newMachine(this.#finder);
    return { cancelled, finder: this.#finder, finderReads, evaluated: 0 };
  }

  #newMachine(previous: Machine | null): Machine {
    return createMachine({
      snapshot: this.#snapshot,
      parse: (uri, text) => this.#parsed.get(uri, text),
      limits: { depth: this.#options.depth, fuel },
      searchPath: this.#world.searchPath,
      natives: this.#world.natives(this.#files[0] ?? "file:///"),
      cancelled: () => this.#cancelled(),
      previous,
    });
  }

  #forgetAll(): void {
    this.#records = new Map();
    this.#held = [];
    this.#shared = new ReadSignatures(this.#store, this.#parsed);
    this.#finder = null;
  }

  #noteShared(finderReads: Reads, records: ReadonlyMap<string, HostRecord>): void {
    const modules = new Set([...records.values()].flatMap((record) => [...record.files]));
    for (const { files, folders } of [finderReads, ...[...records.values()].map((record) => record.reads)]) {
      for (const uri of files) if (!modules.has(uri)) this.#shared.addFile(uri);
      for (const uri of folders) this.#shared.addFolder(uri);
    }
  }
}

function newReads(): Reads {
  return { files: new Set(), folders: new Set() };
}
