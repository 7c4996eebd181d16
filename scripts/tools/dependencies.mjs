/**
 * This project's npm packages, installed when they are missing or older than the lock file.
 * Invariant: imports nothing that is not part of Node, since it runs before anything is installed.
 */
import { existsSync, statSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { retry, run } from "./run.mjs";

/** Runs `npm ci` if need be. */
export async function installDependencies() {
  const installed = inRoot("node_modules", ".package-lock.json");
  const lock = inRoot("package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log("installing npm packages");
  await retry("npm ci", () => run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { quiet: true }));
}
