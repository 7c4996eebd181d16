/**
 * Logs on disk: one file a run, whole, in a folder of the extension's; old ones are removed when a new one begins.
 * Invariant: a line is on disk once `flush` has returned, or `problem` says why not; a window that goes loses nothing, and
 * a disk that is full ends no run.
 */
import { closeSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { stripAnsi } from "../nixLog/ansi.ts";
import { makePrivateFolder, openPrivate } from "../process/privateFiles.ts";

export interface LogFile {
  readonly path: string;
  /** Takes one line, without colours. */
  line(text: string): void;
  /** Writes what was taken. */
  flush(): void;
  /** Why the log is not whole, in the system's words; `null`: it is. */
  problem(): string | null;
  close(): void;
}

const kept = { files: 40, bytes: 512 * 1024 * 1024 };
const suffix = ".log";

/** Begins a log. `title` becomes part of its name. Throws where the folder cannot be written to. */
export function openLog(folder: string, title: string, now = new Date()): LogFile {
  makePrivateFolder(folder);
  prune(folder);
  const stamp = now.toISOString().replace("T", " ").replaceAll(":", "-").slice(0, 23);
  const name = `${stamp} ${title.replaceAll(/[^\w.()-]+/g, " ").trim()}`.replaceAll(" ", "_").slice(0, 120);
  const path = join(folder, `${name}${suffix}`);
  const file = openPrivate(path);
  let isOpen = true;
  let pending = "";
  let problem: string | null = null;
  const flush = (): void => {
    try {
      if (isOpen && pending !== "") writeSync(file, pending);
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
    pending = "";
  };
  return {
    path,
    line(text) {
      pending += `${stripAnsi(text)}\n`;
    },
    flush,
    problem: () => problem,
    close() {
      flush();
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** Removes the oldest logs until there is room for one more. The newest, which may still be written to, stays at any size. */
function prune(folder: string): void {
  const newestFirst = readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .sort()
    .reverse();
  let bytes = 0;
  for (const [index, name] of newestFirst.entries()) {
    const path = join(folder, name);
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (index >= kept.files - 1 || (index > 0 && bytes > kept.bytes)) rmSync(path, { force: true });
  }
}
