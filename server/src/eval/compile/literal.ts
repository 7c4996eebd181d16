/** Compiles literals: numbers, and strings and paths without anything to be filled in. */
import type { Expression } from "../../syntax/tree/ast.ts";
import { makeFloat, makeInt, makePath, makeString, makeUnknown } from "../core/make.ts";
import { literalPath } from "../core/paths.ts";
import type { Value } from "../core/value.ts";

/** The value of an expression that has it in every environment; `null` for any other. */
export function literalValue(node: Expression): Value | null {
  switch (node.kind) {
    case "integer":
      return node.value === null ? makeUnknown({ kind: "syntax" }, node) : makeInt(node.value, node);
    case "float":
      return makeFloat(node.value, node);
    case "string": {
      const [only, second] = node.parts;
      if (only === undefined) return makeString("", node);
      return second === undefined && only.kind === "text" ? makeString(only.text, node) : null;
    }
    case "path": {
      const [first, second] = node.parts;
      const start = literalPath(node.anchor.uri, first?.kind === "text" ? first.text : "");
      if (start.kind === "unknown") return makeUnknown(start.reason, node);
      return second === undefined ? makePath(start.uri, node) : null;
    }
    default:
      return null;
  }
}
