/**
 * The entry of the test-only extension. In VS Code for the browser `activate` runs the suites and writes the result to
 * the file that the environment names; `@vscode/test-electron` calls `run` instead.
 */
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { assistanceSuite } from "./assistance.ts";
import { deploySuite } from "./deploy.ts";
import { closeEverything } from "./documents.ts";
import { editingSuite } from "./editing.ts";
import { extensionSuite } from "./extension.ts";
import { findingsSuite } from "./findings.ts";
import { runSuites, type TestResult } from "./harness.ts";
import { nixFindingsSuite } from "./nixFindings.ts";
import { scaffoldSuite } from "./scaffold.ts";
import { tasksSuite } from "./tasks.ts";

/** Without Nix (`scripts/e2e.mjs` says so loudly) what needs it is left out. */
const withNix = process.env["PLASMACLOUD_E2E_NIX"] === undefined ? [] : [tasksSuite, nixFindingsSuite];
const suites = [extensionSuite, editingSuite, findingsSuite, assistanceSuite, ...withNix, scaffoldSuite, deploySuite];

/** Called by VS Code once it has started. */
export async function activate(): Promise<void> {
  const file = process.env["PLASMACLOUD_E2E_RESULT"];
  // A window that is opened later has nothing to say.
  if (file === undefined || existsSync(file)) return;
  const results = await runSuites(suites, closeEverything);
  await writeFile(`${file}.part`, JSON.stringify(results));
  await rename(`${file}.part`, file);
}

/** Called by `@vscode/test-electron`; fails when a test has failed. */
export async function run(): Promise<void> {
  const results = await runSuites(suites, closeEverything);
  for (const result of results) console.log(line(result));
  const failed = results.filter((result) => result.failure !== null).length;
  if (failed > 0) throw new Error(`${failed} of ${results.length} tests failed`);
}

function line({ name, milliseconds, failure }: TestResult): string {
  return failure === null ? `✓ ${name} (${milliseconds} ms)` : `✗ ${name}\n${failure}`;
}
