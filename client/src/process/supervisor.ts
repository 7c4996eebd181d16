/**
 * The supervisor: a process between the extension and one program, so that the program never outlives the window by
 * accident, and outlives it where it must. It is bundled alone and started by `process.execPath` in a session of its own.
 * Invariant: the program leads a process group of its own. When the caller's channel closes, for whatever reason, or says
 * so, the whole group is ended: interrupt, after 5 s terminate, after 5 s more kill. A run that outlives is never signalled.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { isGroupAlive, signalGroup } from "./group.ts";
import type { Order, Report, StartOrder } from "./messages.ts";
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
  const child = spawn(order.program, order.args, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  let told = Promise.resolve();
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await endGroup(child.pid);
    await told;
    process.exit(0);
  };
  reportStart(child, order);
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
  const log = openSync(logFile, "a");
  const child = spawn(order.program, order.args, {
    cwd: order.cwd,
    env: order.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  if (child.pid !== undefined) {
    const state: RunState = {
      version: 1,
      title,
      command: [order.program, ...order.args],
      cwd: order.cwd,
      pid: child.pid,
      mark: processMark(child.pid),
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
  reportStart(child, order);
}

function reportStart(child: ChildProcess, { cwd, program }: StartOrder): void {
  child.once("error", (error: NodeJS.ErrnoException) => {
    const isFolderThere = existsSync(cwd);
    const message = isFolderThere ? `${program}: ${error.message}` : `there is no folder ${cwd}`;
    report({ kind: "failed", notFound: error.code === "ENOENT" && isFolderThere, message });
    if (process.connected) process.disconnect();
  });
  child.once("spawn", () => {
    if (child.pid !== undefined) report({ kind: "started", pid: child.pid });
  });
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
function report(message: Report): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, () => resolve());
    else resolve();
  });
}
