/**
 * One number for all that a deployment is made of: the files of its folder, and what is set for its hosts.
 * Invariant: equal hashes mean equal files, as far as size, time or text can tell; what tools leave behind (links to
 * results, repositories' own data) does not count.
 */
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, sep } from "node:path";

const leftOut = /^(?:\.git|\.direnv|\.gcroots|node_modules|result(?:-.*)?)$/;
/** Larger files count by size and time. */
const readWhole = 1024 * 1024;
const mostFiles = 50_000;

/** The hash of folders, of files that may be outside of them, and of settings, which are any plain data. */
export async function inputHash(
  folders: readonly string[],
  files: readonly string[],
  settings: unknown,
): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  let count = 0;
  const visit = async (folder: string): Promise<void> => {
    const entries = await entriesOf(folder);
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      if (leftOut.test(entry.name) || ++count > mostFiles) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      else hash.update(`\0${path}\0`).update(await contentOf(path, entry));
    }
  };
  for (const folder of [...new Set(folders)].sort()) await visit(folder);
  const outside = files.filter((path) => !folders.some((folder) => path.startsWith(`${folder}${sep}`)));
  for (const path of [...new Set(outside)].sort()) {
    hash.update(`\0${path}\0`).update(await readFile(path).catch(() => ""));
  }
  return hash.digest("hex");
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // gone meanwhile, or not readable, which is then the same the next time
    return [];
  }
}

async function contentOf(path: string, entry: Dirent): Promise<Uint8Array | string> {
  try {
    if (entry.isSymbolicLink()) return await readlink(path);
    const { size, mtimeMs } = await lstat(path);
    if (!entry.isFile() || size > readWhole) return `${size} ${mtimeMs}`;
    return await readFile(path);
  } catch {
    return "";
  }
}
