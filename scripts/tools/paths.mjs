/**
 * Where things lie: the repository's own folders, and the folder that outlives a clone for large downloads.
 * Invariant: nothing outside the repository is written except below `cacheFolder()` and the system's temporary folder.
 */
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/** A path below the repository's root. */
export const inRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts);

/**
 * The folder for what is expensive to install again: the user's cache folder where there is one, else the
 * git-ignored `.cache/` of this clone.
 */
export function cacheFolder() {
  const shared = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = existsSync(shared) ? join(shared, "plasmacloud-dev") : inRoot(".cache");
  mkdirSync(folder, { recursive: true });
  return folder;
}
