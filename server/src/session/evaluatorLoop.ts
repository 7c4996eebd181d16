/**
 * The evaluator's loop: takes changes in, analyses the newest generation, and posts what is different from before.
 * Invariant: one analysis runs at a time; a fault in one is logged and the loop lives on.
 */

import type { Log } from "../base/log.ts";
import type { InnerValues } from "../modules/api.ts";
import { deltaBetween } from "./delta.ts";
import type { Analysis, AnalysisDelta, WorkspaceChange } from "./messages.ts";
import type { Session } from "./session.ts";

/** After so long without a change there is time to look inside the values of options. */
const pauseMilliseconds = 200;

/** Where results go. */
export interface AnalysisResults {
  analysed(delta: AnalysisDelta): void;
  /** What is inside the values of options, by the hosts' labels: it follows an analysis after a pause. */
  lookedInside(values: ReadonlyMap<string, InnerValues>): void;
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
  // biome-ignore lint/plugin: a pause in typing is the subject; what is worked out after it waits for no other clock
  #pause: ReturnType<typeof setTimeout> | null = null;

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
    if (this.#pause !== null) clearTimeout(this.#pause);
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#analysed < this.#generation) {
      const generation = this.#generation;
      this.#analysed = generation;
      try {
        const analysis = await this.#session.analyse(generation, () => this.#isOld(generation));
        if (analysis === null) continue;
        this.#results.analysed(deltaBetween(this.#posted, analysis));
        this.#posted = analysis;
      } catch (error) {
        this.#log.error(`analysis ${generation}`, error);
        this.#results.failed();
      }
    }
    this.#running = false;
    // biome-ignore lint/plugin: as above
    this.#pause = setTimeout(() => void this.#lookInside(), pauseMilliseconds);
  }

  async #lookInside(): Promise<void> {
    const generation = this.#generation;
    this.#running = true;
    try {
      const values = await this.#session.innerValues(() => this.#isOld(generation));
      if (values !== null && values.size > 0) this.#results.lookedInside(values);
    } catch (error) {
      this.#log.error(`values of ${generation}`, error);
    }
    this.#running = false;
    if (this.#analysed < this.#generation) void this.#run();
  }

  #isOld(generation: number): boolean {
    return generation !== this.#generation || this.#isOvertaken(generation);
  }
}
