/** Which bindings stand around a place in the text. */
import { covers, type Range } from "../../base/range.ts";
import type { Node, ValueBinding } from "../../syntax/ast.ts";
import type { ParsedFile } from "../../syntax/parsedFile.ts";
import { children } from "../../syntax/walk.ts";

/** The bindings `a.b = …;` whose text covers `range`, the innermost first. */
export function enclosingBindings(file: ParsedFile, range: Range): ValueBinding[] {
  const found: ValueBinding[] = [];
  let node: Node | null = file.root;
  while (node !== null) {
    if (node.kind === "binding") found.push(node);
    node = childAround(file, node, range);
  }
  return found.reverse();
}

function childAround(file: ParsedFile, node: Node, range: Range): Node | null {
  for (const child of children(node)) {
    if (covers(file.rangeOf(child), range)) return child;
  }
  return null;
}
