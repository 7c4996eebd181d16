/** What the system says of processes, for tests of who is left. */
import { execFileSync } from "node:child_process";
import { until } from "./until.mjs";

/** The processes whose command line holds a text and that still run. */
export function runningWith(text: string): string[] {
  return execFileSync("ps", ["-A", "-o", "pid=,stat=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}

/** Waits until processes with a text in their command lines run, `least` of them. */
export async function untilRunning(text: string, least = 1): Promise<void> {
  await until(
    `${least} processes with ${text}`,
    () => runningWith(text).length >= least,
    () => runningWith(""),
  );
}

/** Waits until no process with a text in its command line is left. */
export async function untilGone(text: string): Promise<void> {
  await until(
    `no process with ${text}`,
    () => runningWith(text).length === 0,
    () => runningWith(text),
  );
}
