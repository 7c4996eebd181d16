/** Nodes as places in files. */
import type { Place } from "../../base/range.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { currentNode } from "../../eval/core/nodeIdentity.ts";
import type { Origin } from "../../eval/core/value.ts";
import type { Node } from "../../syntax/tree/ast.ts";

/** Where a node stands; `null` when its file is not at hand. */
export function placeOf(machine: Machine, origin: Origin): Place | null {
  const location = origin === null ? null : machine.locate(headOf(currentNode(origin)), null);
  const file = location === null ? null : machine.parsed(location.uri);
  if (location === null || file === null) return null;
  return { uri: location.uri, range: file.lines.rangeAt(location.range) };
}

/** Of a binding its attribute path is shown, not all of its value. */
function headOf(node: Node): Node {
  const first = node.kind === "binding" ? node.path[0] : undefined;
  const last = node.kind === "binding" ? node.path.at(-1) : undefined;
  return first === undefined || last === undefined ? node : { ...first, end: last.end };
}
