/**
 * The world of a deployment on this machine: programs, logs, sockets, time.
 * Invariants: every line a program prints goes to a log file before anybody is told of it; a world that fails (no room
 * for a log, nobody to start a program) is an end like any other, so that the report of what was done is never lost.
 */
import { createWriteStream, type WriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { homedir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type DetachedRun, followDetached, startDetached } from "../../process/detached.ts";
import { readLines } from "../../process/lines.ts";
import { openPrivate } from "../../process/privateFiles.ts";
import { type Program, run, StartError } from "../../process/run.ts";
import type { HealthPorts } from "../engine/health.ts";
import type { DeployPorts, DeployRunOptions, End, Finished } from "../engine/ports.ts";
import type { DeployHost } from "../hosts/deployedHost.ts";
import type { Invocation } from "../tools/invocation.ts";
import { inputHash } from "./inputHash.ts";
import { type ProgramWorld, programFor, queryProgram } from "./programs.ts";
import { newLog } from "./runLogs.ts";
import { startInTerminal, type TerminalWorld } from "./terminalStart.ts";

export interface NodeWorld extends ProgramWorld, TerminalWorld {
  /** Arguments that every `nix` gets. */
  readonly nixFlags: readonly string[];
  /** What is set for hosts, for the hash of the inputs. */
  settings(): unknown;
  /** Writes what is only in editors. */
  saveFiles(): Promise<void>;
  /** Hosts as the settings are now. */
  currentHosts(hosts: readonly DeployHost[]): readonly DeployHost[];
  /** A run goes on that nobody follows any more. */
  letGo(run: DetachedRun): void;
}

const connectTimeout = 5_000;
/** Longer lines are cut: only what a person reads is asked of them. */
const longestLine = 8 * 1024;

/** Makes the ports. Nothing is started yet. */
export function nodePorts(world: NodeWorld): DeployPorts {
  return {
    ...healthPorts(world),
    run: (invocation, options) => runToEnd(world, invocation, options),
    runOutliving: (invocation, options) => runOutliving(world, invocation, options),
    saveFiles: world.saveFiles,
    currentHosts: world.currentHosts,
    inputHash: (hosts) => {
      const files = hosts
        .flatMap(({ facts }) => facts.files.filter((uri) => uri.startsWith("file:")))
        .map((uri) => fileURLToPath(uri));
      return inputHash(hosts.map(folderOf), files, [world.settings(), hosts.map(({ facts }) => facts.name)]);
    },
  };
}

/** What questions to hosts need. */
function healthPorts(world: ProgramWorld): HealthPorts {
  return {
    query: (program, args, signal) => queryProgram(world, program, args, signal),
    connects,
    sleep: async (milliseconds, signal) => {
      await wait(milliseconds, undefined, { signal }).catch(() => undefined);
    },
    now: () => Date.now(),
  };
}

async function runToEnd(world: NodeWorld, invocation: Invocation, options: DeployRunOptions): Promise<Finished> {
  const { title, onLine, signal } = options;
  const program = await programOf(world, invocation);
  if (program === null) return missing(invocation);
  let logFile: string | null = null;
  let log: WriteStream | null = null;
  const readers = { stdout: readLines(onLine, longestLine), stderr: readLines(onLine, longestLine) };
  try {
    if (title !== null) {
      logFile = await newLog(world.folder, program);
      log = createWriteStream(logFile, { fd: openPrivate(logFile) });
      // such as a full disk: what is printed goes on, and the error stands among it
      log.once("error", (error) => onLine(error.message));
    }
    const end = await run(program, {
      supervisor: world.supervisor,
      signal,
      onOutput: (chunk, stream) => {
        log?.write(chunk);
        readers[stream].push(chunk);
      },
    });
    for (const reader of Object.values(readers)) reader.end();
    return { end: end.kind === "notFound" ? { kind: "missing", program: invocation.program } : end, logFile };
  } catch (error) {
    return { end: broken(error), logFile };
  } finally {
    await new Promise<void>((resolve) => (log === null ? resolve() : log.end(() => resolve())));
  }
}

async function runOutliving(world: NodeWorld, invocation: Invocation, options: DeployRunOptions): Promise<Finished> {
  const program = await programOf(world, invocation);
  if (program === null) return missing(invocation);
  const title = options.title ?? invocation.program;
  try {
    const started = invocation.inTerminal
      ? await startInTerminal(world, program, title)
      : await startDetached(program, { supervisor: world.supervisor, folder: world.folder, title });
    if (started === null) return { end: { kind: "cancelled" }, logFile: null };
    const end = await follow(started, options);
    if (end.kind === "running") world.letGo(started);
    return { end, logFile: started.logFile };
  } catch (error) {
    return { end: broken(error), logFile: null };
  }
}

/** Follows a run to its end, or until the signal lets go of it. One that has been seen to end is named no more. */
export async function follow(
  started: DetachedRun,
  { onLine, signal }: Pick<DeployRunOptions, "onLine" | "signal">,
): Promise<End> {
  const lines = readLines(onLine, longestLine);
  const status = await followDetached(started, { onOutput: (chunk) => lines.push(chunk), signal });
  lines.end();
  if (status.kind !== "running") await rm(started.stateFile, { force: true });
  return status;
}

function programOf(world: NodeWorld, { program, args, env, hosts }: Invocation): Promise<Program | null> {
  const [first] = hosts;
  const cwd = first === undefined ? homedir() : folderOf(first);
  return programFor(world, program, program === "nix" ? [...args, ...world.nixFlags] : args, cwd, env);
}

function folderOf({ facts }: DeployHost): string {
  return fileURLToPath(facts.folder);
}

function missing({ program }: Invocation): Finished {
  return { end: { kind: "missing", program }, logFile: null };
}

function broken(error: unknown): End {
  const isOfSystem = error instanceof Error && "syscall" in error;
  if (error instanceof StartError || isOfSystem) return { kind: "broken", message: error.message };
  throw error;
}

function connects(address: string, port: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: connectTimeout });
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", settle(true));
    for (const event of ["error", "timeout"]) socket.once(event, settle(false));
  });
}
