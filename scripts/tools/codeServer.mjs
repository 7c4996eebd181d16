/**
 * code-server: VS Code itself, served to a browser. Installed once from npm, with the newer Node that it wants,
 * into the cache folder, so that a machine without VS Code can show and test the extension in the real thing.
 * Invariant: a folder with its final name is complete; an install that stops half-way leaves at most a temporary
 * one, which the next takes away.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { canInstall, install, isInstalled } from "./debian.mjs";
import { removeOnInterrupt } from "./interrupts.mjs";
import { cacheFolder } from "./paths.mjs";
import { withProgress } from "./progress.mjs";
import { retry, run } from "./run.mjs";

const codeServerVersion = "4.139.1";
const nodeVersion = "24";
const nodePackage = `node-${process.platform}-${process.arch}`;
/** What code-server's native modules are compiled against. */
const libraries = ["libkrb5-dev", "libx11-dev", "libxkbfile-dev", "libsecret-1-dev", "g++", "make", "python3"];

/** The programs of an installed code-server. */
const programs = (/** @type {string} */ folder) => ({
  node: join(folder, "node_modules", nodePackage, "bin", "node"),
  main: join(folder, "node_modules", "code-server", "out", "node", "entry.js"),
});

/** code-server's programs, installed first if need be (about two minutes, 620 MB). */
export async function codeServer() {
  if (process.platform === "win32")
    throw new Error("code-server does not run on Windows: install VS Code, so that `code` is on PATH");
  const folder = join(cacheFolder(), `code-server-${codeServerVersion}-node-${nodeVersion}`);
  if (!existsSync(folder)) await installInto(folder);
  return programs(folder);
}

async function installInto(/** @type {string} */ folder) {
  console.log(
    `installing code-server ${codeServerVersion} (VS Code for the browser) into ${folder}; this takes a few minutes`,
  );
  if (canInstall()) {
    const missing = [];
    for (const name of libraries) if (!(await isInstalled(name))) missing.push(name);
    if (missing.length > 0) await install(missing);
  }
  mkdirSync(dirname(folder), { recursive: true });
  removeLeftovers(folder);
  const temporary = mkdtempSync(`${folder}.part-${process.pid}-`);
  const settled = removeOnInterrupt(temporary);
  try {
    writeFileSync(join(temporary, "package.json"), '{ "private": true }\n');
    await withProgress(`installing Node ${nodeVersion}`, { folder: temporary }, () =>
      retry("installing Node", () => npmInstall(temporary, `${nodePackage}@${nodeVersion}`, process.env)),
    );
    const node = join(temporary, "node_modules", nodePackage);
    const env = {
      ...process.env,
      PATH: `${join(node, "bin")}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: node,
    };
    await withProgress(`installing code-server ${codeServerVersion} (620 MB in the end)`, { folder: temporary }, () =>
      retry("installing code-server", () => npmInstall(temporary, `code-server@${codeServerVersion}`, env)),
    );
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    settled();
  }
}

/** Takes away what installs left that were killed: temporary folders of processes that are no more. */
function removeLeftovers(/** @type {string} */ folder) {
  const start = `${basename(folder)}.part-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(start)) continue;
    const [, pid] = /^(\d+)-/.exec(name.slice(start.length)) ?? [];
    if (pid === undefined || !isRunning(Number(pid)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Installs one package with its scripts, whatever this project's own npm settings say. */
function npmInstall(
  /** @type {string} */ folder,
  /** @type {string} */ specifier,
  /** @type {NodeJS.ProcessEnv} */ env,
) {
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(?!config_(nodedir|registry|cache)$)/i.test(name)),
  );
  const args = ["install", specifier, "--ignore-scripts=false", "--no-audit", "--no-fund", "--loglevel=error"];
  return run("npm", args, { cwd: folder, env: clean, quiet: true });
}
