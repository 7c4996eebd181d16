/**
 * Layers of options become one tree. Layers only add: an option known in any layer stays known, and what an earlier
 * layer does not say of it a later one adds.
 * Invariant: subtrees that only one layer knows are shared, not copied, so merging costs what the layers have in common.
 */
import type { OptionNode } from "../modules/api.ts";
import { combineDocs, emptyOptions } from "./optionTree.ts";

/** One tree out of layers, the most specific first: the workspace's own, PlasmaCloud's, NixOS's. */
export function mergeOptions(layers: readonly OptionNode[]): OptionNode {
  return layers.reduce((merged, layer) => (merged === emptyOptions ? layer : mergeNodes(merged, layer)), emptyOptions);
}

function mergeNodes(first: OptionNode, second: OptionNode): OptionNode {
  if (first === second || second === emptyOptions) return first;
  return {
    option:
      first.option === null || second.option === null
        ? (first.option ?? second.option)
        : combineDocs(first.option, second.option),
    children: mergeChildren(first.children, second.children),
    open: first.open || second.open,
  };
}

function mergeChildren(first: OptionNode["children"], second: OptionNode["children"]): OptionNode["children"] {
  if (second.size === 0) return first;
  if (first.size === 0) return second;
  const merged = new Map(first);
  for (const [name, node] of second) {
    const other = merged.get(name);
    merged.set(name, other === undefined ? node : mergeNodes(other, node));
  }
  return merged;
}
