/**
 * The steps of `npm test`: each is named, timed and counted. Steps may run beside each other: what a step prints stands
 * together, below its name, once it has ended.
 * Invariant: a step that fails adds at least one to the failures, and the last line printed is the sum of all counts.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";

/** @typedef {{ passed: number; failed: number; skipped: number }} Counts */
/** @typedef {(text: string) => void} Print */

/** Minutes after which a step hangs, also on a machine that is very busy. */
export const longest = 300;

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failedSteps = [];

/** Runs a step; its result says whether it passed. An action that counts nothing itself counts as one. */
export async function step(/** @type {string} */ name, /** @type {(print: Print) => Promise<Counts | void>} */ action) {
  const start = Date.now();
  let printed = "";
  console.log(`... ${name}`);
  /** @type {Counts} */
  let counts;
  try {
    counts = (await action((text) => {
      printed += text;
    })) ?? { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    printed += `${error instanceof Error ? error.message : String(error)}\n`;
    counts = { passed: 0, failed: 1, skipped: 0 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (counts.failed > 0) failedSteps.push(name);
  const verdict = `${counts.failed > 0 ? "FAILED" : "passed"} in ${((Date.now() - start) / 1000).toFixed(1)} s`;
  console.log(`\n=== ${name}\n${printed.trimEnd()}\n=== ${name}: ${verdict}`);
  return counts.failed === 0;
}

/** Prints the closing lines and ends the process. */
export function finish() {
  if (failedSteps.length > 0) console.log(`\nfailed: ${failedSteps.join(", ")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed > 0 ? 1 : 0);
}

/** Runs vitest with a configuration; what it counted. */
export async function vitest(/** @type {string} */ config, /** @type {Print} */ print) {
  const file = inRoot("out", `${config}.json`);
  const args = ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return counted(file, "numPassedTests", "numFailedTests", "numPendingTests", print, () =>
    run(process.execPath, [inRoot("node_modules", "vitest", "vitest.mjs"), ...args], { minutes: longest, print }),
  );
}

/** Runs an action that writes its counts to a file; a failure that the file does not show is added. */
export async function counted(
  /** @type {string} */ file,
  /** @type {string} */ passed,
  /** @type {string} */ failed,
  /** @type {string} */ skipped,
  /** @type {Print} */ print,
  /** @type {() => Promise<unknown>} */ action,
) {
  rmSync(file, { force: true });
  const failure = await action().then(
    () => null,
    (/** @type {Error} */ error) => error,
  );
  const found = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const counts = { passed: found[passed] ?? 0, failed: found[failed] ?? 0, skipped: found[skipped] ?? 0 };
  if (failure !== null) print(`${failure.message}\n`);
  const unseen = (failure !== null && counts.failed === 0) || counts.passed + counts.failed === 0;
  return unseen ? { ...counts, failed: 1 } : counts;
}
