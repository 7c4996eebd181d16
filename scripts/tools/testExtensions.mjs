/** The two extensions that only tests install: the suites, and a stand-in for another extension that serves Nix. */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { build } from "esbuild";
import { inRoot } from "./paths.mjs";

const sources = inRoot("test", "e2e", "extensions");

/** The suites, bundled into one file. */
export async function bundleSuites(/** @type {string} */ outfile) {
  const entryPoints = [inRoot("test", "e2e", "suites", "main.ts")];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
  });
}

/** Packs both into a folder; the paths of the .vsix files. */
export async function packTestExtensions(/** @type {string} */ folder) {
  const packed = { tests: join(folder, "tests.vsix"), other: join(folder, "other.vsix") };
  for (const [name, packagePath] of /** @type {const} */ ([
    ["tests", packed.tests],
    ["other-nix", packed.other],
  ])) {
    const cwd = join(folder, name);
    mkdirSync(cwd, { recursive: true });
    cpSync(join(sources, name), cwd, { recursive: true });
    if (name === "tests") await bundleSuites(join(cwd, "main.js"));
    await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  }
  return packed;
}
