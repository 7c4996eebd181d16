/** Asks a host for its generations, whichever way it can tell. */
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { DeployHost } from "../hosts/deployedHost.ts";
import { sshArguments } from "../tools/ssh.ts";
import {
  type Generation,
  generationsOfLinks,
  linkArguments,
  listArguments,
  readGenerationsJson,
  readProfileLinks,
} from "./generations.ts";
import type { QueryAnswer } from "./health.ts";

/** Runs a program to its end; `null`: it could not be run, or did not end in time. */
export type Query = (program: "ssh" | "nixos-rebuild", args: readonly string[]) => Promise<QueryAnswer | null>;

export type Generations =
  | { readonly kind: "known"; readonly generations: readonly Generation[] }
  /** `reason`: what the program printed last; `""`: there was no answer at all. */
  | { readonly kind: "unknown"; readonly reason: string };

const profiles = "/nix/var/nix/profiles";

/** The generations of a host, newest first. `folder` is where this machine keeps its profiles. */
export async function generationsOf({ target }: DeployHost, query: Query, folder = profiles): Promise<Generations> {
  const listed =
    target === null
      ? await query("nixos-rebuild", listArguments)
      : await query("ssh", sshArguments(target, ["nixos-rebuild", ...listArguments]));
  const known = listed === null || listed.code !== 0 ? null : readGenerationsJson(listed.stdout);
  if (known !== null) return { kind: "known", generations: known };
  if (target === null) return found(await linksHere(folder), listed);
  // an older nixos-rebuild has no such list, or no JSON of it
  const links = await query("ssh", sshArguments(target, linkArguments));
  return found(readProfileLinks(links?.stdout ?? ""), links);
}

function found(generations: readonly Generation[], answer: QueryAnswer | null): Generations {
  if (generations.length > 0) return { kind: "known", generations };
  return { kind: "unknown", reason: answer?.stderr.trim().split("\n").at(-1) ?? "" };
}

async function linksHere(folder: string): Promise<readonly Generation[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const links = names
    .filter((name) => /^system(-\d+-link)?$/.test(name))
    .map(async (name) => {
      const path = join(folder, name);
      const { mtime } = await lstat(path);
      return { name, target: await readlink(path), date: mtime.toISOString().slice(0, 19).replace("T", " ") };
    });
  return generationsOfLinks(await Promise.all(links));
}
