/**
 * The formatter on node: a thread of its own, started with the first text, ended when it takes too long, has grown, or has
 * had nothing to do for a while.
 * Invariant: every text gets exactly one answer, in order; ending the thread only ever refuses.
 */
import type { Worker } from "node:worker_threads";
import type { Log } from "../base/log.ts";
import type { Formatted, Formatter } from "../features/formatting/formatter.ts";
import { startWorker } from "./assets.ts";
import type { FromWorker } from "./workerMessages.ts";

/** With this stack the formatter's own limit of nesting comes before the thread's. */
const limits = { stackSizeMb: 4, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };
/** Against what would never end in practice; a thousand lines take some 20 ms. In milliseconds. */
const longest = 20_000;
/** A thread whose instance came to hold more than this is not kept. In bytes. */
const largest = 32 * 1024 * 1024;
/** In milliseconds. */
const idle = 30_000;

interface Answer {
  readonly formatted: Formatted;
  readonly bytes: number;
}

export class WorkerFormatter implements Formatter {
  readonly #log: Log;
  #worker: Worker | null = null;
  /** Who waits for the thread's next answer. */
  #waiting: ((answer: Answer) => void) | null = null;
  #idle: ReturnType<typeof setTimeout> | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(log: Log) {
    this.#log = log;
  }

  format(text: string): Promise<Formatted> {
    const answer = this.#queue.then(() => this.#run(text));
    this.#queue = answer;
    return answer;
  }

  dispose(): void {
    this.#disposed = true;
    this.#end("the server is stopping");
  }

  async #run(text: string): Promise<Formatted> {
    if (this.#disposed) return { kind: "refused", why: "the server is stopping" };
    if (this.#idle !== null) clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    const watch = setTimeout(() => this.#end("the formatter takes too long"), longest);
    const { formatted, bytes } = await new Promise<Answer>((resolve) => {
      this.#waiting = resolve;
      worker.postMessage(text);
    });
    clearTimeout(watch);
    if (bytes > largest) this.#end("it has grown");
    else this.#idle = setTimeout(() => this.#end("it is idle"), idle).unref();
    return formatted;
  }

  #start(): Worker {
    const worker = startWorker({ workerData: { job: "format" }, resourceLimits: limits });
    this.#worker = worker;
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "formatted") this.#answer(message);
    });
    worker.on("error", (error) => this.#log.error("formatter", error));
    worker.on("exit", () => {
      if (this.#worker === worker) this.#end("the formatter failed");
    });
    return worker;
  }

  /** Whoever waits is refused, and told `why`. */
  #end(why: string): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.terminate().catch((error: unknown) => this.#log.error("formatter", error));
    this.#answer({ formatted: { kind: "refused", why }, bytes: 0 });
  }

  #answer(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(answer);
  }
}
