/**
 * The world of a deployment on this machine: programs, logs, sockets, time.
 * Invariant: every line a program prints is in a log file before anybody is told of it.
 */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findProgram, isProgram, searchFolders } from "../nix/locateNix.ts";
import { ask } from "../process/ask.ts";
import { type DetachedRun, detachedRuns, followDetached, startDetached } from "../process/detached.ts";
import { readLines } from "../process/lines.ts";
import { type Program, run, StartError } from "../process/run.ts";
import type { HealthPorts, QueryAnswer } from "./health.ts";
import type { DeployHost } from "./host.ts";
import { inputHash } from "./inputHash.ts";
import type { Invocation, ProgramName } from "./invocation.ts";
import type { DeployPorts, End, Finished, RunOptions } from "./ports.ts";
import type { TerminalOrder } from "./terminalOrder.ts";

export interface NodeWorld {
  /** The paths of dist/supervisor.js and dist/terminalRun.js. */
  readonly supervisor: string;
  readonly terminalRun: string;
  /** Where logs and the states of running deployments are. */
  readonly folder: string;
  /** Where programs are that are not to be looked for on `PATH`. */
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>;
  /** Arguments that every `nix` gets. */
  readonly nixFlags: readonly string[];
  /** What is set for hosts, for the hash of the inputs. */
  settings(): unknown;
  /** Writes what is only in editors. */
  saveFiles(): Promise<void>;
  /** Hosts as the settings are now. */
  currentHosts(hosts: readonly DeployHost[]): readonly DeployHost[];
  /** Opens a terminal that runs `process.execPath` as Node with these arguments. `closed` settles when it is gone. */
  openTerminal(title: string, args: readonly string[], cwd: string): { readonly closed: Promise<void> };
  /** A run goes on that nobody follows any more. */
  letGo(run: DetachedRun): void;
}

const queryLimits = { timeout: 20_000, limit: 1024 * 1024 };
const connectTimeout = 5_000;
const stateTimeout = 10_000;
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
export function healthPorts(world: Pick<NodeWorld, "supervisor" | "programs">): HealthPorts {
  return {
    query: (program, args, signal) => queryProgram(world, program, args, signal),
    connects,
    sleep: async (milliseconds, signal) => {
      await wait(milliseconds, undefined, { signal }).catch(() => undefined);
    },
    now: () => Date.now(),
  };
}

/** Runs a program to its end for what it prints; `null`: it could not be run, or did not end in time. */
export async function queryProgram(
  world: Pick<NodeWorld, "supervisor" | "programs">,
  name: ProgramName,
  args: readonly string[],
  signal: AbortSignal,
): Promise<QueryAnswer | null> {
  const program = await programFor(world, name, args, homedir());
  if (program === null) return null;
  try {
    const answer = await ask(program, { ...queryLimits, supervisor: world.supervisor, signal });
    return answer.kind === "exited" ? answer : null;
  } catch (error) {
    if (error instanceof StartError) return null;
    throw error;
  }
}

async function runToEnd(world: NodeWorld, invocation: Invocation, options: RunOptions): Promise<Finished> {
  const { title, onLine, signal } = options;
  const program = await programOf(world, invocation);
  if (program === null) return missing(invocation);
  const logFile = title === null ? null : await newLog(world.folder, program);
  const log = logFile === null ? null : createWriteStream(logFile, { flags: "a" });
  const readers = { stdout: readLines(onLine, longestLine), stderr: readLines(onLine, longestLine) };
  try {
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
    await new Promise<void>((resolve) => (log === null ? resolve() : log.end(resolve)));
  }
}

async function runOutliving(world: NodeWorld, invocation: Invocation, options: RunOptions): Promise<Finished> {
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
  { onLine, signal }: Pick<RunOptions, "onLine" | "signal">,
): Promise<End> {
  const lines = readLines(onLine, longestLine);
  const status = await followDetached(started, { onOutput: (chunk) => lines.push(chunk), signal });
  lines.end();
  if (status.kind !== "running") await rm(started.stateFile, { force: true });
  return status;
}

/** `null`: the terminal was closed before anything had started in it. */
async function startInTerminal(world: NodeWorld, program: Program, title: string): Promise<DetachedRun | null> {
  const name = fileStem();
  const file = (suffix: string): string => join(world.folder, `${name}${suffix}`);
  const logFile = await newLog(world.folder, program, name);
  const order: TerminalOrder = {
    program: program.program,
    args: [...program.args],
    cwd: program.cwd,
    env: { ...program.env },
    title,
    logFile,
    stateFile: file(".run.json"),
    nohup: await findProgram("nohup", searchFolders(process.env["PATH"], homedir())),
  };
  const orderFile = file(".order.json");
  await writeFile(orderFile, JSON.stringify(order));
  const terminal = world.openTerminal(title, [world.terminalRun, orderFile], program.cwd);
  let isOpen = true;
  terminal.closed.then(
    () => {
      isOpen = false;
    },
    () => undefined,
  );
  for (const end = Date.now() + stateTimeout; Date.now() < end; await wait(50)) {
    const wasOpen = isOpen;
    const started = (await detachedRuns(world.folder)).find(({ stateFile }) => stateFile === order.stateFile);
    if (started !== undefined || !wasOpen) {
      await rm(orderFile, { force: true });
      return started ?? null;
    }
  }
  throw new StartError(`nothing started in the terminal within ${stateTimeout / 1000} s`);
}

function programOf(world: NodeWorld, { program, args, env, hosts }: Invocation): Promise<Program | null> {
  const [first] = hosts;
  const cwd = first === undefined ? homedir() : folderOf(first);
  return programFor(world, program, program === "nix" ? [...args, ...world.nixFlags] : args, cwd, env);
}

async function programFor(
  { programs }: Pick<NodeWorld, "programs">,
  name: ProgramName,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Program | null> {
  const folders = searchFolders(process.env["PATH"], homedir());
  const set = programs[name];
  const path = set === undefined ? await findProgram(name, folders) : (await isProgram(set)) ? set : null;
  return path === null ? null : { program: path, args, cwd, env: { PATH: folders.join(delimiter), ...env } };
}

function folderOf({ facts }: DeployHost): string {
  return fileURLToPath(facts.folder);
}

function missing({ program }: Invocation): Finished {
  return { end: { kind: "missing", program }, logFile: null };
}

function broken(error: unknown): End {
  if (error instanceof StartError) return { kind: "broken", message: error.message };
  throw error;
}

/** A new log that begins with what is run. */
async function newLog(folder: string, { program, args }: Program, stem = fileStem()): Promise<string> {
  await mkdir(folder, { recursive: true });
  const logFile = join(folder, `${stem}.log`);
  await writeFile(logFile, `$ ${[program, ...args].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(" ")}\n`);
  return logFile;
}

/** Sorts by time. */
function fileStem(): string {
  return `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 6)}`;
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
