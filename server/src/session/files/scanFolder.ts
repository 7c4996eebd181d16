/**
 * Finds the Nix files of a workspace folder.
 * Invariant: links are never followed, so a scan stays inside its root and ends; imports may still lead anywhere.
 */
import type { FileSystem } from "../../base/fileSystem.ts";
import type { FolderEntry } from "../../base/snapshot.ts";
import { baseName, joinUri, parentUri, type Uri } from "../../base/uri.ts";
import { IgnoreRules, isSkippedName } from "./ignoredPaths.ts";

/** A scan ends here; a folder this large is a home or a disk, not a configuration. */
const fileLimit = 20_000;
const folderLimit = 50_000;
const depthLimit = 64;
const parallel = 16;

export interface Scan {
  readonly files: readonly Uri[];
  /** The listings of the folders that were looked into. */
  readonly folders: ReadonlyMap<Uri, readonly FolderEntry[]>;
  /** True when a limit ended it before the end. */
  readonly truncated: boolean;
}

/**
 * The `.nix` files below `root`, or `root` itself where it is a file; sorted. What `root` is called, or whether git
 * ignores it, does not matter.
 */
export async function scanFolder(fileSystem: FileSystem, root: Uri): Promise<Scan> {
  const found = await fileSystem.read(root);
  if (found.kind !== "folder")
    return { files: found.kind === "absent" ? [] : [root], folders: new Map(), truncated: false };
  const files: Uri[] = [];
  const folders = new Map<Uri, readonly FolderEntry[]>();
  let visited = 0;
  let truncated = false;
  let level: { uri: Uri; rules: IgnoreRules }[] = [{ uri: root, rules: await rulesAbove(fileSystem, root) }];
  for (let depth = 0; level.length > 0; depth++) {
    const next: { uri: Uri; rules: IgnoreRules }[] = [];
    for (let start = 0; start < level.length; start += parallel) {
      const batch = level.slice(start, start + parallel);
      const listings = await Promise.all(batch.map(({ uri }) => fileSystem.list(uri)));
      for (const [index, { uri, rules }] of batch.entries()) {
        const listed = listings[index] ?? null;
        if (listed !== null) folders.set(uri, listed);
        const entries = listed ?? [];
        const own = await rulesOf(fileSystem, uri, entries, rules);
        for (const { name, type } of entries) {
          const isFolder = type === "directory";
          if (isFolder ? isSkippedName(name) : type !== "regular" || !name.endsWith(".nix")) continue;
          if (own.ignores(name, isFolder)) continue;
          if (isFolder) next.push({ uri: joinUri(uri, name), rules: own.inside(name) });
          else files.push(joinUri(uri, name));
        }
      }
      visited += batch.length;
      truncated = files.length > fileLimit || visited > folderLimit || depth > depthLimit;
      if (truncated) return { files: files.slice(0, fileLimit).sort(), folders, truncated };
    }
    level = next;
  }
  return { files: files.sort(), folders, truncated };
}

async function rulesOf(
  fileSystem: FileSystem,
  folder: Uri,
  entries: readonly FolderEntry[],
  rules: IgnoreRules,
): Promise<IgnoreRules> {
  if (!entries.some(({ name }) => name === ".gitignore")) return rules;
  return withRuleFile(fileSystem, joinUri(folder, ".gitignore"), rules);
}

async function withRuleFile(fileSystem: FileSystem, uri: Uri, rules: IgnoreRules): Promise<IgnoreRules> {
  const entry = await fileSystem.read(uri);
  return entry.kind === "text" ? rules.with(entry.text) : rules;
}

/**
 * The rules of the git repository that the root stands in, as seen from the root, without the root's own file. None
 * where they would ignore the root itself: whoever named it wants it.
 */
async function rulesAbove(fileSystem: FileSystem, root: Uri): Promise<IgnoreRules> {
  const path: Uri[] = [root];
  for (let folder = root; ; ) {
    if ((await fileSystem.read(joinUri(folder, ".git"))).kind !== "absent") break;
    const parent = parentUri(folder);
    if (parent === folder || path.length > depthLimit) return IgnoreRules.none;
    folder = parent;
    path.unshift(folder);
  }
  const top = path[0] ?? root;
  let rules = await withRuleFile(fileSystem, joinUri(top, ".git/info/exclude"), IgnoreRules.none);
  for (const [index, folder] of path.slice(0, -1).entries()) {
    rules = await withRuleFile(fileSystem, joinUri(folder, ".gitignore"), rules);
    const inner = baseName(path[index + 1] ?? root);
    if (rules.ignores(inner, true)) return IgnoreRules.none;
    rules = rules.inside(inner);
  }
  return rules;
}
