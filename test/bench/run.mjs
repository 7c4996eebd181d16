/** `npm run bench`: bundles the benchmark and runs it. Needs the built server in dist/. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

mkdirSync("out/bench", { recursive: true });
const outfile = "out/bench/main.mjs";
// the assets module finds the tree by its own address
const define = { "import.meta.url": JSON.stringify(pathToFileURL("server/src/node/assets.ts").href) };
await build({
  entryPoints: ["test/bench/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  define,
});
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--stack-size=7000", outfile, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
