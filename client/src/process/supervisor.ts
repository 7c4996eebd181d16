/**
 * The supervisor: a process between the extension and one program, so that the program never outlives the window by
 * accident, and outlives it where it must. It is bundled alone and started by `process.execPath` in a session of its own.
 * Invariant: the program leads a process group of its own. When the caller's channel closes, for whatever reason, or says
 * so, the whole group is ended: interrupt, after 5 s terminate, after 5 s more kill. A run that outlives is never signalled.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync } from "node:fs";
import { isGroupAlive, signalGroup } from "./group.ts";
import type { Order, StartOrder, SupervisorReport } from "./messages.ts";
import { openPrivate } from "./privateFiles.ts";
import { processMark } from "./processMark.ts";
import { type RunState, writeState } from "./runState.ts";

const ladder: readonly [signal: NodeJS.Signals, patience: number][] = [
  ["SIGINT", 5000],
  ["SIGTERM", 5000],
  ["SIGKILL", 1000],
];
const polling = 25;
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

process.once("message", (order: Order) => {
  if (order.kind !== "start") return;
  if (order.outlive === null) supervise(order);
  else outlive(order, order.outlive);
});

/** Runs a program whose output goes straight to the caller, and ends its group with the caller. */
function supervise(order: StartOrder): void {
  const child = start(order, "inherit");
  if (child === null) return;
  let told = Promise.resolve();
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await endGroup(child.pid);
    await told;
    process.exit(0);
  };
  child.once("exit", (code, signal) => {
    told = report({ kind: "ended", code, signal });
    end();
  });
  process.on("message", (next: Order) => {
    if (next.kind === "cancel") end();
  });
  process.once("disconnect", end);
  for (const signal of endings) process.on(signal, end);
}

/** Runs a program whose output goes to a file, and writes down how it ends; the caller may go at any time. */
function outlive(order: StartOrder, { title, logFile, stateFile }: NonNullable<StartOrder["outlive"]>): void {
  for (const signal of endings) process.on(signal, () => undefined);
  const log = openPrivate(logFile);
  const child = start(order, log);
  closeSync(log);
  if (child?.pid !== undefined) {
    const state: RunState = {
      version: 1,
      title,
      command: [order.program, ...order.args],
      cwd: order.cwd,
      pid: child.pid,
      mark: processMark(child.pid),
      keeper: { pid: process.pid, mark: processMark(process.pid) },
      startedAt: Date.now(),
      logFile,
      ended: null,
    };
    writeState(stateFile, state);
    child.once("exit", (code, signal) => {
      writeState(stateFile, { ...state, ended: { code, signal, at: Date.now() } });
      report({ kind: "ended", code, signal });
      if (process.connected) process.disconnect();
    });
  }
}

/** Starts the program as the leader of a group, and tells whether it has begun; `null`: it cannot even be tried. */
function start(order: StartOrder, output: "inherit" | number): ChildProcess | null {
  const { program, args, cwd, env } = order;
  try {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", output, output] });
    child.once("error", (error) => fail(error, order));
    child.once("spawn", () => {
      if (child.pid !== undefined) report({ kind: "started", pid: child.pid });
    });
    return child;
  } catch (error) {
    // such as a working folder that is a file, or arguments that are too long for this system
    fail(error instanceof Error ? error : new Error(String(error)), order);
    return null;
  }
}

function fail(error: NodeJS.ErrnoException, { cwd, program }: StartOrder): void {
  const isFolderThere = existsSync(`${cwd}/.`);
  const message = isFolderThere ? `${program}: ${error.message}` : `there is no folder ${cwd}`;
  report({ kind: "failed", notFound: error.code === "ENOENT" && isFolderThere, message });
  if (process.connected) process.disconnect();
}

/** Ends a group by ever harder signals; done when nobody is left in it, or nothing more can be tried. */
async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  for (const [signal, patience] of ladder) {
    if (!isGroupAlive(pid)) return;
    signalGroup(pid, signal);
    for (const end = Date.now() + patience; Date.now() < end && isGroupAlive(pid); )
      await new Promise((resolve) => setTimeout(resolve, polling));
  }
}

/** Tells the caller, if it still listens. */
function report(message: SupervisorReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}
