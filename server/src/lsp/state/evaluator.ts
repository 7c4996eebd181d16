/**
 * The evaluator as the main thread sees it, wherever it runs: a worker thread on node, slices of one thread in a browser.
 */
import type { InnerValues } from "../../modules/api.ts";
import type { FlakeFacts } from "../../protocol/protocol.ts";
import type { AnalysisDelta, WorkspaceChange } from "../../session/messages.ts";

export interface EvaluatorListener {
  /** A complete analysis. It may be of an old generation: the listener drops it then. */
  analysed(delta: AnalysisDelta): void;
  /** What is inside the values of options changed on these hosts (labels). It comes some time after their analysis. */
  lookedInside(values: ReadonlyMap<string, InnerValues>): void;
  /** The newest change could not be analysed; the next one will be tried again. */
  failed(): void;
  /** The evaluator lost everything it knew and starts again: send it the whole world. */
  restarted(): void;
}

export interface Evaluator {
  /** Takes a change in; the newest generation is analysed, older ones are given up. */
  update(change: WorkspaceChange): void;
  /** What each flake offers, after every change so far. Nothing where the evaluator dies over it. */
  flakes(): Promise<readonly FlakeFacts[]>;
  dispose(): void;
}

/** Makes the evaluator of one server. */
export type EvaluatorFactory = (listener: EvaluatorListener) => Evaluator;
