/**
 * Runs one program in a terminal, so that it can ask for a password there, and goes on when the terminal is closed.
 * Bundled alone; started with the path of an order (terminalOrder.ts).
 * Invariants: everything the program prints goes to its log first, and is only shown from there; nothing here ever
 * signals it; how it ended is written down like that of any run that outlives the window (process/runState.ts).
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import * as v from "valibot";
import { keepColours } from "../../nixLog/ansi.ts";
import { childEnvironment } from "../../process/environment.ts";
import { readLines } from "../../process/lines.ts";
import { openPrivate } from "../../process/privateFiles.ts";
import { processMark } from "../../process/processMark.ts";
import { type RunState, writeState } from "../../process/runState.ts";
import { type TerminalOrder, terminalOrder } from "./terminalOrder.ts";

const showEvery = 100;
const chunkSize = 64 * 1024;

// the terminal may go, and keys in it are the program's to act on
for (const signal of ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"] as const) process.on(signal, () => undefined);
process.stdout.on("error", () => undefined);

run(v.parse(terminalOrder, JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"))));

function run(order: TerminalOrder): void {
  const { program, args, cwd, title, logFile, stateFile, nohup } = order;
  const { ELECTRON_RUN_AS_NODE: _, ...env } = childEnvironment(process.env, order.env);
  const log = openPrivate(logFile);
  // a closed terminal sends SIGHUP to all that run in it; `nohup` makes the program deaf to it
  const command = nohup === null ? [program, ...args] : [nohup, program, ...args];
  const child = spawn(command[0] ?? program, command.slice(1), { cwd, env, stdio: ["ignore", log, log] });
  closeSync(log);
  const startedAt = Date.now();
  const about = { version: 1 as const, title, command: [program, ...args], cwd, startedAt, logFile };
  const pid = child.pid ?? process.pid;
  const keeper = { pid: process.pid, mark: processMark(process.pid) };
  const state: RunState = { ...about, pid, mark: processMark(pid), keeper, ended: null };
  writeState(stateFile, state);
  const show = shower(logFile);
  const timer = setInterval(show, showEvery);
  const end = (code: number | null, signal: string | null): void => {
    clearInterval(timer);
    writeState(stateFile, { ...state, ended: { code, signal, at: Date.now() } });
    show();
    process.exitCode = code ?? 1;
  };
  child.once("error", (error) => {
    process.stdout.write(`${error.message}\r\n`);
    end(127, null);
  });
  child.once("exit", end);
}

/** Shows what has been added to a log since the last call. */
function shower(logFile: string): () => void {
  const file = openSync(logFile, "r");
  const buffer = Buffer.alloc(chunkSize);
  const lines = readLines((line) => process.stdout.write(`${keepColours(line)}\r\n`));
  let position = 0;
  return () => {
    for (;;) {
      const count = readSync(file, buffer, 0, chunkSize, position);
      if (count === 0) return;
      position += count;
      lines.push(Uint8Array.prototype.slice.call(buffer, 0, count));
    }
  };
}
