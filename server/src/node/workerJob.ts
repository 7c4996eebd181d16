/** The jobs of a worker thread. */

import type { MessagePort } from "node:worker_threads";
import { describeError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { InnerValues } from "../modules/api.ts";
import { declaredOptions } from "../session/declaredOptions.ts";
import { EvaluatorLoop } from "../session/evaluatorLoop.ts";
import { evaluateExpression } from "../session/expression.ts";
import { hostValue } from "../session/hostValue.ts";
import type { AnalysisDelta } from "../session/messages.ts";
import { bundledNix, formatterWasm } from "./assets.ts";
import { runNixfmt } from "./nixfmt.ts";
import { nodeFileSystem } from "./nodeFileSystem.ts";
import { nodeParser, nodeSession, workerDepth } from "./nodeSession.ts";
import type { FromWorker, Job, SingleJob, ToWorker } from "./workerMessages.ts";

/** For commands: faults are the user's to see. */
const standardError: Log = {
  info() {},
  warn: (message) => process.stderr.write(`plasmacloud-nix: ${message}\n`),
  error: (what, error) => process.stderr.write(`plasmacloud-nix: ${what}: ${describeError(error)}\n`),
};

/** Does the job that the thread was started for. */
export async function runJob(job: Job, port: MessagePort): Promise<void> {
  if (job.job === "session") return runSession(port, job.generation);
  if (job.job === "format") return runFormatter(port);
  const message = await answer(job);
  port.postMessage(message);
}

async function answer(job: SingleJob): Promise<FromWorker> {
  if (job.job === "hostValue")
    return { kind: "valued", outcome: await hostValue(job.request, await nodeSession(standardError)) };
  const world = { fileSystem: nodeFileSystem, parser: await nodeParser(), depth: workerDepth };
  if (job.job === "expression") return { kind: "evaluated", outcome: await evaluateExpression(job.request, world) };
  const { root, trusted } = job;
  const options = await declaredOptions(job.uri, { ...world, bundledNix: bundledNix(), root, trusted });
  return { kind: "declared", options };
}

/** Changes come in, analyses go out, until the thread is ended. `newest` holds the newest generation. */
async function runSession(port: MessagePort, newest: Int32Array): Promise<void> {
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
    lookedInside: (values: ReadonlyMap<string, InnerValues>): void => post({ kind: "lookedInside", values }),
    failed: (): void => post({ kind: "failed" }),
  };
  const loop = new EvaluatorLoop(session, results, isOvertaken, log);
  const answerFlakes = async (id: number): Promise<void> => {
    const flakes = await session.flakes().catch((error: unknown) => {
      log.error("flakes", error);
      return [];
    });
    post({ kind: "flakes", id, flakes });
  };
  port.on("message", (message: ToWorker) => {
    if ("kind" in message) {
      void answerFlakes(message.id);
      return;
    }
    try {
      loop.update(message);
    } catch (error) {
      log.error("workspace change", error);
    }
  });
}

/** Texts come in one at a time, and go out formatted, until the thread is ended. A fault ends it. */
async function runFormatter(port: MessagePort): Promise<void> {
  const module = WebAssembly.compile(formatterWasm());
  port.on("message", async (text: string) => {
    const { formatted, bytes } = await runNixfmt(await module, text);
    const message: FromWorker = { kind: "formatted", formatted, bytes };
    port.postMessage(message);
  });
}
