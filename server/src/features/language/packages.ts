/** Package names worth offering: those that known options have as their default, `pkgs.chainfire-server`. */
import type { OptionNode } from "../../modules/api.ts";

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
