/** The world as evaluation sees it: an immutable table of files. Open buffers have already replaced disk in it. */
import type { Asked } from "./reading.ts";
import type { Uri } from "./uri.ts";

export type FileEntry =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "folder" }
  | { readonly kind: "absent" }
  /** There, but nothing to read as text: too large, binary, a device, no permission. */
  | { readonly kind: "unreadable"; readonly reason: string }
  | Refused;

/** Nobody says whether it is there: whoever asks may not read it (`reading.ts`). */
export interface Refused {
  readonly kind: "refused";
  readonly reason: string;
}

export interface FolderEntry {
  readonly name: string;
  /** As `builtins.readDir` names it. */
  readonly type: "regular" | "directory" | "symlink" | "unknown";
}

/** What is known of a folder: its entries, that there is none, or that whoever asks may not know. */
export type FolderAnswer = readonly FolderEntry[] | "absent" | Refused;

export interface Snapshot {
  /** `null`: not loaded yet. Asking records the URI as wanted. Without `asked`, nobody is confined: not for evaluation. */
  file(uri: Uri, asked?: Asked): FileEntry | null;
  /** `null`: not loaded yet; `"absent"`: no such folder. Asking records the URI as wanted. */
  folder(uri: Uri, asked?: Asked): FolderAnswer | null;
}

/** Whether a folder's listing is there. */
export function isListing(answer: FolderAnswer | null): answer is readonly FolderEntry[] {
  return Array.isArray(answer);
}

/** Whether two looks at a file saw the same. */
export function sameFile(left: FileEntry | null, right: FileEntry | null): boolean {
  if (left === right) return true;
  if (left === null || right === null || left.kind !== right.kind) return false;
  return left.kind !== "text" || (right.kind === "text" && left.text === right.text);
}

/** Whether two looks at a folder saw the same. */
export function sameFolder(left: FolderAnswer | null, right: FolderAnswer | null): boolean {
  if (left === right) return true;
  if (left === null || right === null || left === "absent" || right === "absent") return false;
  if (!isListing(left) || !isListing(right))
    return !isListing(left) && !isListing(right) && left.reason === right.reason;
  return (
    left.length === right.length &&
    left.every((entry, index) => entry.name === right[index]?.name && entry.type === right[index]?.type)
  );
}
