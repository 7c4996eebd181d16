/**
 * Finding options by path. A path as users write it passes through `<name>` (any attribute) and `*` (any element), and
 * may lead below an option into what its type alone describes: `environment.variables.EDITOR` is a string.
 */

import { distance } from "fastest-levenshtein";
import type { OptionDoc, OptionNode, OptionPath, TypeInfo } from "../modules/api.ts";
import { formatName } from "../syntax/tree/attrName.ts";

/** Where a path leads. */
export interface LocatedOption {
  /** `null` below an option whose type goes deeper than its declared options do. */
  readonly node: OptionNode | null;
  /** The option declared at exactly this path. */
  readonly option: OptionDoc | null;
  /** What a value here must be; `null` on a mere prefix, or where nothing is known. */
  readonly type: TypeInfo | null;
  /** The nearest option at or above this path. */
  readonly owner: OptionDoc | null;
}

/** Where `path` leads, or `null` when nothing is known of it. An element of a list is `*`. */
export function locate(root: OptionNode, path: OptionPath): LocatedOption | null {
  let here: LocatedOption = { node: root, option: null, type: null, owner: null };
  for (const name of path) {
    const next = step(here, name);
    if (next === null) return null;
    here = next;
  }
  return here;
}

/** One name further. */
export function step(from: LocatedOption, name: string): LocatedOption | null {
  const child = from.node === null ? null : childNamed(from.node, name);
  if (child !== null) {
    const prefixOnly = child.children.size > 0 && from.node?.children.get(name) === child && name !== "*";
    const type = child.option?.type ?? (prefixOnly ? null : innerType(from.type, name));
    return { node: child, option: child.option, type, owner: child.option ?? from.owner };
  }
  const type = innerType(from.type, name);
  return type === null ? null : { node: null, option: null, type, owner: from.owner };
}

/** The declared option at `path`, also through `<name>` and `*`. */
export function lookupOption(root: OptionNode, path: OptionPath): OptionDoc | null {
  return locate(root, path)?.option ?? null;
}

/** The child that `name` leads to: its own, else the one that stands for any name. */
export function childNamed(node: OptionNode, name: string): OptionNode | null {
  return node.children.get(name) ?? (name === "*" ? null : placeholderChild(node));
}

/** The child under which the options of any attribute are: `<name>`, or `<user>` where the module names it so. */
export function placeholderChild(node: OptionNode): OptionNode | null {
  const usual = node.children.get("<name>");
  if (usual !== undefined) return usual;
  for (const [name, child] of node.children) if (isPlaceholder(name)) return child;
  return null;
}

/** Whether a name in the tree stands for any name rather than itself. */
export function isPlaceholder(name: string): boolean {
  return name === "*" || (name.startsWith("<") && name.endsWith(">"));
}

/** A path as the manual writes it, for reading: `peers.*.id`, `users.users.<name>.home`, elements of lists by their index. */
export function describePath(path: OptionPath): string {
  return path.map((name) => (isPlaceholder(name) || /^\d+$/.test(name) ? name : formatName(name))).join(".");
}

/** What a value of `type` holds under `name` (`*`: in a list). */
function innerType(type: TypeInfo | null, name: string): TypeInfo | null {
  if (type === null) return null;
  switch (type.kind) {
    case "listOf":
      return name === "*" ? (type.inner?.[0] ?? null) : null;
    case "attrsOf":
    case "submodule":
      return name === "*" ? null : (type.inner?.[0] ?? null);
    case "nullOr":
    case "either":
    case "coercedTo":
      return firstOf(type.inner ?? [], (inner) => innerType(inner, name));
    default:
      return null;
  }
}

function firstOf<T, R>(items: readonly T[], get: (item: T) => R | null): R | null {
  for (const item of items) {
    const result = get(item);
    if (result !== null) return result;
  }
  return null;
}

/** The names nearest to a misspelt one, best first: at most a third of its letters differ. */
export function nearestNames(names: Iterable<string>, wrong: string, limit: number): readonly string[] {
  const bound = Math.max(1, Math.floor(wrong.length / 3));
  const near: { readonly name: string; readonly cost: number }[] = [];
  for (const name of names) {
    if (name === wrong || isPlaceholder(name) || Math.abs(name.length - wrong.length) > bound) continue;
    const cost = editDistance(name.toLowerCase(), wrong.toLowerCase());
    if (cost <= bound) near.push({ name, cost });
  }
  near.sort((left, right) => left.cost - right.cost || (left.name < right.name ? -1 : 1));
  return near.slice(0, limit).map(({ name }) => name);
}

/**
 * The names that a misspelt one was surely meant to be, best first: one slip away, two in names of six letters and more.
 * The case of letters is no slip of its own.
 */
export function nearNames(names: Iterable<string>, wrong: string, limit: number): readonly string[] {
  const bound = wrong.length < 6 ? 1 : 2;
  return nearestNames(names, wrong, Number.POSITIVE_INFINITY)
    .filter((name) => editDistance(name.toLowerCase(), wrong.toLowerCase()) <= bound)
    .slice(0, limit);
}

/** Insertions, deletions and replacements; two neighbours in the wrong order are one slip, not two. */
function editDistance(name: string, wrong: string): number {
  if (name.length === wrong.length) {
    const at = [...name].findIndex((letter, index) => letter !== wrong[index]);
    const swapped = wrong.slice(0, at) + wrong.charAt(at + 1) + wrong.charAt(at) + wrong.slice(at + 2);
    if (at >= 0 && swapped === name) return 1;
  }
  return distance(name, wrong);
}
