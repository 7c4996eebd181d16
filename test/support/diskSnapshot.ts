/** A snapshot of the real disk, for tests that evaluate a nixpkgs `lib`. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FileEntry, FolderEntry, Snapshot } from "../../server/src/base/snapshot.ts";

/** Reads at once and keeps nothing: nothing is ever "not loaded". */
export const diskSnapshot: Snapshot = {
  file(uri): FileEntry {
    const path = fileURLToPath(uri);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return { kind: "absent" };
    return stat.isDirectory() ? { kind: "folder" } : { kind: "text", text: readFileSync(path, "utf8") };
  },
  folder(uri): readonly FolderEntry[] | "absent" {
    const path = fileURLToPath(uri);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return "absent";
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      type: entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "symlink" : "regular",
    }));
  },
};
