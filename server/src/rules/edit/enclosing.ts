/** Finds the nodes that stand around a place in the text. */
import { covers, type Range } from "../../base/range.ts";
import type { Node, ValueBinding } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { children } from "../../syntax/tree/walk.ts";

/** The nodes whose text covers `range`, the outermost first. */
export function nodesAround(file: ParsedFile, range: Range): Node[] {
  const found: Node[] = [];
  for (let node: Node | null = file.root; node !== null; node = childAround(file, node, range)) found.push(node);
  return found;
}

/** The bindings `a.b = …;` whose text covers `range`, the innermost first. */
export function enclosingBindings(file: ParsedFile, range: Range): ValueBinding[] {
  return nodesAround(file, range)
    .filter((node) => node.kind === "binding")
    .reverse();
}

function childAround(file: ParsedFile, node: Node, range: Range): Node | null {
  return children(node).find((child) => covers(file.rangeOf(child), range)) ?? null;
}
