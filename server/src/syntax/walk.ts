/** One way to go through the tree: every form of node is listed here with its children, and nowhere else. */
import type { Expression, Lambda, Node, StringPart } from "./ast.ts";

/** The children of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "string":
    case "path":
      return present(node.parts.map(interpolated));
    case "attrSet":
      return node.bindings;
    case "list":
      return node.items;
    case "select":
      return present([node.target, ...node.path, node.fallback]);
    case "hasAttr":
      return present([node.target, ...node.path]);
    case "apply":
      return present([node.function, node.argument]);
    case "lambda":
      return present([...lambdaHeads(node), node.body]);
    case "formals":
      return node.formals;
    case "formal":
      return present([node.name, node.fallback]);
    case "let":
      return present([...node.bindings, node.body]);
    case "if":
      return present([node.condition, node.consequence, node.alternative]);
    case "assert":
      return present([node.condition, node.body]);
    case "with":
      return present([node.environment, node.body]);
    case "unary":
      return present([node.operand]);
    case "binary":
      return present([node.left, node.right]);
    case "binding":
      return present([...node.path, node.value]);
    case "inherit":
      return present([node.from, ...node.names]);
    case "dynamicAttrName":
      return present([node.expression]);
    case "variable":
    case "integer":
    case "float":
    case "searchPath":
    case "attrName":
    case "inheritName":
    case "identifier":
      return [];
  }
}

/** The node itself and all below it, parents first. */
export function* descendants(node: Node): Generator<Node> {
  const stack: Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    const below = children(next);
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index];
      if (child !== undefined) stack.push(child);
    }
  }
}

function present(nodes: readonly (Node | null | undefined)[]): Node[] {
  return nodes.filter((node) => node != null);
}

function interpolated(part: StringPart): Expression | null {
  return part.kind === "interpolation" ? part.expression : null;
}

/** The name may stand before or after the formals. */
function lambdaHeads({ name, formals }: Lambda): (Node | null)[] {
  return name !== null && formals !== null && name.start < formals.start ? [name, formals] : [formals, name];
}
