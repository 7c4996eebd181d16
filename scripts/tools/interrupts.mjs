/**
 * What an interrupt does: it ends every program that was started, with all that these have started, takes half-made
 * folders away, and then ends this process.
 */
import { rmSync } from "node:fs";

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
/** @type {Set<string>} */
const folders = new Set();
const patience = 3_000;
const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
let isListening = false;

/** Ends a child with this process. It must be the leader of a group (`detached`), except on Windows. */
export function endWithThis(/** @type {import("node:child_process").ChildProcess} */ child) {
  listen();
  children.add(child);
  child.once("close", () => children.delete(child));
}

/** Takes a half-made folder away when this process is interrupted; the result says that it is whole, or gone. */
export function removeOnInterrupt(/** @type {string} */ folder) {
  listen();
  folders.add(folder);
  return () => folders.delete(folder);
}

/** Sends a signal to a child and all that it has started. */
export function signalAll(
  /** @type {import("node:child_process").ChildProcess} */ child,
  /** @type {NodeJS.Signals} */ signal,
) {
  try {
    if (process.platform === "win32" || child.pid === undefined) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // all of them have ended
  }
}

function listen() {
  if (isListening) return;
  isListening = true;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, async () => {
      const ended = [...children].map((child) => new Promise((resolve) => child.once("close", resolve)));
      for (const child of children) signalAll(child, "SIGTERM");
      await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, patience))]);
      for (const child of children) signalAll(child, "SIGKILL");
      for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      process.exit(128 + numbers[signal]);
    });
  }
}
