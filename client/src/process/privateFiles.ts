/**
 * Logs, orders and states of runs: files that only their owner may read, in folders that only their owner may enter,
 * since commands and what programs print may hold secrets. What was made wider before is made narrow.
 */
import { chmodSync, fchmodSync, fstatSync, lstatSync, mkdirSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folderMode = 0o700;
const fileMode = 0o600;
/** What others may do. */
const others = 0o077;

/** Makes the folder where it is not there, and it and the files in it their owner's alone. Throws where it cannot. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: folderMode });
  narrow(folder, folderMode);
  for (const name of readdirSync(folder)) narrow(join(folder, name), fileMode);
}

/** Opens a file to append to it, made where it is not there; its descriptor. */
export function openPrivate(file: string): number {
  const descriptor = openSync(file, "a", fileMode);
  if (isWide(fstatSync(descriptor))) fchmodSync(descriptor, fileMode);
  return descriptor;
}

/** Writes a whole file. */
export function writePrivate(file: string, text: string): void {
  writeFileSync(file, text, { mode: fileMode });
  narrow(file, fileMode);
}

function narrow(path: string, mode: number): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // another window may remove its files meanwhile; links are nobody's log, and folders inside are made by themselves
  if (found === undefined || found.isSymbolicLink() || found.isDirectory() !== (mode === folderMode)) return;
  if (isWide(found)) chmodSync(path, mode);
}

/** Windows has no such modes: its folders below the user's own are the user's already. */
function isWide({ mode }: { readonly mode: number }): boolean {
  return process.platform !== "win32" && (mode & others) !== 0;
}
