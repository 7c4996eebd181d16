/**
 * This project's npm packages, installed when they are missing or older than the lock file.
 * Invariants: imports nothing that is not part of Node, since it runs before anything is installed; npm writes the file
 * that is looked for last, so a folder that is half there is installed again.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { withProgress } from "./progress.mjs";
import { retry, run } from "./run.mjs";

/** Runs `npm ci` if need be. */
export async function installDependencies() {
  const installed = inRoot("node_modules", ".package-lock.json");
  const lock = inRoot("package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const count = Object.keys(JSON.parse(readFileSync(lock, "utf8")).packages).length - 1;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  await withProgress(`installing ${count} npm packages`, { folder: inRoot("node_modules") }, () =>
    retry("npm ci", () => run("npm", args, { quiet: true })),
  );
}
