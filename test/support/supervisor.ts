/** The supervisor as it ships, bundled once for a test file into a folder that goes with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll } from "vitest";

const source = fileURLToPath(new URL("../../client/src/process/supervisor.ts", import.meta.url));

/** A folder for a test file's own files, removed after it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "plasmacloud-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Bundles the supervisor; its path. */
export function bundleSupervisor(folder: string): string {
  return bundleAlone(source, join(folder, "supervisor.js"));
}

/** Bundles what runs in terminals (deploy/run/terminalRun.ts); its path. */
export function bundleTerminalRun(folder: string): string {
  const entry = fileURLToPath(new URL("../../client/src/deploy/run/terminalRun.ts", import.meta.url));
  return bundleAlone(entry, join(folder, "terminalRun.js"));
}

function bundleAlone(entry: string, outfile: string): string {
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return outfile;
}
