/**
 * The `FileSystem` port: everything the server wants from the outside.
 * Evaluation itself never asks: it reads a snapshot, and the session fetches what it wanted through this port. What
 * evaluation may read of it, `reading.ts` says.
 */
import type { FileEntry, FolderEntry } from "./snapshot.ts";
import type { Uri } from "./uri.ts";

export interface FileSystem {
  /** One file or folder. node: from disk, never following a device or pipe; browser: by a request to the client. */
  read(uri: Uri): Promise<FileEntry>;
  /** What a folder holds, or `null` if it is none. node: from disk; browser: by a request to the client. */
  list(uri: Uri): Promise<readonly FolderEntry[] | null>;
  /**
   * Where a place really is, links resolved; of what is not there, where it would be. node: from disk; browser: the
   * place itself, because its file systems show no links.
   */
  real(uri: Uri): Promise<Uri>;
  /** The user's home folder; `null` where there is none (browser). */
  readonly home: Uri | null;
}
