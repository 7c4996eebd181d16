/**
 * What the main thread knows of the workspace beyond open documents: folders, hosts, options; and the evaluator that
 * keeps it true.
 * Invariant: every change raises the generation; what is known comes from the last complete analysis.
 */

import type { Uri } from "../../base/uri.ts";
import { type Coverage, type HostView, type InnerValues, NO_COVERAGE, type OptionNode } from "../../modules/api.ts";
import type { FlakeFacts } from "../../protocol/protocol.ts";
import { applyHosts } from "../../session/delta.ts";
import type { AnalysisDelta, FileFindings, WorkspaceChange } from "../../session/messages.ts";
import type { Evaluator, EvaluatorFactory } from "./evaluator.ts";

/** Edits are gathered this long, so that a fast typist does not start an evaluation with every key. */
const gatherMilliseconds = 40;

export interface WorkspaceListener {
  /** `current` is false for an analysis that edits have overtaken. */
  analysed(findings: readonly (readonly [Uri, FileFindings | null])[], current: boolean): void;
  /** The evaluator starts again; every open buffer is wanted by `buffers`. */
  restarted(): void;
  /** Something in `status` changed. */
  statusChanged(): void;
  buffers(): readonly (readonly [Uri, string])[];
}

export class WorkspaceState {
  readonly #listener: WorkspaceListener;
  readonly #evaluator: Evaluator;
  #generation = 0;
  #analysed = 0;
  #trusted: boolean;
  #roots: readonly Uri[] = [];
  #pending: { buffers: Map<Uri, string | null>; disk: Set<Uri> | "all"; roots: boolean } = emptyChange();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The Nix files of the workspace folders, and open buffers wherever they are. */
  files: readonly Uri[] = [];
  hosts: readonly HostView[] = [];
  options: OptionNode;
  optionSets: readonly string[] = [];
  coverage: Coverage = NO_COVERAGE;

  /** `options`: what is known before the first analysis. */
  constructor(createEvaluator: EvaluatorFactory, options: OptionNode, trusted: boolean, listener: WorkspaceListener) {
    this.options = options;
    this.#trusted = trusted;
    this.#listener = listener;
    this.#evaluator = createEvaluator({
      analysed: (delta) => this.#take(delta),
      lookedInside: (values) => this.#takeInner(values),
      failed: () => this.#giveUp(),
      restarted: () => this.#restart(),
    });
  }

  get busy(): boolean {
    return this.#analysed < this.#generation;
  }

  get roots(): readonly Uri[] {
    return this.#roots;
  }

  get trusted(): boolean {
    return this.#trusted;
  }

  /** The user has come to trust the workspace: what was refused is read. */
  trust(): void {
    if (this.#trusted) return;
    this.#trusted = true;
    this.#pending.roots = true;
    this.#schedule(0);
  }

  setRoots(roots: readonly Uri[]): void {
    this.#roots = roots;
    this.#pending.roots = true;
    this.#schedule(0);
  }

  /** A buffer was opened, edited or (`null`) closed. */
  setBuffer(uri: Uri, text: string | null): void {
    this.#pending.buffers.set(uri, text);
    this.#schedule(gatherMilliseconds);
  }

  /** These files or folders were made, changed or removed on disk. */
  diskChanged(uris: readonly Uri[] | "all"): void {
    const { disk } = this.#pending;
    if (uris === "all") this.#pending.disk = "all";
    else if (disk !== "all") for (const uri of uris) disk.add(uri);
    this.#schedule(gatherMilliseconds);
  }

  /** What each flake offers, with every edit until now. */
  flakes(): Promise<readonly FlakeFacts[]> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#send();
    }
    return this.#evaluator.flakes();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#evaluator.dispose();
  }

  #schedule(delay: number): void {
    const wasBusy = this.busy;
    this.#generation++;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), delay);
    if (!wasBusy) this.#listener.statusChanged();
  }

  #send(): void {
    const { buffers, disk, roots } = this.#pending;
    this.#pending = emptyChange();
    this.#timer = null;
    const change: WorkspaceChange = {
      generation: this.#generation,
      ...(roots ? { roots: this.#roots, trusted: this.#trusted } : {}),
      ...(buffers.size > 0 ? { buffers: [...buffers] } : {}),
      ...(disk === "all" ? { disk } : disk.size > 0 ? { disk: [...disk] } : {}),
    };
    this.#evaluator.update(change);
  }

  #take(delta: AnalysisDelta): void {
    this.files = delta.files ?? this.files;
    const before = new Map(this.hosts.map(({ label, inner }) => [label, inner]));
    // Until it is told anew, what was inside the values counts.
    this.hosts = applyHosts(this.hosts, delta).map((host) => withInner(host, before.get(host.label)));
    this.options = delta.options ?? this.options;
    this.optionSets = delta.optionSets ?? this.optionSets;
    this.coverage = delta.coverage ?? this.coverage;
    this.#analysed = delta.generation;
    this.#listener.analysed(delta.findings, delta.generation === this.#generation);
    this.#listener.statusChanged();
  }

  #takeInner(values: ReadonlyMap<string, InnerValues>): void {
    this.hosts = this.hosts.map((host) => withInner(host, values.get(host.label)));
  }

  #giveUp(): void {
    this.#analysed = this.#generation;
    this.#listener.statusChanged();
  }

  #restart(): void {
    this.#listener.restarted();
    this.#pending.roots = true;
    for (const [uri, text] of this.#listener.buffers()) this.#pending.buffers.set(uri, text);
    this.#schedule(0);
  }
}

function withInner(host: HostView, inner: InnerValues | undefined): HostView {
  return inner === undefined || inner === host.inner ? host : { ...host, inner };
}

function emptyChange(): { buffers: Map<Uri, string | null>; disk: Set<Uri> | "all"; roots: boolean } {
  return { buffers: new Map(), disk: new Set(), roots: false };
}
