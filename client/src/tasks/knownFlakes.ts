/**
 * The flakes of the workspace: at once by our own evaluation, and after a while with what only Nix can tell.
 * Invariant: Nix is asked in the background, in trusted workspaces, without a network, and never twice at once.
 */
import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { Uri, type WorkspaceFolder, workspace } from "vscode";
import { type FlakeFacts, flakesMethod } from "../../../server/src/protocol/protocol.ts";
import { quietNix } from "../nix/usableNix.ts";
import { ask } from "../process/ask.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { supervisorPath } from "../workbench/supervisorPath.ts";
import { attributeName } from "./commandLine.ts";
import { readFlakeShow, readNames, withShown } from "./flakeShow.ts";
import type { KnownFlake } from "./offers.ts";

/** A flake on disk, in a folder of the workspace. */
export interface WorkspaceFlake extends KnownFlake {
  readonly facts: FlakeFacts;
  /** The path of its folder. */
  readonly path: string;
  readonly workspaceFolder: WorkspaceFolder;
  /** From the workspace folder to the flake's, with `/`; null when they are the same. */
  readonly below: string | null;
}

export type KnownFlakes = () => Promise<readonly WorkspaceFlake[]>;

type Shown = Pick<FlakeFacts, "packages" | "devShells" | "hosts">;

/** What Nix has told, of which state of a flake, and when. Images fill in one host after the other. */
interface Told {
  readonly at: number;
  readonly state: string;
  readonly shown: Shown | null;
  readonly images: Map<string, readonly string[]>;
}

/** How long Nix's answer counts, and how long each may take, in milliseconds. */
const freshness = 10 * 60_000;
const limits = { timeout: 60_000, limit: 8 * 1024 * 1024 };
/** Evaluating a host takes Nix seconds; a workspace with more hosts than this goes without images. */
const hostsLimit = 16;

/** Asks the language server, and Nix behind it. */
export function createKnownFlakes(parts: ExtensionParts): KnownFlakes {
  const told = new Map<string, Told>();
  const askNix = async ({ path, facts }: WorkspaceFlake): Promise<void> => {
    const last = told.get(path);
    // our own facts as well: they may have been of the files before the last change
    const state = `${await changeTimes(path)} ${JSON.stringify(facts)}`;
    if (last !== undefined && last.state === state && Date.now() - last.at < freshness) return;
    if ((facts.complete && facts.hosts.length === 0) || (await quietNix(parts)) === null) return;
    const images = new Map(last?.images);
    told.set(path, { at: Date.now(), state, shown: last?.shown ?? null, images });
    const json = facts.complete ? null : await printed(parts, path, ["flake", "show"]);
    told.set(path, { at: Date.now(), state, shown: json === null ? null : readFlakeShow(json), images });
    for (const host of facts.hosts.length > hostsLimit ? [] : facts.hosts) {
      const attribute = `.#nixosConfigurations.${attributeName(host)}.config.system.build.images`;
      // a host whose nixpkgs is older than images, or is not here, has none
      const names = await printed(parts, path, ["eval", attribute, "--apply", "builtins.attrNames"]);
      images.set(host, names === null ? [] : readNames(names));
    }
  };
  /** One flake after the other, so that a machine with little memory is not asked too much. */
  let queue = Promise.resolve();
  return async () => {
    const flakes = (await parts.server.request<FlakeFacts[]>(flakesMethod, {})).flatMap((facts) => place(facts) ?? []);
    for (const flake of flakes)
      queue = queue.then(() => askNix(flake)).catch((error: unknown) => parts.output.warn(String(error)));
    return flakes.map((flake) => {
      const known = told.get(flake.path);
      const shown = flake.facts.complete ? null : (known?.shown ?? null);
      const facts = shown === null ? flake.facts : withShown(flake.facts, shown);
      return { ...flake, facts, images: known?.images ?? flake.images };
    });
  };
}

/** When the flake and its lock were last written, as text to compare. */
async function changeTimes(folder: string): Promise<string> {
  const times = ["flake.nix", "flake.lock"].map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => null);
    return String(found?.mtimeMs);
  });
  return (await Promise.all(times)).join(" ");
}

/** Where a flake is; null when no program could be run there. */
function place(facts: FlakeFacts): WorkspaceFlake | null {
  const uri = Uri.parse(facts.folder);
  const workspaceFolder = workspace.getWorkspaceFolder(uri);
  if (uri.scheme !== "file" || workspaceFolder === undefined) return null;
  const below = relative(workspaceFolder.uri.fsPath, uri.fsPath).replaceAll("\\", "/");
  return { facts, images: new Map(), path: uri.fsPath, workspaceFolder, below: below === "" ? null : below };
}

/** What Nix prints to a question that changes nothing and fetches nothing; null where it has no answer. */
async function printed(parts: ExtensionParts, cwd: string, args: readonly string[]): Promise<string | null> {
  const nix = await quietNix(parts);
  if (nix === null) return null;
  const quiet = ["--offline", "--no-write-lock-file", "--option", "allow-import-from-derivation", "false"];
  const program = { program: nix.path, args: [...args, "--json", ...nix.flags, ...quiet], cwd, env: nix.env };
  const answer = await ask(program, { ...limits, supervisor: supervisorPath(parts.context) });
  if (answer.kind !== "exited" || answer.code !== 0) {
    parts.output.debug(`nix ${args.slice(0, 2).join(" ")}: ${answer.kind === "exited" ? answer.stderr : answer.kind}`);
    return null;
  }
  return answer.stdout;
}
