/**
 * The evaluator on node: a worker thread with a large stack.
 * Invariant: a worker that dies is logged and replaced, once at once and after that with the next change, so that text
 * which kills it cannot keep it dying.
 */
import type { Worker } from "node:worker_threads";
import type { Log } from "../base/log.ts";
import type { Evaluator, EvaluatorFactory, EvaluatorListener } from "../lsp/state/evaluator.ts";
import type { FlakeFacts } from "../protocol/protocol.ts";
import type { WorkspaceChange } from "../session/messages.ts";
import { startWorker } from "./assets.ts";
import type { FlakesQuestion, FromWorker } from "./workerMessages.ts";

/** Evaluation nests as deep as the program does. Memory is bounded so that it is the worker that dies, not the server. */
export const workerLimits = { stackSizeMb: 64, maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 };

/** Makes evaluators that log to `log`. */
export function workerEvaluators(log: Log): EvaluatorFactory {
  return (listener) => new WorkerEvaluator(listener, log);
}

class WorkerEvaluator implements Evaluator {
  readonly #listener: EvaluatorListener;
  readonly #log: Log;
  readonly #generation = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  #disposed = false;
  #hasAnswered = false;
  /** Who waits for an answer about flakes, by the question's number. */
  readonly #asking = new Map<number, (flakes: readonly FlakeFacts[]) => void>();
  #asked = 0;

  constructor(listener: EvaluatorListener, log: Log) {
    this.#listener = listener;
    this.#log = log;
    this.#start();
  }

  update(change: WorkspaceChange): void {
    Atomics.store(this.#generation, 0, change.generation);
    if (this.#worker !== null) this.#worker.postMessage(change);
    else {
      this.#start();
      this.#listener.restarted();
    }
  }

  flakes(): Promise<readonly FlakeFacts[]> {
    const worker = this.#worker;
    if (worker === null) return Promise.resolve([]);
    const question: FlakesQuestion = { kind: "flakes", id: this.#asked++ };
    return new Promise((resolve) => {
      this.#asking.set(question.id, resolve);
      worker.postMessage(question);
    });
  }

  dispose(): void {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = null;
    worker?.terminate().catch((error: unknown) => this.#log.error("evaluator", error));
  }

  #start(): void {
    const worker = startWorker({
      workerData: { job: "session", generation: this.#generation },
      resourceLimits: workerLimits,
    });
    this.#worker = worker;
    this.#hasAnswered = false;
    worker.on("message", (message: FromWorker) => this.#receive(message));
    worker.on("error", (error) => this.#log.error("evaluator", error));
    worker.on("messageerror", (error) => {
      this.#log.error("evaluator", error);
      this.#listener.failed();
    });
    worker.on("exit", (code) => this.#exited(worker, code));
  }

  #receive(message: FromWorker): void {
    if (message.kind === "analysed") {
      this.#hasAnswered = true;
      this.#listener.analysed(message.delta);
    } else if (message.kind === "lookedInside") this.#listener.lookedInside(message.values);
    else if (message.kind === "failed") this.#listener.failed();
    else if (message.kind === "flakes") {
      this.#asking.get(message.id)?.(message.flakes);
      this.#asking.delete(message.id);
    } else if (message.kind === "fault") this.#log.error(message.what, message.message);
    else if (message.kind === "log") this.#log[message.level](message.message);
  }

  #exited(worker: Worker, code: number): void {
    for (const answer of this.#asking.values()) answer([]);
    this.#asking.clear();
    if (this.#disposed || worker !== this.#worker) return;
    this.#log.error("evaluator", `it stopped with code ${code}`);
    this.#worker = null;
    if (!this.#hasAnswered) {
      this.#listener.failed();
      return;
    }
    this.#start();
    this.#listener.restarted();
  }
}
