/**
 * The `FileSystem` port on node: the local disk.
 * Invariant: only regular files are opened, never more than the limit is read, and nothing is ever written or run.
 */
import { constants, promises } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { URI } from "vscode-uri";
import { HostError } from "../base/errors.ts";
import type { FileSystem } from "../base/fileSystem.ts";
import type { FileEntry, FolderEntry } from "../base/snapshot.ts";
import type { Uri } from "../base/uri.ts";

/** In bytes. Larger files are left unread; no configuration has one, and evaluation must not hold a disk in memory. */
export const sizeLimit = 4 * 1024 * 1024;
/** How a file begins that age has encrypted, as git-agecrypt leaves them in a checkout without the key. */
const encrypted = Buffer.from("age-encryption.org/v1");

export const nodeFileSystem: FileSystem = {
  home: URI.file(homedir()).toString(),

  async real(uri) {
    const path = localPath(uri);
    return path === null ? uri : URI.file(await resolved(path)).toString();
  },

  async read(uri) {
    const path = localPath(uri);
    if (path === null) return { kind: "absent" };
    try {
      const found = await promises.stat(path);
      if (found.isDirectory()) return { kind: "folder" };
      if (!found.isFile()) return { kind: "unreadable", reason: "it is a device, a pipe or a socket" };
      if (found.size > sizeLimit) return { kind: "unreadable", reason: "it is larger than 4 MB" };
      return decode(await readBounded(path));
    } catch (error) {
      return failedRead(error);
    }
  },

  async list(uri) {
    const path = localPath(uri);
    if (path === null) return null;
    try {
      const entries = await promises.readdir(path, { withFileTypes: true });
      return entries.map((entry): FolderEntry => {
        if (entry.isDirectory()) return { name: entry.name, type: "directory" };
        if (entry.isSymbolicLink()) return { name: entry.name, type: "symlink" };
        return { name: entry.name, type: entry.isFile() ? "regular" : "unknown" };
      });
    } catch (error) {
      if (isAbsent(error) || isRefused(error)) return null;
      throw new HostError(`cannot list ${uri}`, { cause: error });
    }
  },
};

/** Where a path leads; of what is not there, or may not be looked at, where it would be below what is. */
async function resolved(path: string, links = 0): Promise<string> {
  try {
    return await promises.realpath(path);
  } catch {
    const parent = dirname(path);
    if (parent === path || links > 40) return path;
    const folder = await resolved(parent, links);
    const target = await promises.readlink(join(folder, basename(path))).catch(() => null);
    return target === null ? join(folder, basename(path)) : resolved(resolve(folder, target), links + 1);
  }
}

/** The path of a `file:` URI; other schemes are not on this disk. */
function localPath(uri: Uri): string | null {
  const parsed = URI.parse(uri);
  return parsed.scheme === "file" && !parsed.path.includes("\0") ? parsed.fsPath : null;
}

/** Reads without blocking on a pipe that took the file's place, and without trusting the size that was announced. */
async function readBounded(path: string): Promise<Buffer> {
  const file: FileHandle = await promises.open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const chunks: Buffer[] = [];
    let total = 0;
    while (total <= sizeLimit) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      total += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** Text as an editor would show it: without its byte-order mark. A NUL byte says that it is no text. */
function decode(bytes: Buffer): FileEntry {
  if (bytes.length > sizeLimit) return { kind: "unreadable", reason: "it is larger than 4 MB" };
  if (bytes.includes(0) || bytes.subarray(0, encrypted.length).equals(encrypted))
    return { kind: "unreadable", reason: "it is not text" };
  return { kind: "text", text: new TextDecoder("utf-8").decode(bytes) };
}

function failedRead(error: unknown): FileEntry {
  if (isAbsent(error)) return { kind: "absent" };
  if (isRefused(error)) return { kind: "unreadable", reason: "reading it is not permitted" };
  return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
}

function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(errorCode(error));
}

function isRefused(error: unknown): boolean {
  return ["EACCES", "EPERM"].includes(errorCode(error));
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
