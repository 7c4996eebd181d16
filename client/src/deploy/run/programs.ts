/** The programs that deploying starts: where they are, and short questions to them. */
import { homedir } from "node:os";
import { delimiter } from "node:path";
import { findProgram, isProgram, searchFolders } from "../../nix/locateNix.ts";
import { ask } from "../../process/ask.ts";
import { type Program, StartError } from "../../process/run.ts";
import type { QueryAnswer } from "../engine/health.ts";
import type { ProgramName } from "../tools/invocation.ts";

export interface ProgramWorld {
  /** The path of dist/supervisor.js. */
  readonly supervisor: string;
  /** Where programs are that are not to be looked for on `PATH`. */
  readonly programs: Readonly<Partial<Record<ProgramName, string>>>;
}

const queryLimits = { timeout: 20_000, limit: 1024 * 1024 };

/** Runs a program to its end for what it prints; `null`: it could not be run, or did not end in time. */
export async function queryProgram(
  world: ProgramWorld,
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

/** A program with its arguments; `null`: it is not where it is set to be, or nowhere. */
export async function programFor(
  { programs }: Pick<ProgramWorld, "programs">,
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
