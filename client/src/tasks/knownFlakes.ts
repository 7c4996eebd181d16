/**
 * The flakes of the workspace: at once by our own evaluation, and after a while with what only Nix can tell.
 * Invariant: Nix is asked in the background, in trusted workspaces, without a network, and never twice at once.
 */
import { relative } from "node:path";
import { Uri, type WorkspaceFolder, workspace } from "vscode";
import { type FlakeFacts, flakesMethod } from "../../../server/src/lsp/protocol.ts";
import { quietNix } from "../nix/usableNix.ts";
import type { ExtensionParts } from "../parts.ts";
import { ask } from "../process/ask.ts";
import { supervisorPath } from "../supervisorPath.ts";
import { imagesExpression, readFlakeShow, readImages, withShown } from "./flakeShow.ts";
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

interface Told {
  readonly at: number;
  readonly shown: Pick<FlakeFacts, "packages" | "devShells" | "hosts"> | null;
  readonly images: ReadonlyMap<string, readonly string[]>;
}

/** How long Nix's answer counts, and how long it may take, in milliseconds. */
const freshness = 60_000;
const limits = { timeout: 60_000, limit: 8 * 1024 * 1024 };
/** Evaluating a host takes Nix seconds and much memory; a workspace with more hosts than this goes without images. */
const hostsLimit = 8;

/** Asks the language server, and Nix behind it. */
export function createKnownFlakes(parts: ExtensionParts): KnownFlakes {
  const told = new Map<string, Told>();
  const asking = new Set<string>();
  const askNix = async (flake: WorkspaceFlake): Promise<void> => {
    const { path, facts } = flake;
    const last = told.get(path);
    if (asking.has(path) || (last !== undefined && Date.now() - last.at < freshness)) return;
    if (facts.complete && facts.hosts.length === 0) return;
    asking.add(path);
    try {
      const shown = facts.complete ? null : await printed(parts, path, ["flake", "show", "--json"]);
      const wantsImages = facts.hosts.length > 0 && facts.hosts.length <= hostsLimit;
      const apply = ["eval", "--json", ".#nixosConfigurations", "--apply", imagesExpression];
      const images = wantsImages ? await printed(parts, path, apply) : null;
      told.set(path, {
        at: Date.now(),
        shown: shown === null ? null : readFlakeShow(shown),
        images: images === null ? new Map() : readImages(images),
      });
    } finally {
      asking.delete(path);
    }
  };
  return async () => {
    const facts = await parts.server.request<FlakeFacts[]>(flakesMethod, {});
    return facts.flatMap((one) => {
      const flake = place(one);
      if (flake === null) return [];
      askNix(flake).catch((error: unknown) => parts.output.warn(String(error)));
      const known = told.get(flake.path);
      if (known === undefined) return [flake];
      const shown = one.complete ? null : known.shown;
      return [{ ...flake, images: known.images, facts: shown === null ? one : withShown(one, shown) }];
    });
  };
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
  const program = { program: nix.path, args: [...args, ...nix.flags, ...quiet], cwd, env: nix.env };
  const answer = await ask(program, { ...limits, supervisor: supervisorPath(parts.context) });
  if (answer.kind !== "exited" || answer.code !== 0) {
    parts.output.debug(`nix ${args.slice(0, 2).join(" ")}: ${answer.kind === "exited" ? answer.stderr : answer.kind}`);
    return null;
  }
  return answer.stdout;
}
