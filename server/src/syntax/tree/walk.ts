/** One way to go through the tree: every form of node is listed here with its children, and nowhere else. */
import type { Lambda, Node, StringPart } from "./ast.ts";

/** The children of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "string":
    case "path":
      return interpolations(node.parts);
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
      return node.body === null ? node.bindings : [...node.bindings, node.body];
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
      return node.value === null ? node.path : [...node.path, node.value];
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
      return NONE;
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
  const there: Node[] = [];
  for (const node of nodes) if (node != null) there.push(node);
  return there;
}

const NONE: readonly Node[] = [];

function interpolations(parts: readonly StringPart[]): readonly Node[] {
  let found: Node[] | null = null;
  for (const part of parts) {
    if (part.kind !== "interpolation" || part.expression === null) continue;
    if (found === null) found = [part.expression];
    else found.push(part.expression);
  }
  return found ?? NONE;
}

/** The name may stand before or after the formals. */
function lambdaHeads({ name, formals }: Lambda): (Node | null)[] {
  return name !== null && formals !== null && name.start < formals.start ? [name, formals] : [formals, name];
}
