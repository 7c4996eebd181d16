/**
 * Runs that outlive the window: started under a supervisor that never signals them, output in a log file, state in a file
 * beside it, both in one folder that later windows look into.
 * Invariant: a run is called running only while the process that was started still runs, or the one that writes down its
 * end; by their ids and their starts.
 */
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProgramCall, SupervisorReport } from "./messages.ts";
import { makePrivateFolder } from "./privateFiles.ts";
import { processMark } from "./processMark.ts";
import { StartError, startOrder, startSupervisor } from "./run.ts";
import { type RunState, readState } from "./runState.ts";

/** What is known of a run. `lost`: it runs no more, and nobody saw how it ended. */
export type DetachedStatus =
  | { readonly kind: "running" }
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "lost" };

export interface DetachedRun {
  readonly title: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
  readonly stateFile: string;
  readonly status: DetachedStatus;
}

export interface DetachedOptions {
  readonly supervisor: string;
  /** Where the log and the state go; made when it is not there. */
  readonly folder: string;
  /** What the run is called when it is named again. */
  readonly title: string;
}

const suffix = ".run.json";
const polling = 200;
const chunkSize = 64 * 1024;

/** Starts a program that nothing here will end. Rejects with a `StartError` when it does not start. */
export async function startDetached(program: ProgramCall, options: DetachedOptions): Promise<DetachedRun> {
  makePrivateFolder(options.folder);
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${Math.random().toString(36).slice(2, 8)}`;
  const logFile = join(options.folder, `${name}.log`);
  const stateFile = join(options.folder, `${name}${suffix}`);
  const child = startSupervisor(options.supervisor, "ignore");
  await new Promise<void>((resolve, reject) => {
    const fail = (message: string): void => reject(new StartError(message));
    child.on("message", (report: SupervisorReport) => {
      if (report.kind === "failed") fail(report.message);
      else resolve();
    });
    child.on("error", (error) => fail(`the supervisor did not start: ${error.message}`));
    child.once("exit", () => fail("the supervisor ended before the program had started"));
    child.send(startOrder(program, { title: options.title, logFile, stateFile }), (error) => {
      if (error !== null) fail(`the supervisor did not start: ${error.message}`);
    });
  });
  // it goes on without this process, and this process without it
  child.unref();
  child.channel?.unref();
  const run = describeRun(stateFile);
  if (run === null) throw new StartError(`${stateFile} was not written`);
  return run;
}

/** The runs whose states are in a folder, oldest first. */
export async function detachedRuns(folder: string): Promise<DetachedRun[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => name.endsWith(suffix))
    .flatMap((name) => describeRun(join(folder, name)) ?? [])
    .sort((a, b) => a.startedAt - b.startedAt);
}

/**
 * Reads a run's log from its start, and on until it has ended. Gives how it ended; when the signal is aborted it only lets
 * go, and gives what is known then. A log that somebody has removed gives no output.
 */
export async function followDetached(
  run: DetachedRun,
  options: { onOutput(chunk: Uint8Array): void; readonly signal?: AbortSignal },
): Promise<DetachedStatus> {
  const log = await open(run.logFile, "r").catch(() => null);
  const buffer = new Uint8Array(chunkSize);
  try {
    for (let position = 0; ; ) {
      // the status first: what is written before an end is then read after it was seen
      const status = describeRun(run.stateFile)?.status ?? { kind: "lost" };
      while (log !== null) {
        const { bytesRead } = await log.read(buffer, 0, chunkSize, position);
        if (bytesRead === 0) break;
        position += bytesRead;
        options.onOutput(buffer.slice(0, bytesRead));
      }
      if (status.kind !== "running" || options.signal?.aborted) return status;
      await new Promise((resolve) => setTimeout(resolve, polling));
    }
  } finally {
    await log?.close();
  }
}

function describeRun(stateFile: string): DetachedRun | null {
  const state = readState(stateFile);
  if (state === null) return null;
  const { title, pid, startedAt, command, cwd, logFile } = state;
  return { title, pid, startedAt, command, cwd, logFile, stateFile, status: statusOf(state, stateFile) };
}

function statusOf(state: RunState, stateFile: string): DetachedStatus {
  if (state.ended === null) {
    // the supervisor is told of an end after everybody can see it, and then writes it down
    if (runs(state) || runs(state.keeper)) return { kind: "running" };
    // it may have ended, and its end been written, since the file was read
    const again = readState(stateFile);
    return again === null || again.ended === null ? { kind: "lost" } : statusOf(again, stateFile);
  }
  const { code, signal } = state.ended;
  return code === null ? { kind: "signalled", signal: signal ?? "SIGKILL" } : { kind: "exited", code };
}

function runs({ pid, mark }: Pick<RunState, "pid" | "mark">): boolean {
  return mark !== null && processMark(pid) === mark;
}
