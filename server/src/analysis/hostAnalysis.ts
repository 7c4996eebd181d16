/**
 * The hosts of a workspace and what rules find on them, kept from one analysis to the next.
 * Invariants: a host is evaluated again only when one of its modules has changed, or anything that hosts may share;
 * text that moves without changing an expression (comments, blanks) moves places and evaluates nothing.
 */
import { joinUri, type Uri } from "../base/uri.ts";
import { createMachine, type TrackingMachine } from "../eval/engine.ts";
import type { Machine } from "../eval/machine.ts";
import type { Tracker } from "../eval/tracker.ts";
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
import { type TrackedHost, TrackedHosts, type TrackingWorld } from "./trackedHosts.ts";

/** Steps for one host. Real ones take up to some ten thousands; an endless one is to end within a second or two. */
const fuel = 600_000;

/** Evaluations are large (some megabytes a host), so only so many are held. The others are made again when needed. */
const heldEvaluations = 12;

interface HostRecord {
  /** `null`: it was let go. */
  evaluation: HostEvaluation | null;
  /** Not `null`: the evaluation can be brought up to a later revision. */
  tracked: TrackedHost | null;
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
  readonly finder: Finder;
  evaluated: number;
}

/** What finds the hosts of a pass, and evaluates them. */
interface Finder {
  readonly reads: Reads;
  declared(files: readonly Uri[]): readonly HostSource[];
  loose(files: readonly Uri[], claimed: ReadonlySet<Uri>, unread: ReadonlySet<Uri>): readonly HostSource[];
  evaluate(source: HostSource): Pick<HostRecord, "evaluation" | "tracked"> & { readonly evaluation: HostEvaluation };
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
  /** The machine that found hosts last; what its files are worth, later ones take over. */
  #finder: Machine | null = null;
  #tracked: { readonly hosts: TrackedHosts; readonly reads: Reads } | null = null;
  /** What is no module of one host alone: computed paths, listings, locks, imported values. All hosts depend on it. */
  #shared: ReadSignatures;
  /** Where what is being evaluated now notes what it touches. */
  #noting: Reads = newReads();
  #cancelled: () => boolean = () => false;
  /** The machines that this pass evaluates on, with what each had computed before. */
  readonly #machines = new Map<Machine, number>();
  #files: readonly Uri[] = [];
  #last: HostsResult | null = null;
  /** False after a pass that was stopped: some records are newer than the last result. */
  #isWhole = false;

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
    this.#machines.clear();
    if (this.#shared.changed()) this.#forgetAll();
    else if (this.#last !== null && this.#isWhole && this.#isUnmoved(files))
      return { ...this.#last, evaluated: 0, computed: 0 };
    const finder = this.#last !== null && this.#isLocal() ? this.#trackingFinder() : this.#plainFinder(files);
    const pass = { cancelled, finder, evaluated: 0 };
    this.#noting = finder.reads;
    this.#services ??= readServices(this.#newMachine(null), joinUri(BUNDLED_ROOT, "services.nix"));
    const declared = finder.declared(files);
    if (this.#store.hasWanted()) return this.#unfinished(pass);
    const records = new Map<string, HostRecord>();
    if (!this.#take(declared, records, pass)) return this.#stopped(records);
    const claimed = new Set([...records.values()].flatMap((record) => [...record.files]));
    const unread = new Set([...records.values()].flatMap(({ files }) => (files.size === 1 ? [...files] : [])));
    this.#noting = finder.reads;
    if (!this.#take(finder.loose(files, claimed, unread), records, pass)) return this.#stopped(records);
    this.#noteShared(finder.reads, records);
    this.#records = records;
    this.#isWhole = true;
    this.#files = files;
    this.#last = this.#result([...records.values()], pass.evaluated);
    return this.#last;
  }

  /** What is done is kept, so that typing faster than evaluating ends all the same. */
  #stopped(records: ReadonlyMap<string, HostRecord>): null {
    this.#records = new Map([...this.#records, ...records]);
    this.#isWhole = false;
    return null;
  }

  /** Whether an edit concerns few enough hosts that all of them can be kept. */
  #isLocal(): boolean {
    const records = [...this.#records.values()];
    const concerned = records.filter(({ signatures }) => signatures.changed() || signatures.moved());
    return records.length > 0 && concerned.length <= heldEvaluations;
  }

  /** Finds and evaluates hosts once: nothing notes what it reads. */
  #plainFinder(files: readonly Uri[]): Finder {
    const reads = newReads();
    this.#noting = reads;
    const machine = this.#newMachine(this.#finder);
    this.#finder = machine;
    const workspace = { world: this.#world, files };
    return {
      reads,
      declared: () => declaredHosts(machine, workspace),
      loose: (_, claimed, unread) => looseHosts(machine, workspace, claimed, unread).hosts,
      evaluate: (source) => ({ evaluation: source.evaluate(this.#newMachine(machine)), tracked: null }),
    };
  }

  #trackingFinder(): Finder {
    const reads = this.#tracked?.reads ?? newReads();
    this.#noting = reads;
    const hosts = this.#tracked?.hosts ?? new TrackedHosts(this.#trackingWorld());
    this.#tracked = { hosts, reads };
    this.#finder = null;
    hosts.begin();
    return {
      reads,
      declared: (files) => hosts.declared(files),
      loose: (files, claimed, unread) => hosts.loose(files, claimed, unread),
      evaluate(source) {
        const tracked = hosts.evaluate(source);
        return { evaluation: tracked.evaluation, tracked };
      },
    };
  }

  #trackingWorld(): TrackingWorld {
    return {
      world: this.#world,
      peek: this.#world.overlay({
        file: (uri) => this.#store.peek(uri),
        folder: (uri) => this.#store.peekFolder(uri),
      }),
      parse: (uri, text) => this.#parsed.get(uri, text),
      newMachine: (tracker) => this.#newMachine(null, tracker),
    };
  }

  /** Which hosts there are is not certain yet: evaluating them would be in vain. Not for publication. */
  #unfinished(pass: Pass): HostsResult {
    this.#noteShared(pass.finder.reads, new Map());
    return {
      findings: new Map(),
      views: [],
      options: this.#options.bundledOptions,
      optionSets: [],
      evaluated: 0,
      computed: 0,
    };
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
      computed: [...this.#machines].reduce((sum, [{ counters }, before]) => sum + counters.forced - before, 0),
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
        const record = this.#record(this.#records.get(key), source, pass);
        // One that was stopped on the way says too little.
        if (!pass.cancelled()) records.set(key, record);
      } catch (error) {
        this.#options.log.error(`host ${source.identity.label}`, error);
      }
    }
    return !pass.cancelled();
  }

  #record(before: HostRecord | undefined, source: HostSource, pass: Pass): HostRecord {
    const kept = before === undefined || before.signatures.changed() ? null : before;
    if (kept !== null && !kept.signatures.moved()) return kept;
    if (kept !== null && kept.evaluation !== null && kept.tracked === null) return this.#moved(kept, kept.evaluation);
    if (kept === null || kept.evaluation === null) pass.evaluated++;
    const updated = before?.tracked?.source === source ? this.#updated(before, before.tracked) : null;
    if (updated !== null) return updated;
    // What hosts share may have been read by the earlier evaluation, and is not read again.
    const reads = before?.tracked == null ? newReads() : before.reads;
    this.#noting = reads;
    const { evaluation, tracked } = pass.finder.evaluate(source);
    const found = this.#find(evaluation);
    const files = new Set([source.identity.root]);
    for (const { uri } of evaluation.modules) if (uri !== null && !uri.startsWith(BUNDLED_ROOT)) files.add(uri);
    const signatures = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of files) signatures.addFile(uri);
    const optionKey = this.#layers.learn(evaluation);
    return this.#hold({ evaluation, tracked, files, signatures, reads, found, optionKey }, before);
  }

  /** The host brought up to this revision; `null` where that cannot be done. */
  #updated(before: HostRecord, host: TrackedHost): HostRecord | null {
    const { files, reads } = before;
    this.#noting = reads;
    this.#machines.set(host.machine, host.machine.counters.forced);
    const { hosts } = this.#tracked ?? {};
    const tracked = hosts?.update(host) ?? null;
    if (tracked === null) return null;
    const { evaluation, machine } = tracked;
    const found = this.#find(evaluation);
    if (!machine.holds() || this.#store.hasWanted()) return null;
    const signatures = before.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    return this.#hold({ evaluation, tracked, files, signatures, reads, found, optionKey }, before);
  }

  /** The same host with its places as they are now. */
  #moved(record: HostRecord, evaluation: HostEvaluation): HostRecord {
    this.#noting = record.reads;
    const { files, reads } = record;
    const found = this.#find(evaluation);
    const signatures = record.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    return this.#hold({ evaluation, tracked: null, files, signatures, reads, found, optionKey }, record);
  }

  /** Keeps the evaluation of this host in place of its earlier one, and lets the one go that was not needed for longest. */
  #hold(record: HostRecord, before: HostRecord | undefined): HostRecord {
    this.#held = this.#held.filter((one) => one !== before);
    if (before !== undefined) letGo(before);
    this.#held.push(record);
    if (this.#held.length > heldEvaluations) {
      const oldest = this.#held.shift();
      if (oldest !== undefined) letGo(oldest);
    }
    return record;
  }

  #find(evaluation: HostEvaluation): HostFindings {
    return hostFindings(evaluation, this.#services ?? [], this.#store, this.#parsed);
  }

  #newMachine(previous: Machine | null, tracker: Tracker | null = null): TrackingMachine {
    const machine = createMachine({
      snapshot: this.#snapshot,
      parse: (uri, text) => this.#parsed.get(uri, text),
      limits: { depth: this.#options.depth, fuel },
      searchPath: this.#world.searchPath,
      natives: this.#world.natives(this.#files[0] ?? "file:///"),
      cancelled: () => this.#cancelled(),
      previous,
      tracker,
    });
    this.#machines.set(machine, 0);
    return machine;
  }

  #forgetAll(): void {
    this.#records = new Map();
    this.#held = [];
    this.#shared = new ReadSignatures(this.#store, this.#parsed);
    this.#finder = null;
    this.#tracked = null;
  }

  #noteShared(finderReads: Reads, records: ReadonlyMap<string, HostRecord>): void {
    const modules = new Set([...records.values()].flatMap((record) => [...record.files]));
    for (const { files, folders } of [finderReads, ...[...records.values()].map((record) => record.reads)]) {
      for (const uri of files) if (!modules.has(uri)) this.#shared.addFile(uri);
      for (const uri of folders) this.#shared.addFolder(uri);
    }
  }
}

function letGo(record: HostRecord): void {
  record.evaluation = null;
  record.tracked = null;
}

function newReads(): Reads {
  return { files: new Set(), folders: new Set() };
}
