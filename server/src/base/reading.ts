/**
 * What evaluation may read: the one policy, as pure functions of places. Nothing here touches a disk.
 * Invariants: the answer follows from who names a place, how it is named, and what it resolves to; never from what was
 * read before. Whoever forgets to say who asks gets the strictest answer.
 *
 * - In a flake: its own tree and its sources. The tree is the git repository that the flake stands in, else its folder.
 * - In a plain configuration: the workspace folders and the search path; in a trusted workspace also what a path (not a
 *   string) names outside, but the system's own folders and the user's home only where a literal of the workspace names
 *   that very file.
 * - In an untrusted workspace: its own folders, nothing else.
 */
import { isInside, type Uri } from "./uri.ts";

/** How a program came to name a place: as a path literal, as a path that it computed, or as text. */
export type Naming = "literal" | "path" | "text";

/** Who wants to read. */
export interface Asked {
  /** The file that names the place; `null` where no file does: the session itself, or a native of the language. */
  readonly by: Uri | null;
  readonly named: Naming;
}

/** A place that is to be read, and who asks for it. */
export interface ReadTarget {
  readonly uri: Uri;
  readonly asked: Asked;
}

/** Nobody in particular: may read the workspace, and nothing beyond it. */
export const NOBODY: Asked = { by: null, named: "text" };

/** What stands in a folder is named by whoever names the folder; no literal names it itself. */
export function below(folder: ReadTarget, uri: Uri): ReadTarget {
  const { by, named } = folder.asked;
  return { uri, asked: { by, named: named === "literal" ? "path" : named } };
}

/** A flake's own tree, or a folder that a flake names as an input. */
export interface ReadableTree {
  /** As it is named, and as it resolves. */
  readonly folders: readonly Uri[];
  /** Trees of one group are read together: a flake and the inputs that it names by path. */
  readonly group: number;
}

/** What the policy needs to know of the world. Folders are given as they are named and as they resolve. */
export interface ReadingWorld {
  readonly trusted: boolean;
  /** The workspace folders. */
  readonly roots: readonly Uri[];
  readonly trees: readonly ReadableTree[];
  /** What the search path names. Sources whose hash is checked belong beside it: readable by all, trusted or not. */
  readonly searchPath: readonly Uri[];
  /** The user's home. */
  readonly home: readonly Uri[];
}

/** The world of a session that has not looked around yet: nothing may be read. */
export const NOTHING_READABLE: ReadingWorld = { trusted: false, roots: [], trees: [], searchPath: [], home: [] };

/** Folders of the running system: devices, processes and their memory. */
const systemFolders: readonly Uri[] = ["file:///proc", "file:///sys", "file:///dev"];

/**
 * Why a place may not be read, in words that follow "cannot read X: "; `null`: it may. `real`: what it resolves to, where
 * that is another place. `isOpen`: whether a file is open in the editor.
 */
export function refusal(
  world: ReadingWorld,
  { uri, asked }: ReadTarget,
  real: Uri | null,
  isOpen: (uri: Uri) => boolean,
): string | null {
  if (isOpen(uri) && (asked.by === null || asked.by === uri)) return null;
  const first = refusedPlace(world, uri, asked, isOpen);
  if (first !== null || real === null) return first;
  const isSame = restBelow(uri, world.home) !== null && restBelow(uri, world.home) === restBelow(real, world.home);
  const other = isSame ? asked : below({ uri, asked }, real).asked;
  const second = refusedPlace(world, real, other, isOpen);
  return second === null ? null : `it is a link, and where it leads ${second.replace(/^it /, "")}`;
}

/** Whether anyone at all might read a place: what may not is not even loaded. */
export function mayLoad({ trusted, roots, searchPath }: ReadingWorld, real: Uri): boolean {
  return trusted || isBelow(real, roots) || isBelow(real, searchPath);
}

function refusedPlace(
  world: ReadingWorld,
  uri: Uri,
  { by, named }: Asked,
  isOpen: (uri: Uri) => boolean,
): string | null {
  const { trusted, roots, trees, searchPath, home } = world;
  if (isBelow(uri, searchPath)) return null;
  const isInWorkspace = isBelow(uri, roots);
  if (!trusted && !isInWorkspace) return "it lies outside the workspace, which is not trusted";
  const groups = by === null ? [] : groupsOf(trees, by);
  if (groups.length > 0) {
    const own = groupsOf(trees, uri).some((group) => groups.includes(group));
    return own ? null : "it lies outside the flake and its inputs";
  }
  if (isInWorkspace) return null;
  const isOurs = by !== null && (isBelow(by, roots) || isOpen(by));
  if (isBelow(uri, systemFolders) || isBelow(uri, home)) {
    if (named === "literal" && isOurs) return null;
    const where = isBelow(uri, home) ? "in the home folder, outside the workspace" : "in a folder of the system";
    return `it lies ${where}, and no path in the workspace names this very file`;
  }
  if (by === null) return groupsOf(trees, uri).length > 0 ? null : "it lies outside the workspace";
  return named === "text" ? "it lies outside the workspace, and is named by a string" : null;
}

function groupsOf(trees: readonly ReadableTree[], uri: Uri): readonly number[] {
  return trees.filter(({ folders }) => isBelow(uri, folders)).map(({ group }) => group);
}

function isBelow(uri: Uri, folders: readonly Uri[]): boolean {
  return folders.some((folder) => isInside(uri, folder));
}

/** The part of a place below one of these folders. */
function restBelow(uri: Uri, folders: readonly Uri[]): string | null {
  const folder = folders.find((candidate) => isInside(uri, candidate));
  return folder === undefined ? null : uri.slice(folder.length);
}
