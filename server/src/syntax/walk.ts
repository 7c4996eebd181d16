/** One way to go through the tree: the children of a node, in the order of the text. */
import type { Expression, Node, StringPart } from "./ast.ts";

/** Calls `visit` for each child that is there. Every form of node is listed here and nowhere else. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const one = (child: Expression | null | undefined): void => {
    if (child != null) visit(child);
  };
  const parts = (all: readonly StringPart[]): void => {
    for (const part of all) if (part.kind === "interpolation") one(part.expression);
  };
  switch (node.kind) {
    case "string":
    case "path":
      return parts(node.parts);
    case "attrSet":
      return node.bindings.forEach(visit);
    case "list":
      return node.items.forEach(visit);
    case "select":
      one(node.target);
      node.path.forEach(visit);
      return one(node.fallback);
    case "hasAttr":
      one(node.target);
      return node.path.forEach(visit);
    case "apply":
      one(node.function);
      return one(node.argument);
    case "lambda":
      return lambdaChildren(node).forEach(visit);
    case "formals":
      return node.formals.forEach(visit);
    case "formal":
      visit(node.name);
      return one(node.fallback);
    case "let":
      node.bindings.forEach(visit);
      return one(node.body);
    case "if":
      one(node.condition);
      one(node.consequence);
      return one(node.alternative);
    case "assert":
      one(node.condition);
      return one(node.body);
    case "with":
      one(node.environment);
      return one(node.body);
    case "unary":
      return one(node.operand);
    case "binary":
      one(node.left);
      return one(node.right);
    case "binding":
      node.path.forEach(visit);
      return one(node.value);
    case "inherit":
      one(node.from);
      return node.names.forEach(visit);
    case "dynamicAttrName":
      return one(node.expression);
    case "variable":
    case "integer":
    case "float":
    case "searchPath":
    case "attrName":
    case "inheritName":
    case "identifier":
      return;
  }
}

function lambdaChildren({ name, formals, body }: Node & { kind: "lambda" }): Node[] {
  const heads = [name, formals].filter((head) => head !== null).sort((a, b) => a.start - b.start);
  return body === null ? heads : [...heads, body];
}

/** The children of a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  forEachChild(node, (child) => children.push(child));
  return children;
}

/** The node itself and all below it, parents first. */
export function* descendants(node: Node): Generator<Node> {
  const stack: Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    stack.push(...childrenOf(next).reverse());
  }
}
