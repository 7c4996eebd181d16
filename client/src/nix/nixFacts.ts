/** Facts about a Nix on this machine, its version and features, got by asking it. */
import { homedir } from "node:os";
import { delimiter } from "node:path";
import type { AskOptions, ProgramAnswer } from "../process/ask.ts";
import type { Program } from "../process/run.ts";
import { findProgram, isProgram, searchFolders, settingPath } from "./locateNix.ts";

/** A Nix that can be used: what to start, with which arguments always, and what its environment has besides. */
export interface NixTool {
  readonly path: string;
  /** As it says, such as `2.28.3`. */
  readonly version: string;
  /** Arguments that every run gets after the subcommand's name, such as those that switch flakes on. */
  readonly flags: readonly string[];
  /** `PATH` with the folders added in which the tools around Nix are usually installed. */
  readonly env: Readonly<Record<string, string>>;
}

export type NixFacts =
  /** `configured`: the setting that names no program, or null when nothing is set and none was found. */
  | { readonly kind: "missing"; readonly configured: string | null }
  /** It is there and does not answer as Nix does: what it says instead, or null for nothing within the time. */
  | { readonly kind: "broken"; readonly path: string; readonly detail: string | null }
  /** Older than flakes, which came with 2.4. */
  | { readonly kind: "tooOld"; readonly path: string; readonly version: string }
  | { readonly kind: "usable"; readonly tool: NixTool; readonly hasFlakes: boolean };

/** The arguments that switch on what flakes need, for one run. */
export const flakeFlags: readonly string[] = ["--extra-experimental-features", "nix-command flakes"];

const limits = { timeout: 15_000, limit: 64 * 1024 };

/** Finds Nix and asks it. `configured` is the user's setting, empty for none; `ask` runs programs. */
export async function nixFacts(
  configured: string,
  ask: (program: Program, limits: Pick<AskOptions, "timeout" | "limit">) => Promise<ProgramAnswer>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<NixFacts> {
  const folders = searchFolders(environment["PATH"], homedir());
  const path = configured === "" ? await findProgram("nix", folders) : await configuredProgram(configured);
  if (path === null) return { kind: "missing", configured: configured === "" ? null : configured };
  const env = { PATH: folders.join(delimiter) };
  const query = (args: readonly string[]): Promise<ProgramAnswer> =>
    ask({ program: path, args, cwd: homedir(), env }, limits).catch(
      (error: Error): ProgramAnswer => ({ kind: "exited", code: 127, stdout: "", stderr: error.message }),
    );
  const answer = await query(["--version"]);
  if (answer.kind !== "exited") return { kind: "broken", path, detail: null };
  const version = parseVersion(answer.stdout);
  if (version === null) return { kind: "broken", path, detail: answer.stderr.trim() || answer.stdout.trim() };
  if (isBefore(version, 2, 4)) return { kind: "tooOld", path, version };
  // a value that only flakes have, and that needs neither store nor network
  const probe = await query(["eval", "--expr", "builtins.getFlake"]);
  const hasFlakes = probe.kind !== "exited" || probe.code === 0 || !/experimental|getFlake/.test(probe.stderr);
  return { kind: "usable", tool: { path, version, flags: [], env }, hasFlakes };
}

/** The version in what `nix --version` prints: Nix's own, Lix's and Determinate's all end with it. */
export function parseVersion(printed: string): string | null {
  return /^nix \(.*\) (\d+\.\d+\S*)\s*$/m.exec(printed)?.[1] ?? null;
}

/** Whether a version is older than another. */
export function isBefore(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

async function configuredProgram(path: string): Promise<string | null> {
  const expanded = settingPath(path);
  return (await isProgram(expanded)) ? expanded : null;
}
