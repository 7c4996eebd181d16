/**
 * The workspace as it would be with other texts: an evaluator of its own, which no client sees.
 * Invariant: it is disposed of by whoever made it. It ends, since an evaluation has only so much fuel; no clock ends it.
 */

import type { Uri } from "../../base/uri.ts";
import type { HostView } from "../../modules/api.ts";
import type { PlacedFinding } from "../../rules/support/rule.ts";
import type { Rehearsed, Texts } from "../../scaffold/rehearsal.ts";
import { applyHosts } from "../../session/delta.ts";
import type { AnalysisDelta } from "../../session/messages.ts";
import type { Evaluator, EvaluatorFactory } from "../state/evaluator.ts";

/** The workspace that a trial is of. */
export interface TrialWorkspace {
  readonly roots: readonly Uri[];
  readonly trusted: boolean;
}

export class Trial {
  readonly #evaluator: Evaluator;
  readonly #trusted: boolean;
  readonly #roots: readonly Uri[];
  /** The open documents, which hide the disk. */
  readonly #open: Texts;
  readonly #findings = new Map<Uri, readonly PlacedFinding[]>();
  #hosts: readonly HostView[] = [];
  #replaced: ReadonlySet<Uri> = new Set();
  #generation = 0;
  #settled: { done: () => void; failed: (reason: Error) => void } | null = null;

  constructor(createEvaluator: EvaluatorFactory, { roots, trusted }: TrialWorkspace, open: Texts) {
    this.#roots = roots;
    this.#trusted = trusted;
    this.#open = open;
    this.#evaluator = createEvaluator({
      analysed: (delta) => this.#take(delta),
      lookedInside() {},
      failed: () => this.#fail("the evaluation failed"),
      restarted: () => this.#fail("the evaluator had to be started again"),
    });
  }

  /** Everything that is found with these texts. One call at a time. */
  async analyse(texts: Texts): Promise<Rehearsed> {
    const back = [...this.#replaced]
      .filter((uri) => !texts.has(uri))
      .map((uri) => [uri, this.#open.get(uri) ?? null] as const);
    const opened = this.#generation === 0 ? this.#open : [];
    this.#replaced = new Set(texts.keys());
    this.#generation++;
    const done = new Promise<void>((resolve, reject) => {
      this.#settled = { done: resolve, failed: reject };
    });
    this.#evaluator.update({
      generation: this.#generation,
      roots: this.#roots,
      trusted: this.#trusted,
      buffers: [...opened, ...back, ...texts],
    });
    await done;
    return { findings: new Map(this.#findings), hosts: this.#hosts };
  }

  dispose(): void {
    this.#evaluator.dispose();
  }

  #take(delta: AnalysisDelta): void {
    if (delta.generation !== this.#generation) return;
    this.#hosts = applyHosts(this.#hosts, delta);
    for (const [uri, found] of delta.findings) {
      if (found === null) this.#findings.delete(uri);
      else this.#findings.set(uri, [...found.own, ...found.host]);
    }
    this.#settled?.done();
  }

  #fail(reason: string): void {
    this.#settled?.failed(new Error(reason));
  }
}
