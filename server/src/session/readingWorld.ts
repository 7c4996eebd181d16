/**
 * Looks at what decides who may read what: where workspace folders really are, which flakes there are, where their trees
 * end, which folders they name as inputs.
 * Invariant: it follows from texts and folders alone, so two sessions over the same disk read the same.
 */

import type { FileSystem } from "../base/fileSystem.ts";
import type { ReadableTree, ReadingWorld } from "../base/reading.ts";
import type { FileEntry } from "../base/snapshot.ts";
import { baseName, isInside, joinUri, parentUri, type Uri } from "../base/uri.ts";
import { pathInputs } from "../modules/api.ts";
import type { Expression } from "../syntax/tree/ast.ts";

/** What is looked at. */
export interface Surroundings {
  readonly fileSystem: FileSystem;
  readonly trusted: boolean;
  /** The workspace folders. */
  readonly roots: readonly Uri[];
  readonly searchPath: readonly Uri[];
  /** Its Nix files. */
  readonly files: readonly Uri[];
  /** A file as the session has it, open buffers included. */
  file(uri: Uri): Promise<FileEntry>;
  parse(uri: Uri, text: string): Expression | null;
}

/** The world as it is now. */
export async function lookAround(around: Surroundings): Promise<ReadingWorld> {
  const { fileSystem: host, trusted } = around;
  const home = host.home === null ? [] : await bothNames(host, host.home);
  const roots = (await Promise.all(around.roots.map((root) => bothNames(host, root)))).flat();
  const searchPath = (await Promise.all(around.searchPath.map((folder) => bothNames(host, folder)))).flat();
  const world: ReadingWorld = { trusted, roots, trees: [], searchPath, home };
  return { ...world, trees: await readableTrees(around, world) };
}

/** A place as it is named and, where that is another, as it resolves. */
async function bothNames(host: FileSystem, named: Uri): Promise<readonly Uri[]> {
  const uri = named.replace(/([^/])\/$/, "$1");
  const real = await host.real(uri);
  return real === uri ? [uri] : [uri, real];
}

async function readableTrees(around: Surroundings, world: ReadingWorld): Promise<readonly ReadableTree[]> {
  const groups = new Groups();
  const flakes = around.files.filter((uri) => baseName(uri) === "flake.nix");
  const pending = flakes.map(parentUri);
  const seen = new Set(pending);
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const own = await treeOf(around.fileSystem, folder, world.home);
    groups.add(own);
    for (const input of await inputsOf(around, joinUri(folder, "flake.nix"))) {
      const isReadable = world.trusted || world.roots.some((root) => isInside(input, root));
      if (!isReadable || isInside(input, own)) continue;
      groups.join(own, input);
      if (seen.has(input)) continue;
      seen.add(input);
      pending.push(input);
    }
  }
  const trees = groups
    .all()
    .map(async ([folder, group]) => ({ folders: await bothNames(around.fileSystem, folder), group }));
  return Promise.all(trees);
}

async function inputsOf(around: Surroundings, flake: Uri): Promise<readonly Uri[]> {
  const entry = await around.file(flake);
  if (entry.kind !== "text") return [];
  const lock = await around.file(joinUri(parentUri(flake), "flake.lock"));
  return pathInputs(flake, around.parse(flake, entry.text), lock.kind === "text" ? lock.text : null);
}

/**
 * The tree that Nix would copy: the git repository around a flake, else its folder. A home that is a repository itself
 * (dotfiles) is no flake's tree: Nix would take only what git knows of it.
 */
async function treeOf(host: FileSystem, folder: Uri, home: readonly Uri[]): Promise<Uri> {
  for (let tree = folder; ; ) {
    if (home.some((place) => isInside(place, tree))) return folder;
    if ((await host.read(joinUri(tree, ".git"))).kind !== "absent") return tree;
    const parent = parentUri(tree);
    if (parent === tree) return folder;
    tree = parent;
  }
}

/** Folders that are read together. */
class Groups {
  readonly #group = new Map<Uri, number>();

  add(folder: Uri): void {
    if (!this.#group.has(folder)) this.#group.set(folder, this.#group.size);
  }

  join(one: Uri, other: Uri): void {
    this.add(one);
    this.add(other);
    const from = this.#group.get(other);
    const to = this.#group.get(one) ?? 0;
    for (const [folder, group] of this.#group) if (group === from) this.#group.set(folder, to);
  }

  all(): readonly (readonly [Uri, number])[] {
    return [...this.#group].sort(([left], [right]) => (left < right ? -1 : 1));
  }
}
