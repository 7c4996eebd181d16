/** Paths on the command line: what they name, which workspace they stand in, how they are printed. */

import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { URI } from "vscode-uri";
import { isInside, type Uri, uriPath } from "../base/uri.ts";
import { BUNDLED_ROOT } from "../modules/api.ts";
import { UsageError } from "./exit.ts";

/** A path as the user named it, and the folder that has to be evaluated for it. */
export interface CheckTarget {
  readonly uri: Uri;
  readonly root: Uri;
}

/** @throws UsageError when nothing is there. */
export function targetOf(path: string, workingFolder: string): CheckTarget {
  const full = resolve(workingFolder, path);
  if (!existsSync(full)) throw new UsageError(`${path}: there is no such file or folder`);
  const folder = statSync(full).isDirectory() ? full : dirname(full);
  return { uri: uriOfPath(full), root: uriOfPath(enclosingWorkspace(folder)) };
}

/** The target of a text that may not be on disk (yet). */
export function virtualTarget(path: string, workingFolder: string): CheckTarget {
  const full = resolve(workingFolder, path);
  return { uri: uriOfPath(full), root: uriOfPath(enclosingWorkspace(dirname(full))) };
}

export function uriOfPath(path: string): Uri {
  return URI.file(path).toString();
}

/** Relative to the working folder, with `/`; bundled files by a name of their own. */
export function displayPath(uri: Uri, workingFolder: string): string {
  if (uri.startsWith(`${BUNDLED_ROOT}/`)) return `plasmacloud${uriPath(uri)}`;
  const path = relative(workingFolder, URI.parse(uri).fsPath);
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Whether a finding in `uri` is wanted where `targets` were named. */
export function isTargeted(uri: Uri, targets: readonly CheckTarget[]): boolean {
  return targets.some((target) => isInside(uri, target.uri));
}

/** What makes a folder the top of a configuration, the strongest first. */
const markers = ["flake.nix", "hive.nix", "configuration.nix"];

/** The nearest folder at or above this one that holds a flake; else a hive, else a root module; else this folder. */
function enclosingWorkspace(folder: string): string {
  const above = [folder];
  for (let up = dirname(folder); up !== above[above.length - 1]; up = dirname(up)) {
    above.push(up);
  }
  for (const marker of markers) {
    const found = above.find((candidate) => existsSync(join(candidate, marker)));
    if (found !== undefined) return found;
  }
  return folder;
}
