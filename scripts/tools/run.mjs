/**
 * Runs other programs for the project's scripts.
 * Invariants: an interrupt ends what was started, with all that it has started; no shell is involved except on Windows, where npm's own commands are batch files; a failure is always an error.
 */
import { spawn } from "node:child_process";
import { endWithThis, signalAll } from "./interrupts.mjs";
import { root } from "./paths.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] working folder, the repository's root by default
 * @property {NodeJS.ProcessEnv} [env] the whole environment, this process's by default
 * @property {boolean} [quiet] show the output only when the program fails
 * @property {(text: string) => void} [print] where the output goes, this process's own by default
 * @property {(text: string) => void} [onOutput] sees everything that the program prints
 * @property {number} [minutes] the program is ended when it runs longer
 */

/** Runs a program to its end; its output as text. Throws when it does not start or does not exit with 0. */
export function run(
  /** @type {string} */ program,
  /** @type {string[]} */ args,
  /** @type {RunOptions} */ options = {},
) {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32" && /^(npm|npx|code)$/.test(program),
    detached: process.platform !== "win32",
  });
  endWithThis(child);
  const limit = setTimeout(() => signalAll(child, "SIGKILL"), (options.minutes ?? 20) * 60_000);
  const print = options.print ?? ((/** @type {string} */ text) => void process.stdout.write(text));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output += text;
      if (!options.quiet) print(text);
      options.onOutput?.(text);
    });
  }
  return new Promise((/** @type {(output: string) => void} */ resolve, reject) => {
    child.on("error", (cause) => {
      clearTimeout(limit);
      reject(new Error(`${program} does not start: ${cause.message}`, { cause }));
    });
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      if (code === 0) return resolve(output);
      if (options.quiet) print(output);
      reject(new Error(`${program} ${args.join(" ")} ended with ${signal ?? `exit status ${code}`}`));
    });
  });
}

/** Tries an action that depends on the network again, a little later each time. */
export async function retry(/** @type {string} */ what, /** @type {() => Promise<unknown>} */ action, attempts = 3) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === attempts) throw error;
      console.log(`${what} failed (${error instanceof Error ? error.message : error}); trying again`);
      await new Promise((resolve) => setTimeout(resolve, 2000 * attempt));
    }
  }
}
