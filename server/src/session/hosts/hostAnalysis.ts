/**
 * The hosts of a workspace and what rules find on them, kept from one analysis to the next.
 * Invariants: a host is evaluated again only when one of its modules has changed, or anything that hosts may share;
 * text that moves without changing an expression (comments, blanks) moves places and evaluates nothing.
 */

import type { Log } from "../../base/log.ts";
import { joinUri, type Uri } from "../../base/uri.ts";
import { Interruption } from "../../eval/core/errors.ts";
import {
  BUNDLED_ROOT,
  createNixWorld,
  type HostEvaluation,
  type HostIdentity,
  type HostSource,
  isBundled,
  type NixWorld,
  NO_COVERAGE,
  type OptionNode,
  type UnknownHosts,
} from "../../modules/api.ts";
import type { KnownList } from "../../rules/support/hostRule.ts";
import { readServices, type ServiceInfo } from "../../rules/support/services.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { ParsedFiles } from "../files/parsedFiles.ts";
import type { Reads, SnapshotStore } from "../files/snapshotStore.ts";
import { countNixosOptions, coverageOf } from "./coverage.ts";
import { type Finder, HostFinders } from "./hostFinders.ts";
import { discoveryFindings, type HostFindings, hostFindings, withFleetFindings } from "./hostFindings.ts";
import { HostMachines, newReads } from "./hostMachines.ts";
import { HostQuestions } from "./hostQuestions.ts";
import { HeldHosts, type HostRecord, heldEvaluations } from "./hostRecord.ts";
import type { HostsResult } from "./hostsResult.ts";
import { joinFindings, mergeFindings } from "./mergeFindings.ts";
import { OptionLayers } from "./optionLayers.ts";
import { ReadSignatures } from "./readSignatures.ts";
import type { TrackedHost } from "./trackedHosts.ts";

interface Pass {
  readonly cancelled: () => boolean;
  readonly finder: Finder;
  evaluated: number;
}

export interface HostAnalysisOptions {
  readonly log: Log;
  /** PlasmaCloud's own Nix files: path below `nix/` to text. */
  readonly bundledNix: ReadonlyMap<string, string>;
  /** The option sets that come with the product. */
  readonly bundledOptions: OptionNode;
  /** NixOS's options as they are known without its source; asked for when a host is looked at. */
  knownOptions(): KnownList | null;
  /** How deep evaluation may nest on this thread's stack. */
  readonly depth: number;
}

export class HostAnalysis {
  readonly #store: SnapshotStore;
  readonly #parsed: ParsedFiles;
  readonly #options: HostAnalysisOptions;
  readonly #world: NixWorld;
  readonly #layers: OptionLayers;
  readonly #machines: HostMachines;
  readonly #finders: HostFinders;
  readonly #held = new HeldHosts();
  #services: readonly ServiceInfo[] | null = null;
  #nixosOptions: number | null = null;
  /** What the flakes and hives of the last pass have in hosts that cannot be listed. */
  #unknown: readonly UnknownHosts[] = [];
  #records: ReadonlyMap<string, HostRecord> = new Map();
  /** What is no module of one host alone: computed paths, listings, locks, imported values. All hosts depend on it. */
  #shared: ReadSignatures;
  #files: readonly Uri[] = [];
  #last: HostsResult | null = null;
  /** False after a pass that was stopped: some records are newer than the last result. */
  #isWhole = false;
  /** Where the hosts of the last pass came from, and what found them. */
  #sources = new Map<string, HostSource>();
  #finder: Finder | null = null;
  readonly questions: HostQuestions;

  constructor(store: SnapshotStore, parsed: ParsedFiles, options: HostAnalysisOptions) {
    this.#store = store;
    this.#parsed = parsed;
    this.#options = options;
    this.#world = createNixWorld(options.bundledNix);
    this.#layers = new OptionLayers(store, options.bundledOptions);
    this.#shared = new ReadSignatures(store, parsed);
    this.#machines = new HostMachines(this.#world, store, parsed, options.depth);
    this.#finders = new HostFinders(this.#machines, this.#world, store, parsed);
    this.questions = new HostQuestions({
      records: () => [...this.#records.values()],
      evaluation: (record) => this.#evaluationOf(record),
      evaluatedAgain: (record) => this.#evaluatedAgain(record),
    });
  }

  /** All hosts as they are now; `null` when `cancelled` said so. The store says afterwards whether something is wanted. */
  evaluate(files: readonly Uri[], cancelled: () => boolean): HostsResult | null {
    this.#machines.begin(cancelled);
    if (this.#shared.changed()) this.#forgetAll();
    else if (this.#last !== null && this.#isWhole && this.#isUnmoved(files))
      return { ...this.#last, evaluated: 0, computed: 0 };
    const finder = this.#last !== null && this.#isLocal() ? this.#finders.tracking() : this.#finders.plain(files);
    const pass = { cancelled, finder, evaluated: 0 };
    this.#layers.look();
    this.#finder = finder;
    this.#sources = new Map();
    this.#machines.noting = finder.reads;
    this.#services ??= readServices(this.#machines.make(null), joinUri(BUNDLED_ROOT, "services.nix"));
    this.#nixosOptions ??= countNixosOptions(this.#machines.make(null), this.#world);
    const { hosts: declared, unknown } = finder.declared(files);
    if (this.#store.hasWanted()) return this.#unfinished(pass);
    this.#unknown = unknown;
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

  /** Which hosts there are is not certain yet: evaluating them would be in vain. Not for publication. */
  #unfinished(pass: Pass): HostsResult {
    this.#noteShared(pass.finder.reads, new Map());
    return {
      findings: new Map(),
      views: [],
      options: this.#options.bundledOptions,
      optionSets: [],
      coverage: NO_COVERAGE,
      evaluated: 0,
      computed: 0,
    };
  }

  /** From now on nothing stops an evaluation but its own limits: one that is stopped is of no further use. */
  uninterrupted(): void {
    this.#machines.begin(() => false);
  }

  /** The evaluation behind a record, its reads noted. An analysis that was stopped may have gone on from there. */
  #evaluationOf({ evaluation, tracked, reads }: HostRecord): HostEvaluation | null {
    this.#machines.noting = reads;
    return tracked === null ? evaluation : (this.#finders.update(tracked)?.evaluation ?? null);
  }

  #evaluatedAgain(record: HostRecord): HostEvaluation | null {
    const source = this.#sources.get(keyOf(record.found.view));
    if (source === undefined || this.#finder === null) return null;
    this.#machines.noting = record.reads;
    Object.assign(record, this.#finder.evaluate(source));
    return this.#held.hold(record, undefined).evaluation;
  }

  #result(records: readonly HostRecord[], evaluated: number): HostsResult {
    const { options, optionSets } = this.#layers.of(records.map((record) => record.optionKey));
    const found = records.map((record) => record.found);
    const hosts = found.map(({ view }) => view);
    const unknown = this.#unknown;
    const coverage = coverageOf({
      files: this.#files,
      hosts,
      unknown,
      nixosOptions: this.#nixosOptions ?? 0,
      list: this.#options.knownOptions(),
      givenUp: this.#machines.givenUp,
      whyUnread: this.#whyUnread,
      parsed: this.#fileOf,
    });
    // Without what comes with PlasmaCloud, it cannot tell what is wrong from what it lacks itself.
    const isWhole = !coverage.givenUp.files.some(({ role }) => role === "bundled");
    return {
      findings: isWhole
        ? joinFindings(
            mergeFindings(withFleetFindings(found, this.#fileOf)),
            discoveryFindings(unknown, this.#files, this.#fileOf),
          )
        : new Map(),
      coverage,
      views: hosts,
      options,
      optionSets,
      evaluated,
      computed: this.#machines.computed,
    };
  }

  /** Whether not even a place has moved since the last result. */
  #isUnmoved(files: readonly Uri[]): boolean {
    if (files.length !== this.#files.length || files.some((uri, index) => uri !== this.#files[index])) return false;
    // Where it is told that hosts are not known, is in files that may be no host's.
    if (this.#unknown.length > 0 && this.#shared.moved()) return false;
    return ![...this.#records.values()].some(({ signatures }) => signatures.changed() || signatures.moved());
  }

  /** Evaluates or keeps these hosts; false when cancelled. */
  #take(sources: readonly HostSource[], records: Map<string, HostRecord>, pass: Pass): boolean {
    for (const source of sources) {
      if (pass.cancelled()) return false;
      const key = keyOf(source.identity);
      this.#sources.set(key, source);
      try {
        const before = this.#records.get(key);
        const record = this.#record(before, source, pass);
        // One that was stopped on the way says too little: the earlier one is gone on from.
        if (!pass.cancelled()) records.set(key, this.#held.hold(record, before));
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
    const found = this.#find(evaluation, before?.found);
    const files = new Set([source.identity.root]);
    for (const { uri } of evaluation.modules) if (uri !== null && !uri.startsWith(BUNDLED_ROOT)) files.add(uri);
    const signatures = new ReadSignatures(this.#store, this.#parsed);
    for (const uri of files) signatures.addFile(uri);
    const optionKey = this.#layers.learn(evaluation);
    return { evaluation, tracked, files, signatures, reads, found, optionKey };
  }

  /** The host brought up to this revision; `null` where that cannot be done. */
  #updated(before: HostRecord, host: TrackedHost): HostRecord | null {
    const { files, reads } = before;
    this.#machines.noting = reads;
    this.#machines.count(host.machine);
    const tracked = this.#finders.update(host);
    if (tracked === null) return null;
    const { evaluation, machine } = tracked;
    const found = this.#find(evaluation, before.found);
    if (!machine.holds() || this.#store.hasWanted()) return null;
    const signatures = before.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    return { evaluation, tracked, files, signatures, reads, found, optionKey };
  }

  /** The same host with its places as they are now. */
  #moved(record: HostRecord, evaluation: HostEvaluation): HostRecord {
    this.#machines.noting = record.reads;
    const { files, reads } = record;
    const found = this.#find(evaluation, record.found);
    const signatures = record.signatures.again();
    const optionKey = this.#layers.learn(evaluation);
    const { tracked } = record;
    return { evaluation, tracked, files, signatures, reads, found, optionKey };
  }

  #find(evaluation: HostEvaluation, before: HostFindings | undefined): HostFindings {
    return hostFindings(
      evaluation,
      before?.view ?? null,
      this.#services ?? [],
      this.#options.knownOptions(),
      this.#fileOf,
    );
  }

  /** Nothing that was evaluated so far counts any more. */
  forget(): void {
    this.#last = null;
    this.#layers.forget();
    this.#forgetAll();
  }

  readonly #fileOf = (uri: Uri): ParsedFile | null => {
    const entry = this.#store.peek(uri);
    return entry?.kind === "text" ? this.#parsed.get(uri, entry.text) : null;
  };

  readonly #whyUnread = (uri: Uri): string | null => {
    const entry = isBundled(uri) ? this.#machines.snapshot.file(uri) : this.#store.peek(uri);
    if (entry?.kind === "unreadable") return entry.reason;
    return entry?.kind === "text" ? this.#parsed.get(uri, entry.text).notAnalysed : null;
  };

  #forgetAll(): void {
    this.#machines.forgetGivenUp();
    this.#records = new Map();
    this.#shared = new ReadSignatures(this.#store, this.#parsed);
    this.#finders.forget();
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

function keyOf({ root, label }: Pick<HostIdentity, "root" | "label">): string {
  return `${root}#${label}`;
}
