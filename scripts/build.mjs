/**
 * Bundles everything that ships: `npm run build`, or `npm run build -- client server` for some of it.
 *
 *   dist/client.js           the extension's client, run by VS Code
 *   dist/supervisor.js       what stands between the client and a program that it runs
 *   dist/terminalRun.js      what runs a program in a terminal, where it can ask for a password
 *   dist/server.js           what the client starts as the language server; loads the next
 *   dist/serverMain.js       the language server
 *   dist/plasmacloud-nix.js  the command line, complete in this one file
 *   dist/NOTICES.txt         the licences of what the bundles contain
 *   out/bundled-packages.json  which packages these are; ships with nothing
 *
 * The server and the command line each hold the evaluator's worker too: they start themselves in a thread, and there
 * they are the worker.
 */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { embeddedAssets, loadTreeAssets } from "./tools/embeddedAssets.mjs";
import { lazyBuiltins } from "./tools/lazyBuiltins.mjs";
import { inRoot, root } from "./tools/paths.mjs";

const bundles = {
  client: { entry: "client/src/node.ts", output: "client.js" },
  supervisor: { entry: "client/src/process/supervisor.ts", output: "supervisor.js" },
  terminalRun: { entry: "client/src/deploy/run/terminalRun.ts", output: "terminalRun.js" },
  server: { entry: "server/src/entry/server.ts", output: "serverMain.js" },
  cli: { entry: "server/src/entry/cli.ts", output: "plasmacloud-nix.js" },
};

/** What is started in the server's place and loads it: made with it, since it holds its digest. */
const loader = { entry: "server/src/entry/loader.ts", output: "server.js" };

/** Identifiers stay readable, so that a logged stack says where a fault is. @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifyWhitespace: true,
  minifySyntax: true,
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  mainFields: ["module", "main"],
  // the ESM build asks for `import.meta.url`, which a CommonJS bundle does not have
  alias: { "web-tree-sitter": inRoot("node_modules", "web-tree-sitter", "web-tree-sitter.cjs") },
  external: ["vscode"],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in bundles));
if (unknown.length > 0)
  throw new Error(`no such bundle: ${unknown.join(", ")} (there are ${Object.keys(bundles).join(", ")})`);
const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name);

if (wanted.length === 0) rmSync(inRoot("dist"), { recursive: true, force: true });
mkdirSync(inRoot("dist"), { recursive: true });
const inputs = new Set();
if (isWanted("client")) await bundle(bundles.client, { entryPoints: [inRoot(bundles.client.entry)] });
if (isWanted("supervisor")) await bundle(bundles.supervisor, { entryPoints: [inRoot(bundles.supervisor.entry)] });
if (isWanted("terminalRun")) await bundle(bundles.terminalRun, { entryPoints: [inRoot(bundles.terminalRun.entry)] });
if (isWanted("server") || isWanted("cli")) {
  const plugins = [embeddedAssets(await loadTreeAssets())];
  if (isWanted("server")) {
    // the names of pipes are random, and the paths of global packages are asked of npm: neither is ever needed here
    const lazy = [...plugins, lazyBuiltins(["crypto", "child_process"])];
    const stdin = withWorker(bundles.server.entry);
    const script = readFileSync(await bundle(bundles.server, { stdin, plugins: lazy }));
    const digest = createHash("sha256").update(script).digest("hex").slice(0, 16);
    const define = { SERVER_SCRIPT: JSON.stringify({ name: bundles.server.output, digest }) };
    await bundle(loader, { entryPoints: [inRoot(loader.entry)], define });
  }
  const banner = { js: "#!/usr/bin/env node" };
  if (isWanted("cli"))
    chmodSync(await bundle(bundles.cli, { stdin: withWorker(bundles.cli.entry), plugins, banner }), 0o755);
}
if (wanted.length === 0) {
  const packages = bundledPackages();
  writeFileSync(inRoot("dist", "NOTICES.txt"), notices(packages));
  mkdirSync(inRoot("out"), { recursive: true });
  writeFileSync(inRoot("out", "bundled-packages.json"), `${JSON.stringify(packages, null, 2)}\n`);
}

/** An entry that is the given one on the main thread and the evaluator's worker in any other. */
function withWorker(/** @type {string} */ entry) {
  const contents = `
    import { isMainThread } from "node:worker_threads";
    if (isMainThread) require("./${entry}");
    else require("./server/src/entry/worker.ts");`;
  return { contents, resolveDir: root, loader: /** @type {const} */ ("js") };
}

/** Writes one bundle; its path. */
async function bundle(
  /** @type {{ output: string }} */ { output },
  /** @type {import("esbuild").BuildOptions} */ options,
) {
  const outfile = inRoot("dist", output);
  const result = await build({ ...common, ...options, outfile });
  for (const input of Object.keys(result.metafile?.inputs ?? {})) inputs.add(input);
  console.log(`dist/${output}  ${Math.ceil(statSync(outfile).size / 1024)} KiB`);
  return outfile;
}

/** The folders of every package that went into a bundle, as the lock file names them. */
function bundledPackages() {
  const packages = new Set(["node_modules/tree-sitter-nix"]);
  for (const input of inputs) {
    const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1] !== undefined) packages.add(match[0].slice(match[0].indexOf("node_modules/"), -1));
  }
  return [...packages].sort();
}

/** The licence texts of packages, and of what the formatter is built of. */
function notices(/** @type {string[]} */ packages) {
  const sections = packages.map((path) => {
    const folder = inRoot(path);
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? `Licensed under ${license}.` : readFileSync(`${folder}/${file}`, "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  const ruler = `\n${"-".repeat(78)}\n\n`;
  const formatter = readFileSync(inRoot("server", "formatter", "NOTICES.txt"), "utf8");
  return `PlasmaCloud for NixOS contains the following packages.\n\n${[...sections, formatter].join(ruler)}`;
}
