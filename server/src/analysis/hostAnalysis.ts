/**
 * The hosts of a workspace and what rules find on them, kept from one analysis to the next.
 * Invariants: a host is evaluated again only when one of its modules has changed, or anything that hosts may share;
 * text that moves without changing an expression (comments, blanks) moves places and evaluates nothing.
 */
import { joinUri, type Uri } from "../base/uri.ts";
import { Interruption } from "../eval/errors.ts";
import type { Machine } from "../eval/machine.ts";
import { declaredHosts, type HostSource, looseHosts } from "../modules/discover/discover.ts";
import type { HostEvaluation } from "../modules/hostEvaluation.ts";
import { effectiveValue } from "../modules/hostView.ts";
import { BUNDLED_ROOT, createNixWorld, type NixWorld } from "../modules/nixWorld.ts";
import { type EffectiveValue, type OptionPath, pathKey } from "../modules/view.ts";
import { readServices, type ServiceInfo } from "../rules/services.ts";
import { type HostFindings, hostFindings } from "./hostFindings.ts";
import { HostMachines, newReads } from "./hostMachines.ts";
import { HeldHosts, type HostRecord, heldEvaluations } from "./hostRecord.ts";
import type { HostsResult } from "./hostsResult.ts";
import { mergeFindings } from "./mergeFindings.ts";
import { OptionLayers } from "./optionLayers.ts";
import type { ParsedFiles } from "./parsedFiles.ts";
import { ReadSignatures } from "./readSignatures.ts";
import type { SessionOptions } from "./session.ts";
import type { Reads, SnapshotStore } from "./snapshotStore.ts";
import { type TrackedHost, TrackedHosts, type TrackingWorld } from "./trackedHosts.ts";

interface Pass {
  readonly cancelled: () => boolean;
  readonly finder: Finder;
  evaluated: number;
}

/** What finds the hosts of a pass, and evaluates them. */
interface Finder {
  /** Whether it keeps hosts across revisions, and has begun a new one. */
  readonly tracks: boolean;
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
  readonly #machines: HostMachines;
  readonly #held = new HeldHosts();
  #services: readonly ServiceInfo[] | null = null;
  #records: ReadonlyMap<string, HostRecord> = new Map();
  /** The machine that found hosts last; what its files are worth, later ones take over. */
  #finder: Machine | null = null;
  #tracked: { readonly hosts: TrackedHosts; readonly reads: Reads } | null = null;
  /** What is no module of one host alone: computed paths, listings, locks, imported values. All hosts depend on it. */
  #shared: ReadSignatures;
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
    this.#machines = new HostMachines(this.#world, store, parsed, options.depth);
  }

  /** All hosts as they are now; `null` when `cancelled` said so. The store says afterwards whether something is wanted. */
  evaluate(files: readonly Uri[], cancelled: () => boolean): HostsResult | null {
    this.#machines.begin(cancelled);
    if (this.#shared.changed()) this.#forgetAll();
    else if (this.#last !== null && this.#isWhole && this.#isUnmoved(files))
      return { ...this.#last, evaluated: 0, computed: 0 };
    const finder = this.#last !== null && this.#isLocal() ? this.#trackingFinder() : this.#plainFinder(files);
    const pass = { cancelled, finder, evaluated: 0 };
    this.#machines.noting = finder.reads;
    this.#services ??= readServices(this.#machines.make(null), joinUri(BUNDLED_ROOT, "services.nix"));
    const declared = finder.declared(files);
    if (this.#store.hasWanted()) return this.#unfinished(pass);
    const records = new Map<string, HostRecord>();
    if (!this.#take(declared, records, pass)) return this.#stopped(records);
    const claimed = new Set([...records.values()].flatMap((record) => [...record.files]));
    const unread = new Set([...records.values()].flatMap(({ files }) => (files.size === 1 ? [...files] : [])));
    this.#machines.noting = finder.reads;
    if (!this.#take(finder.loose(files, claimed, unread), records, pass)) return this.#stopped(records);
    this.#noteShared(finder.reads, records);
    this.#records = records;
    this.#isWhole = true;
    this.#files = files;
    this.#machines.sibling = files[0] ?? "file:///";
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

  #trackingFinder(): Finder {
    const reads = this.#tracked?.reads ?? newReads();
    this.#machines.noting = reads;
    const hosts = this.#tracked?.hosts ?? new TrackedHosts(this.#trackingWorld());
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

  #trackingWorld(): TrackingWorld {
    return {
      world: this.#world,
      peek: this.#world.overlay({
        file: (uri) => this.#store.peek(uri),
        folder: (uri) => this.#store.peekFolder(uri),
      }),
      parse: (uri, text) => this.#parsed.get(uri, text),
      newMachine: (tracker) => this.#machines.make(null, tracker),
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
    const { found, reads, tracked } = record;
    // An analysis that was stopped may have gone on from here.
    const evaluation =
      tracked === null ? record.evaluation : (this.#tracked?.hosts.update(tracked)?.evaluation ?? null);
    if (evaluation === null) return found.view.values.get(pathKey(path)) ?? null;
    this.#machines.noting = reads;
    const { value } = effectiveValue(evaluation, path);
    const isThere = value.defined || value.value !== null || evaluation.option(path) !== null;
    return isThere || isOpenAt(evaluation, path) ? value : null;
  }

  #result(records: readonly HostRecord[], evaluated: number): HostsResult {
    const { options, optionSets } = this.#layers.of(records.map((record) => record.optionKey));
    return {
      findings: mergeFindings(records.map((record) => record.found)),
      views: records.map((record) => record.found.view),
      options,
      optionSets,
      evaluated,
      computed: this.#machines.computed,
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
        // What was stopped in the middle is no fault; the next analysis goes on from what is whole.
        if (error instanceof Interruption && error.reason === "cancelled") return false;
        this.#options.log.error(`host ${source.identity.label}`, error);
      }
    }
    return !pass.cancelled();
  }

  #record(before: HostRecord | undefined, source: HostSource, pass: Pass): HostRecord {
    const kept = before === undefined || before.signatures.changed() ? null : before;
    if (kept !== null && !kept.signatures.moved()) return kept;
    const canUpdate = kept?.tracked != null && pass.finder.tracks;
    if (kept !== null && kept.evaluation !== null && !canUpdate) return this.#moved(kept, kept.evaluation);
    if (kept === null || kept.evaluation === null) pass.evaluated++;
    const updated = before?.tracked?.source === source ? this.#updated(before, before.tracked) : null;
    if (updated !== null) return updated;
    // What hosts share may have been read by the earlier evaluation, and is not read again.
    const reads = before?.tracked == null ? newReads() : before.reads;
    this.#machines.noting = reads;
    const { evaluation, tracked } = pass.finder.evaluate(source);
    const found = this.#find(evaluation);
    const files = new Set([source.identity.root]);
    for (const { uri } of evaluation.modules) if (uri !== null && !uri.startsWith(BUNDLED_ROOT)) files.add(uri);
    const signatures = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of files) signatures.addFile(uri);
    const optionKey = this.#layers.learn(evaluation);
    return this.#held.hold({ evaluation, tracked, files, signatures, reads, found, optionKey }, before);
  }

  /** The host brought up to this revision; `null` where that cannot be done. */
  #updated(before: HostRecord, host: TrackedHost): HostRecord | null {
    const { files, reads } = before;
    this.#machines.noting = reads;
    this.#machines.count(host.machine);
    const { hosts } = this.#tracked ?? {};
    const tracked = hosts?.update(host) ?? null;
    if (tracked === null) return null;
    const { evaluation, machine } = tracked;
    const found = this.#find(evaluation);
    if (!machine.holds() || this.#store.hasWanted()) return null;
    const signatures = before.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    return this.#held.hold({ evaluation, tracked, files, signatures, reads, found, optionKey }, before);
  }

  /** The same host with its places as they are now. */
  #moved(record: HostRecord, evaluation: HostEvaluation): HostRecord {
    this.#machines.noting = record.reads;
    const { files, reads } = record;
    const found = this.#find(evaluation);
    const signatures = record.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    const { tracked } = record;
    return this.#held.hold({ evaluation, tracked, files, signatures, reads, found, optionKey }, record);
  }

  #find(evaluation: HostEvaluation): HostFindings {
    return hostFindings(evaluation, this.#services ?? [], this.#store, this.#parsed);
  }

  #forgetAll(): void {
    this.#records = new Map();
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

/** Whether an option of this path may be declared by modules that are not at hand. */
function isOpenAt(host: HostEvaluation, path: OptionPath): boolean {
  for (let length = path.length - 1; length >= 0; length--) {
    const group = host.below(path.slice(0, length));
    if (group !== null) return group.open;
  }
  return true;
}
