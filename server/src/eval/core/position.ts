/** Positions as values: what `__curPos` and `builtins.unsafeGetAttrPos` give. */
import { uriPath } from "../../base/uri.ts";
import type { Node } from "../../syntax/tree/ast.ts";
import type { Machine } from "./machine.ts";
import { attrsOf, makeInt, makeNull, makeString, ready } from "./make.ts";
import { byteLength } from "./text.ts";
import type { Origin, Value } from "./value.ts";

/** `{ column; file; line; }`, or null where the node's file is not at hand. */
export function positionOf(machine: Machine, node: Node, at: Origin): Value {
  const location = machine.locate(node, at);
  const file = location === null ? null : machine.parsed(location.uri);
  if (location === null || file === null) return makeNull(at);
  const position = file.lines.positionAt(location.range.start);
  const lineStart = location.range.start - position.character;
  // Nix counts columns in bytes.
  const column = byteLength(file.text.slice(lineStart, location.range.start)) + 1;
  return attrsOf(
    [
      ["column", ready(makeInt(column, at))],
      ["file", ready(makeString(uriPath(location.uri), at))],
      ["line", ready(makeInt(position.line + 1, at))],
    ],
    at,
  );
}
