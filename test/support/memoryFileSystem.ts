/** A world of files in memory, as the `FileSystem` port shows it. */
import type { FileSystem } from "../../server/src/base/fileSystem.ts";
import type { FileEntry, FolderEntry } from "../../server/src/base/snapshot.ts";

/** What stands in a file: its text, or what the port says of a file that gives none. */
export type MemoryFiles = ReadonlyMap<string, string | FileEntry>;

/** `files` maps URIs to what they hold; folders are what their paths imply. It may be changed between reads. */
export function memoryFileSystem(files: MemoryFiles): FileSystem {
  return {
    async read(uri) {
      const held = files.get(uri);
      if (held !== undefined) return typeof held === "string" ? { kind: "text", text: held } : held;
      return isFolder(files, uri) ? { kind: "folder" } : { kind: "absent" };
    },
    async list(uri) {
      return isFolder(files, uri) ? entries(files, uri) : null;
    },
    real: (uri) => Promise.resolve(uri),
    home: null,
  };
}

function isFolder(files: MemoryFiles, uri: string): boolean {
  const prefix = uri.endsWith("/") ? uri : `${uri}/`;
  return [...files.keys()].some((name) => name.startsWith(prefix));
}

function entries(files: MemoryFiles, uri: string): FolderEntry[] {
  const prefix = uri.endsWith("/") ? uri : `${uri}/`;
  const found = new Map<string, FolderEntry>();
  for (const name of files.keys()) {
    if (!name.startsWith(prefix)) continue;
    const [first = "", ...rest] = name.slice(prefix.length).split("/");
    found.set(first, { name: decodeURIComponent(first), type: rest.length === 0 ? "regular" : "directory" });
  }
  return [...found.values()];
}
