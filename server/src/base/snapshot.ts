/** What evaluation sees of the world: an immutable table of files. Open buffers have already replaced disk in it. */
import type { Uri } from "./uri.ts";

export type FileEntry =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "folder" }
  | { readonly kind: "absent" }
  /** There, but nothing to read as text: too large, binary, a device, no permission. */
  | { readonly kind: "unreadable"; readonly reason: string };

export interface FolderEntry {
  readonly name: string;
  /** As `builtins.readDir` names it. */
  readonly type: "regular" | "directory" | "symlink" | "unknown";
}

export interface Snapshot {
  /** `null`: not loaded yet. Asking records the URI as wanted. */
  file(uri: Uri): FileEntry | null;
  /** `null`: not loaded yet; `"absent"`: no such folder. Asking records the URI as wanted. */
  folder(uri: Uri): readonly FolderEntry[] | "absent" | null;
}
