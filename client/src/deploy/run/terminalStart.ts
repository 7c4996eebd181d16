/** Starts a program in a terminal of its own (terminalRun.ts), where it can ask for a password. */
import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram, searchFolders } from "../../nix/locateNix.ts";
import { type DetachedRun, detachedRuns } from "../../process/detached.ts";
import { writePrivate } from "../../process/privateFiles.ts";
import { type Program, StartError } from "../../process/run.ts";
import { fileStem, newLog } from "./runLogs.ts";
import type { TerminalOrder } from "./terminalOrder.ts";

export interface TerminalWorld {
  /** The path of dist/terminalRun.js. */
  readonly terminalRun: string;
  /** Where logs and the states of running deployments are. */
  readonly folder: string;
  /** Opens a terminal that runs `process.execPath` as Node with these arguments. `closed` settles when it is gone. */
  openTerminal(title: string, args: readonly string[], cwd: string): { readonly closed: Promise<void> };
}

const stateTimeout = 10_000;

/** `null`: the terminal was closed before anything had started in it. */
export async function startInTerminal(
  world: TerminalWorld,
  program: Program,
  title: string,
  timeout = stateTimeout,
): Promise<DetachedRun | null> {
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
  writePrivate(orderFile, JSON.stringify(order));
  const terminal = world.openTerminal(title, [world.terminalRun, orderFile], program.cwd);
  let isOpen = true;
  terminal.closed.then(
    () => {
      isOpen = false;
    },
    () => undefined,
  );
  for (const end = Date.now() + timeout; Date.now() < end; await wait(50)) {
    const wasOpen = isOpen;
    const started = (await detachedRuns(world.folder)).find(({ stateFile }) => stateFile === order.stateFile);
    if (started !== undefined || !wasOpen) {
      await rm(orderFile, { force: true });
      return started ?? null;
    }
  }
  // a terminal that opens later still must not begin what counts as failed
  await rm(orderFile, { force: true });
  throw new StartError(`nothing started in the terminal within ${timeout / 1000} s`);
}
