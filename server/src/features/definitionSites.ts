/**
 * Where a text defines an option, going by the text alone: for errors of Nix's module system, which name a file and an
 * option and never a line.
 * Invariant: the names of a site are a beginning of the path that was asked for; nothing else is ever taken for it.
 */
import type { Range } from "../base/range.ts";
import { definitionPath, nameOf } from "../syntax/cursor/definitionPath.ts";
import type { AttrName, InheritName, Node } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { children } from "../syntax/tree/walk.ts";

export interface DefinitionSites {
  /** How many names of the path are defined there. */
  readonly names: number;
  readonly sites: readonly DefinitionSite[];
}

export interface DefinitionSite {
  /** The attribute path of the binding, as far as it is part of the path asked for. */
  readonly range: Range;
  /** The whole binding, or the inherited name. */
  readonly extent: Range;
  /** The value as written, where it is short. */
  readonly value: string | null;
}

interface Candidate extends DefinitionSite {
  readonly names: number;
  /** The less, the likelier: a module's own beginning, then one that is made elsewhere in the file. */
  readonly distance: number;
}

const longestValue = 200;
const mostSites = 20;

/** The sites that define `path`, or else the nearest set around it; `null`: the text names no part of it. */
export function definitionSites(file: ParsedFile, path: readonly string[]): DefinitionSites | null {
  if (file.root === null || path.length === 0) return null;
  const found: Candidate[] = [];
  visit([file.root], (trail) => found.push(...candidates(file, trail, path)));
  const names = Math.max(0, ...found.map((one) => one.names));
  if (names === 0) return null;
  const longest = found.filter((one) => one.names === names);
  const distance = Math.min(...longest.map((one) => one.distance));
  const sites = longest.filter((one) => one.distance === distance).slice(0, mostSites);
  return { names, sites: sites.map(({ range, extent, value }) => ({ range, extent, value })) };
}

/** Deeper than any text that a person has written. */
const deepest = 400;

/** Calls `at` with the nodes from the root to each binding. */
function visit(root: readonly Node[], at: (trail: readonly Node[]) => void): void {
  const stack: (readonly Node[])[] = [root];
  for (let trail = stack.pop(); trail !== undefined; trail = stack.pop()) {
    const node = trail.at(-1);
    if (node === undefined) continue;
    if (node.kind === "binding" || node.kind === "inherit") at(trail);
    if (trail.length === deepest) continue;
    for (const child of [...children(node)].reverse()) stack.push([...trail, child]);
  }
}

function candidates(file: ParsedFile, trail: readonly Node[], path: readonly string[]): Candidate[] {
  const binding = trail.at(-1);
  const { root, names } = definitionPath(trail);
  const elsewhere = root.kind === "file" ? 0 : root.kind === "expression" ? 2000 : 1000;
  if (binding?.kind === "binding") {
    const { value } = binding;
    const own = binding.path.map((name) => nameOf(name) ?? "<name>");
    const written = value === null ? "" : textOf(file, value);
    return best([...names, ...own], names.length, binding.path, path, elsewhere, written, binding, file);
  }
  if (binding?.kind !== "inherit") return [];
  return binding.names.flatMap((name) =>
    best([...names, name.name], names.length, [name], path, elsewhere, "", name, file),
  );
}

/** The best way to read `all` as (the end of a module's path that is) a beginning of `path`. */
function best(
  all: readonly string[],
  outer: number,
  own: readonly (AttrName | InheritName)[],
  path: readonly string[],
  elsewhere: number,
  value: string,
  whole: Node,
  file: ParsedFile,
): Candidate[] {
  let found: Candidate | null = null;
  for (let start = 0; start < all.length; start++) {
    // `options.services.x` declares, and what is below another name than a module's own is no option's beginning.
    if (all.slice(0, start).includes("options")) break;
    const names = matching(all, start, path);
    const last = own[start + names - outer - 1];
    const [first] = own.slice(Math.max(0, start - outer));
    if (last === undefined || first === undefined || (found !== null && found.names >= names)) continue;
    const isModule = start === 0 || all[start - 1] === "config";
    if (!isModule && names < Math.min(2, path.length)) continue;
    found = {
      range: { start: file.rangeOf(first).start, end: file.rangeOf(last).end },
      extent: file.rangeOf(whole),
      value: value !== "" && start + names === all.length ? value : null,
      names,
      distance: elsewhere + (isModule ? 0 : start),
    };
  }
  return found === null ? [] : [found];
}

/** How many names of `path` stand in `all` from `start` on: to the end of one of the two, else none. */
function matching(all: readonly string[], start: number, path: readonly string[]): number {
  const length = Math.min(all.length - start, path.length);
  for (let index = 0; index < length; index++) {
    const name = all[start + index];
    if (name !== path[index] && name !== "<name>") return 0;
  }
  return length;
}

function textOf(file: ParsedFile, value: Node): string {
  const { start, end } = file.rangeOf(value);
  return end - start > longestValue ? "" : file.text.slice(start, end);
}
