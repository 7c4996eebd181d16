/** Telling one process from a later one with the same id, by when it started. */
import { execFileSync } from "node:child_process";
import { statFields } from "./group.ts";

/** When a process started, in the system's own terms: compare marks, do not read them. Null for one that does not run. */
export function processMark(pid: number): string | null {
  if (process.platform === "linux") {
    const fields = statFields(String(pid));
    // `starttime` of proc(5), and a process that waits for its parent runs no more
    return fields === null || fields[0] === "Z" ? null : (fields[19] ?? null);
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", timeout: 5000 }).trim() || null;
  } catch {
    // `ps` fails for an id that nobody has
    return null;
  }
}
