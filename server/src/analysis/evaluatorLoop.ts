/**
 * The evaluator's loop: takes changes in, analyses the newest generation, and posts what is different from before.
 * Invariant: one analysis runs at a time; a fault in one is logged and the loop lives on.
 */
import type { Log } from "../base/log.ts";
import { deltaBetween } from "./delta.ts";
import type { Analysis, AnalysisDelta, WorkspaceChange } from "./messages.ts";
import type { Session } from "./session.ts";

/** Where results go. */
export interface AnalysisResults {
  analysed(delta: AnalysisDelta): void;
  failed(): void;
}

export class EvaluatorLoop {
  readonly #session: Session;
  readonly #results: AnalysisResults;
  readonly #isOvertaken: (generation: number) => boolean;
  readonly #log: Log;
  #posted: Analysis | null = null;
  #generation = 0;
  #analysed = 0;
  #running = false;

  /** `isOvertaken`: whether a newer change is already on its way, so that this generation is not worth finishing. */
  constructor(session: Session, results: AnalysisResults, isOvertaken: (generation: number) => boolean, log: Log) {
    this.#session = session;
    this.#results = results;
    this.#isOvertaken = isOvertaken;
    this.#log = log;
  }

  update(change: WorkspaceChange): void {
    this.#session.apply(change);
    this.#generation = change.generation;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#analysed < this.#generation) {
      const generation = this.#generation;
      this.#analysed = generation;
      try {
        const cancelled = () => generation !== this.#generation || this.#isOvertaken(generation);
        const analysis = await this.#session.analyse(generation, cancelled);
        if (analysis === null) continue;
        this.#results.analysed(deltaBetween(this.#posted, analysis));
        this.#posted = analysis;
      } catch (error) {
        this.#log.error(`analysis ${generation}`, error);
        this.#results.failed();
      }
    }
    this.#running = false;
  }
}
