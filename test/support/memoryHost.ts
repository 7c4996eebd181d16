/** A `Host` over files kept in memory, for tests: paths to texts, folders follow from them. */
import type { Host } from "../../server/src/base/host.ts";
import type { FolderEntry } from "../../server/src/base/snapshot.ts";

export interface MemoryHost extends Host {
  readonly files: Map<string, string>;
  /** How often files were read and folders listed. */
  readonly asked: { reads: number; lists: number };
}

/** `files`: URI to text. */
export function memoryHost(files: ReadonlyMap<string, string>): MemoryHost {
  const texts = new Map(files);
  const asked = { reads: 0, lists: 0 };
  const entriesOf = (folder: string): readonly FolderEntry[] | null => {
    const prefix = folder.endsWith("/") ? folder : `${folder}/`;
    const entries = new Map<string, FolderEntry>();
    for (const uri of texts.keys()) {
      if (!uri.startsWith(prefix)) continue;
      const [name = "", ...rest] = uri.slice(prefix.length).split("/");
      entries.set(name, { name, type: rest.length > 0 ? "directory" : "regular" });
    }
    return entries.size === 0 ? null : [...entries.values()];
  };
  return {
    files: texts,
    asked,
    async read(uri) {
      asked.reads++;
      const text = texts.get(uri);
      if (text !== undefined) return { kind: "text", text };
      return entriesOf(uri) === null ? { kind: "absent" } : { kind: "folder" };
    },
    async list(uri) {
      asked.lists++;
      return entriesOf(uri);
    },
  };
}
