/**
 * Debian packages that a step needs: installed where this user may, asked for in words where not.
 */
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { withProgress } from "./progress.mjs";
import { retry, run } from "./run.mjs";

/** The full path of a program on PATH, or null. */
export function findProgram(/** @type {string} */ name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder: look in the next
    }
  }
  return null;
}

/** Whether this process may install Debian packages. */
export const canInstall = () => existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;

let listsAreFresh = false;

/** Installs Debian packages. Throws, naming them, where this user may not. */
export async function install(/** @type {string[]} */ packages) {
  if (!canInstall())
    throw new Error(`please install ${packages.join(" ")} (as root: apt-get install ${packages.join(" ")})`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  if (!listsAreFresh) await retry("apt-get update", () => run("apt-get", ["update", "-qq"], { env, quiet: true }));
  listsAreFresh = true;
  const what = `installing ${packages.join(" ")} from Debian`;
  await withProgress(what, { folder: null }, () =>
    retry(what, () =>
      run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { env, quiet: true }),
    ),
  );
}

/** Whether Debian's package manager says that a package is installed. */
export async function isInstalled(/** @type {string} */ name) {
  try {
    return (await run("dpkg-query", ["-W", "-f", "$" + "{Status}", name], { quiet: true })).includes("ok installed");
  } catch {
    return false;
  }
}
