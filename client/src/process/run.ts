/**
 * Running programs: each under a supervisor of its own (supervisor.ts), with an array of arguments.
 * Invariant: a run settles, and soon: with the program's true end, or when it is cancelled and its group has been ended.
 */
import { type ChildProcess, fork } from "node:child_process";
import { childEnvironment } from "./environment.ts";
import { signalGroup } from "./group.ts";
import type { ProgramCall, StartOrder, SupervisorReport } from "./messages.ts";

export type { ProgramCall as Program } from "./messages.ts";

/** How a run ended. `cancelled` is what was asked for; `notFound` is a program that is not there. */
export type Ended =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "notFound"; readonly program: string };

export interface RunOptions {
  /** Takes output as it comes; both streams in the order in which they were read. */
  onOutput(chunk: Uint8Array, stream: "stdout" | "stderr"): void;
  /** Ends the program and everything in its process group: interrupt, after 5 s terminate, then kill. */
  readonly signal?: AbortSignal;
  /** The path of the bundled supervisor (dist/supervisor.js). */
  readonly supervisor: string;
}

/** A program that is there but does not start: no permission, no such working folder. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** How long output may be silent after the program has ended while something it left behind holds its pipes, in ms. */
const drained = 500;

/** Runs a program to its end. Rejects with a `StartError` only. */
export function run(program: ProgramCall, options: RunOptions): Promise<Ended> {
  const { signal } = options;
  if (signal?.aborted) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve, reject) => {
    const child = startSupervisor(options.supervisor, "pipe");
    let ended: Ended | null = null;
    let pid: number | null = null;
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      // a supervisor that cannot be told any more is ending by itself
      if (child.connected) child.send({ kind: "cancel" }, () => undefined);
    };
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(ended ?? { kind: "signalled", signal: "SIGKILL" });
    };
    const fail = (message: string, cause?: Error): void => {
      signal?.removeEventListener("abort", cancel);
      reject(new StartError(message, { cause }));
    };
    const settleOnceDrained = (): void => {
      clearTimeout(timer);
      // what is there to be read is read first, also where this process itself was held up for longer
      const own = setTimeout(() => setImmediate(() => own === timer && settle()), drained);
      timer = own;
    };
    const take = (stream: "stdout" | "stderr") => (chunk: Uint8Array) => {
      options.onOutput(chunk, stream);
      if (timer !== undefined) settleOnceDrained();
    };
    child.stdout?.on("data", take("stdout"));
    child.stderr?.on("data", take("stderr"));
    child.on("message", (report: SupervisorReport) => {
      if (report.kind === "started") pid = report.pid;
      else if (report.kind === "failed" && !report.notFound) fail(report.message);
      else ended = endOf(report, program.program, signal?.aborted ?? false);
      // what was cancelled counts as ended only when its group is gone, which is when the supervisor ends
      if (ended !== null && ended.kind !== "cancelled") settleOnceDrained();
    });
    child.on("error", (error) => fail(`the supervisor did not start: ${error.message}`, error));
    child.once("exit", () => {
      // a supervisor that was killed takes its program along, as far as that is possible from here
      if (ended === null && pid !== null) signalGroup(pid, "SIGKILL");
      if (signal?.aborted) ended = ended?.kind === "notFound" ? ended : { kind: "cancelled" };
      settleOnceDrained();
    });
    child.once("close", settle);
    signal?.addEventListener("abort", cancel);
    child.send(startOrder(program, null), (error) => {
      if (error !== null) fail(`the supervisor did not start: ${error.message}`, error);
    });
  });
}

/** Starts a supervisor. In VS Code `process.execPath` is Electron, which the environment makes a plain Node. */
export function startSupervisor(path: string, output: "pipe" | "ignore"): ChildProcess {
  const { NODE_OPTIONS: _, ...environment } = childEnvironment(process.env);
  return fork(path, [], {
    env: { ...environment, ELECTRON_RUN_AS_NODE: "1" },
    execArgv: [],
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
}

/** The first message to a supervisor. */
export function startOrder(program: ProgramCall, outlive: StartOrder["outlive"]): StartOrder {
  const { args, cwd, env } = program;
  return { kind: "start", program: program.program, args, cwd, env: childEnvironment(process.env, env), outlive };
}

function endOf(report: Exclude<SupervisorReport, { kind: "started" }>, program: string, isCancelled: boolean): Ended {
  if (report.kind === "failed") return { kind: "notFound", program };
  if (isCancelled) return { kind: "cancelled" };
  if (report.code !== null) return { kind: "exited", code: report.code };
  return { kind: "signalled", signal: report.signal ?? "SIGKILL" };
}
