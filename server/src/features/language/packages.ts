/** Package names worth offering: those that known options have as their default, `pkgs.chainfire-server`. */
import type { OptionNode } from "../../modules/api.ts";

/** The names of packages that the product knows, without their set: `git`. */
export interface PackageNames {
  /** What it is the knowledge of: `2023-01`. */
  readonly asOf: string;
  /** Sorted by their bytes. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** At most `limit` names that typed text may mean: those that begin with it first. */
  fitting(typed: string, limit: number): readonly string[];
}

/** Names of packages out of the text of `schemas/nixpkgs-packages.br`. */
export function packageNames(text: string): PackageNames {
  const [asOf = "", ...names] = text.split("\n");
  let all: ReadonlySet<string> | null = null;
  let lower: readonly string[] | null = null;
  return {
    asOf,
    names,
    has(name) {
      all ??= new Set(names);
      return all.has(name);
    },
    fitting(typed, limit) {
      lower ??= names.map((name) => name.toLowerCase());
      const wanted = typed.toLowerCase();
      const first: string[] = [];
      const others: string[] = [];
      for (const [index, name] of lower.entries()) {
        if (first.length === limit) break;
        if (name.startsWith(wanted)) first.push(names[index] ?? "");
        else if (others.length < limit && isSubsequence(wanted, name)) others.push(names[index] ?? "");
      }
      return [...first, ...others].slice(0, limit);
    },
  };
}

/** Whether the characters of `typed` stand in `text` in their order. */
export function isSubsequence(typed: string, text: string): boolean {
  let at = 0;
  for (let index = 0; index < text.length && at < typed.length; index++)
    if (text.charCodeAt(index) === typed.charCodeAt(at)) at++;
  return at >= typed.length;
}

const cache = new WeakMap<OptionNode, ReadonlySet<string>>();

/** The packages that options of the tree name, without `pkgs.`: `chainfire-server`, `python3Packages.foo`. */
export function packagesOfOptions(options: OptionNode): ReadonlySet<string> {
  let packages = cache.get(options);
  if (packages === undefined) {
    const found = new Set<string>();
    collect(options, found);
    packages = found;
    cache.set(options, packages);
  }
  return packages;
}

function collect(node: OptionNode, into: Set<string>): void {
  // A list of all of NixOS is not walked through: its packages are known by themselves.
  if (node.isList === true) return;
  const name = node.option === null ? null : packageName(node.option.defaultText);
  if (name !== null) into.add(name);
  for (const child of node.children.values()) collect(child, into);
}

/** `x.y` of `pkgs.x.y`; `null` for any other text. */
export function packageName(text: string | null): string | null {
  return text === null ? null : (/^pkgs\.([A-Za-z_][\w.'-]*)$/.exec(text)?.[1] ?? null);
}
