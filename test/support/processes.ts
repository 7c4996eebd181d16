/** What the system says of processes, for tests of who is left. */
import { execFileSync } from "node:child_process";

/** The processes whose command line holds a text and that still run. */
export function runningWith(text: string): string[] {
  return execFileSync("ps", ["-A", "-o", "pid=,stat=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}

/** Waits until something holds; fails after some seconds. */
export async function until(what: string, holds: () => boolean, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came true within ${seconds} s: ${what}`);
}
