/** Runs on machines whose clocks are wrong or that are stopped while they work: nothing that is answered may show it. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { slow } from "./slow.ts";

const preload = fileURLToPath(new URL("jumpingClocks.cjs", import.meta.url));

const environment = (clocks: string, seed = 0): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--require=${preload}`,
  PLASMACLOUD_CLOCKS: clocks,
  PLASMACLOUD_CLOCK_SEED: String(seed),
});

const firstSeed = slow.seed(1);
const seeds = Array.from({ length: slow.runs(1, 50) }, (_, index) => firstSeed + index);

/** Environments of programs, by what is wrong with every clock in them. */
export const wrongClocks: ReadonlyMap<string, NodeJS.ProcessEnv> = new Map([
  ...seeds.map((seed) => [`clocks that jump, seed ${seed}`, environment("jump", seed)] as const),
  ["clocks that go backwards", environment("backwards")],
  ["an hour of sleep at each look at a clock", environment("sleep")],
]);

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Stops a process for 400 ms, lets it work for a while, and again, until it has ended or `isDone` says so; at most
 * `times`. Gives how often it was stopped.
 */
export async function stopAgainAndAgain(
  child: ChildProcess,
  times: number,
  isDone = (): boolean => false,
): Promise<number> {
  const isOver = (): boolean => isDone() || child.exitCode !== null || child.signalCode !== null;
  let stopped = 0;
  while (stopped < times && !isOver()) {
    await pause(60);
    if (isOver() || !child.kill("SIGSTOP")) break;
    stopped++;
    await pause(400);
    child.kill("SIGCONT");
  }
  return stopped;
}
