/**
 * Nodes across edits. An edit makes new nodes of everything around it, and values that were computed before hold the old
 * ones. A new node at the same spot succeeds the old one, and stands for it wherever a place is wanted. Invariant: nodes
 * that succeed each other have one successor, the newest.
 */
import { sideTable } from "../../base/sideTable.ts";
import type { Node } from "../../syntax/tree/ast.ts";

interface Line {
  newest: Node;
}

const lines = sideTable<Node, Line>();

/** Lets a node of the new text stand for one of the old. */
export function identify(before: Node, now: Node): void {
  if (before === now) return;
  const line = lines.get(before) ?? { newest: now };
  line.newest = now;
  lines.set(before, line);
  lines.set(now, line);
}

/** The newest node that stands where this one stood, which may be of another kind: itself, where none succeeded it. */
export function currentNode(node: Node): Node;
export function currentNode(node: Node | null): Node | null;
export function currentNode(node: Node | null): Node | null {
  return node === null ? null : (lines.get(node)?.newest ?? node);
}
