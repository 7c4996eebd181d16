/** The session job of a worker thread: changes come in, analyses go out. */
import type { MessagePort } from "node:worker_threads";
import { EvaluatorLoop } from "../analysis/evaluatorLoop.ts";
import type { AnalysisDelta } from "../analysis/messages.ts";
import { describeError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { nodeSession } from "./nodeSession.ts";
import type { FromWorker, ToWorker } from "./workerMessages.ts";

/** Runs until the thread is ended. `newest` is shared memory that holds the newest generation. */
export async function runSession(port: MessagePort, newest: Int32Array): Promise<void> {
  const post = (message: FromWorker): void => port.postMessage(message);
  const log: Log = {
    info: (message) => post({ kind: "log", level: "info", message }),
    warn: (message) => post({ kind: "log", level: "warn", message }),
    error: (what, error) => post({ kind: "fault", what, message: describeError(error) }),
  };
  const session = await nodeSession(log);
  const isOvertaken = (generation: number): boolean => Atomics.load(newest, 0) !== generation;
  const results = {
    analysed: (delta: AnalysisDelta): void => post({ kind: "analysed", delta }),
    failed: (): void => post({ kind: "failed" }),
  };
  const loop = new EvaluatorLoop(session, results, isOvertaken, log);
  port.on("message", (change: ToWorker) => {
    try {
      loop.update(change);
    } catch (error) {
      log.error("workspace change", error);
    }
  });
}
