/**
 * Makes the two packages that users install: `npm run package` (`-- --no-build` packs the bundles that are there).
 *
 *   out/plasmacloud-nix-VERSION.vsix  the VS Code extension
 *   out/plasmacloud-nix-VERSION.tgz   the command line, for npm
 */
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createVSIX } from "@vscode/vsce";
import { inRoot, root } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";

const limit = 3 * 1024 * 1024;

if (!process.argv.includes("--no-build")) await run(process.execPath, [inRoot("scripts", "build.mjs")]);
const { name, version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const out = inRoot("out");
const vsix = inRoot("out", `${name}-${version}.vsix`);
const tarball = inRoot("out", `${name}-${version}.tgz`);
mkdirSync(out, { recursive: true });
for (const file of [vsix, tarball]) rmSync(file, { force: true });

await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
await run("npm", ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", out], { quiet: true });
for (const file of [vsix, tarball]) console.log(`${file}  ${Math.ceil(statSync(file).size / 1024)} KiB`);
if (statSync(vsix).size > limit) throw new Error(`the extension's package is larger than ${limit / 1024} KiB`);
