/** A world of files in memory, as the `FileSystem` port shows it. */
import type { FileSystem } from "../../server/src/base/fileSystem.ts";
import type { FolderEntry } from "../../server/src/base/snapshot.ts";

/** `files` maps URIs to texts; folders are what their paths imply. It may be changed between reads. */
export function memoryFileSystem(files: ReadonlyMap<string, string>): FileSystem {
  return {
    async read(uri) {
      const text = files.get(uri);
      if (text !== undefined) return { kind: "text", text };
      return isFolder(files, uri) ? { kind: "folder" } : { kind: "absent" };
    },
    async list(uri) {
      return isFolder(files, uri) ? entries(files, uri) : null;
    },
  };
}

function isFolder(files: ReadonlyMap<string, string>, uri: string): boolean {
  const prefix = uri.endsWith("/") ? uri : `${uri}/`;
  return [...files.keys()].some((name) => name.startsWith(prefix));
}

function entries(files: ReadonlyMap<string, string>, uri: string): FolderEntry[] {
  const prefix = uri.endsWith("/") ? uri : `${uri}/`;
  const found = new Map<string, FolderEntry>();
  for (const name of files.keys()) {
    if (!name.startsWith(prefix)) continue;
    const [first = "", ...rest] = name.slice(prefix.length).split("/");
    found.set(first, { name: decodeURIComponent(first), type: rest.length === 0 ? "regular" : "directory" });
  }
  return [...found.values()];
}
