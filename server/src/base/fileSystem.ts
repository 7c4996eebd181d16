/**
 * The `FileSystem` port: everything the server wants from the outside.
 * Evaluation itself never asks: it reads a snapshot, and the session fetches what it wanted through this port.
 */
import type { FileEntry, FolderEntry } from "./snapshot.ts";
import type { Uri } from "./uri.ts";

export interface FileSystem {
  /** One file or folder. node: from disk, never following a device or pipe; browser: by a request to the client. */
  read(uri: Uri): Promise<FileEntry>;
  /** What a folder holds, or `null` if it is none. node: from disk; browser: by a request to the client. */
  list(uri: Uri): Promise<readonly FolderEntry[] | null>;
}
