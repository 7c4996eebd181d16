/** One job in a worker thread of its own, for commands. */
import { startWorker } from "./assets.ts";
import { workerLimits } from "./workerEvaluator.ts";
import type { FromWorker, SingleJob } from "./workerMessages.ts";

/** What a job answered. */
export type WorkerAnswer = Extract<FromWorker, { readonly kind: "evaluated" | "declared" | "valued" }>;

/** Rejects when the worker dies; its running out of memory included. */
export function runInWorker(job: SingleJob): Promise<WorkerAnswer> {
  return new Promise((done, reject) => {
    const worker = startWorker({ workerData: job, resourceLimits: workerLimits });
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "evaluated" || message.kind === "declared" || message.kind === "valued") done(message);
    });
    worker.on("error", reject);
    // an answer that cannot be read: waiting for another would never end
    worker.on("messageerror", reject);
    worker.on("exit", () => reject(new Error("the evaluation ended without a result")));
  });
}

/** Whether a worker died because it took too much memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
