/** One analysis of a workspace in a worker thread, for commands. */

import type { Log } from "../base/log.ts";
import { workerEvaluators } from "../node/workerEvaluator.ts";
import type { AnalysisDelta, WorkspaceChange } from "../session/messages.ts";
import { UsageError } from "./exit.ts";

/** @throws UsageError when the evaluator dies. */
export function analyseOnce(change: Omit<WorkspaceChange, "generation">, log: Log): Promise<AnalysisDelta> {
  return new Promise((resolve, reject) => {
    const evaluator = workerEvaluators(log)({
      analysed(delta) {
        evaluator.dispose();
        resolve(delta);
      },
      failed() {
        evaluator.dispose();
        reject(new UsageError("the evaluation could not be completed"));
      },
      lookedInside() {},
      restarted() {},
    });
    evaluator.update({ generation: 1, ...change });
  });
}
