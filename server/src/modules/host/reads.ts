/** Collects the files that a host's evaluation depends on. */
import type { Uri } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { shapeOf } from "../evaluation/fileShape.ts";
import type { ModuleInfo, ReadSet } from "../model/hostEvaluation.ts";

/** The root, the modules, and every file that paths in them lead to. */
export function readsOf(machine: Machine, root: Uri, modules: readonly ModuleInfo[]): ReadSet {
  const files = new Set<Uri>();
  const pending: Uri[] = [root, ...modules.flatMap((module) => module.uri ?? [])];
  for (let uri = pending.pop(); uri !== undefined; uri = pending.pop()) {
    if (files.has(uri)) continue;
    files.add(uri);
    const parsed = uri.endsWith(".nix") ? machine.parsed(uri) : null;
    if (parsed !== null) pending.push(...shapeOf(parsed).references);
  }
  return { files, folders: new Set() };
}
