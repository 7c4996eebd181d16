/**
 * Nodes across edits. An edit makes new nodes of everything around it, and values that were computed before hold the old
 * ones. Where the new text says the same at the same spot, the new node succeeds the old one, and stands for it wherever
 * a place is wanted. Invariant: nodes that succeed each other have one successor, the newest.
 */
import type { Node } from "../syntax/ast.ts";

interface Line {
  newest: Node;
}

const lines = new WeakMap<Node, Line>();

/** Lets a node of the new text stand for one of the old. */
export function succeed(before: Node, now: Node): void {
  if (before === now) return;
  const line = lines.get(before) ?? { newest: now };
  line.newest = now;
  lines.set(before, line);
  lines.set(now, line);
}

/** The newest node that stands for this one: itself, where none succeeded it. */
export function newestNode<N extends Node | null>(node: N): N {
  // Only nodes of one kind succeed each other.
  return node === null ? node : ((lines.get(node)?.newest ?? node) as N);
}
