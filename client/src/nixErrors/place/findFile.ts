/**
 * From a file as Nix names it to a file of the workspace.
 * Invariant: a copy in the store, or a lazy tree, becomes a file of the workspace only where that file is there and its
 * text, as far as it can be told, is the one that Nix has read.
 */
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { readFileName } from "./nixFile.ts";
import { lineNow, linesOf } from "./textPlace.ts";

/** What placing reads of the world. */
export interface FileWorld {
  /** Where Nix was run: the folder of the flake. */
  readonly folder: string;
  /** The folders that are open, as the editor names them and as they are with links followed. */
  readonly roots: readonly { readonly path: string; readonly real: string }[];
  /** A file's text on disk; `null` where there is none. */
  read(path: string): Promise<string | null>;
}

export interface FoundFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** Where the line that was asked for stands now, from one. */
  readonly line: number;
}

/** A line of a file that Nix names, with the text of the line where Nix has shown it. */
export interface NamedLine {
  readonly file: string;
  readonly line: number;
  readonly excerpt: string | null;
}

const mostFolders = 40;

/** The file in the workspace; `null` where it is none, or no longer has that line. */
export async function findLine(world: FileWorld, { file, line, excerpt }: NamedLine): Promise<FoundFile | null> {
  const named = readFileName(file);
  if (named === null) return null;
  if (named.kind !== "source") {
    const path = inWorkspace(world, named.kind === "local" ? named.path : resolve(world.folder, named.path));
    const text = path === null ? null : await world.read(path);
    return path === null || text === null ? null : withLine(path, linesOf(text), line, excerpt);
  }
  const copy = named.copy === null ? null : await world.read(named.copy);
  const shown = excerpt ?? (copy === null ? null : (linesOf(copy)[line - 1] ?? null));
  if (named.copy === null && shown === null) return null;
  for (const folder of flakeFolders(world)) {
    const path = inWorkspace(world, join(folder, named.path));
    const text = path === null ? null : await world.read(path);
    if (path === null || text === null) continue;
    const found =
      copy === text ? withLine(path, linesOf(text), line, null) : withLine(path, linesOf(text), line, shown);
    if (found !== null) return found;
  }
  return null;
}

/** The file in the workspace, where no line is known. */
export async function findFile(world: FileWorld, file: string): Promise<FoundFile | null> {
  const named = readFileName(file);
  if (named?.kind !== "source") return findLine(world, { file, line: 1, excerpt: null });
  const copy = named.copy === null ? null : await world.read(named.copy);
  if (named.copy === null) return null;
  for (const folder of flakeFolders(world)) {
    const path = inWorkspace(world, join(folder, named.path));
    const text = path === null ? null : await world.read(path);
    if (path !== null && text !== null && (copy === null || isAlike(copy, text)))
      return { path, lines: linesOf(text), line: 1 };
  }
  return null;
}

function withLine(path: string, lines: readonly string[], line: number, excerpt: string | null): FoundFile | null {
  const now = excerpt === null ? line : lineNow(lines, line, excerpt);
  return now === null ? null : { path, lines, line: now };
}

/** The path as the editor names it; `null` outside of what is open. */
export function inWorkspace({ roots }: FileWorld, path: string): string | null {
  for (const root of roots) {
    for (const folder of [root.path, root.real]) {
      const below = relative(folder, path);
      if (below !== "" && !isAbsolute(below) && below !== ".." && !below.startsWith("../"))
        return join(root.path, below);
    }
  }
  return null;
}

/** Where the root of a flake's source may be: where it was run or above, since a flake may be a folder of a larger tree. */
function flakeFolders({ folder, roots }: FileWorld): readonly string[] {
  const folders = [folder];
  for (let above = dirname(folder); above !== folders.at(-1) && folders.length < mostFolders; above = dirname(above)) {
    folders.push(above);
  }
  return [...new Set([...folders, ...roots.map(({ path }) => path)])];
}

/** Whether a text can be an edited form of the other: they share most of their lines. */
function isAlike(copy: string, text: string): boolean {
  if (copy === text) return true;
  const lines = linesOf(copy).filter((line) => line.trim().length > 3);
  const here = new Set(linesOf(text));
  return lines.filter((line) => here.has(line)).length * 2 >= lines.length;
}
