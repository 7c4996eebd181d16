/** A tree as one line of text, for tests: `(let a=1 in (+ a 2))`. Ranges are left out. */
import type { AttrName, Binding, Expression, Formal, StringPart } from "../../server/src/syntax/tree/ast.ts";

export function show(node: Expression | null | undefined): string {
  if (node == null) return "_";
  switch (node.kind) {
    case "variable":
      return node.name;
    case "integer":
      return node.value === null ? "toolarge" : `${node.value}`;
    case "float":
      return `${node.value}f`;
    case "string":
      return `"${node.parts.map(part).join("")}"`;
    case "path":
      return `path:${node.parts.map(part).join("")}`;
    case "searchPath":
      return `<${node.path}>`;
    case "attrSet":
      return `${node.recursive ? "rec" : ""}{${node.bindings.map(binding).join(" ")}}`;
    case "list":
      return `[${node.items.map(show).join(" ")}]`;
    case "select": {
      const fallback = node.fallback === null ? "" : ` or ${show(node.fallback)}`;
      return `(${show(node.target)}.${path(node.path)}${fallback})`;
    }
    case "hasAttr":
      return `(${show(node.target)} ? ${path(node.path)})`;
    case "apply":
      return `(${show(node.function)} ${show(node.argument)})`;
    case "lambda": {
      const formals =
        node.formals && `{${node.formals.formals.map(formal).join(",")}${node.formals.ellipsis ? "..." : ""}}`;
      return `(${[node.name?.name, formals].filter((head) => head != null).join("@")}: ${show(node.body)})`;
    }
    case "let":
      return `(${node.legacy ? "legacy-let" : "let"} ${node.bindings.map(binding).join(" ")} in ${show(node.body)})`;
    case "if":
      return `(if ${show(node.condition)} ${show(node.consequence)} ${show(node.alternative)})`;
    case "assert":
      return `(assert ${show(node.condition)} ${show(node.body)})`;
    case "with":
      return `(with ${show(node.environment)} ${show(node.body)})`;
    case "unary":
      return `(${node.operator}${show(node.operand)})`;
    case "binary":
      return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
  }
}

function binding(node: Binding): string {
  if (node.kind === "binding") return `${path(node.path)}=${show(node.value)};`;
  const from = node.from === undefined ? "" : ` (${show(node.from)})`;
  return `inherit${from}${node.names.map(({ name }) => ` ${name}`).join("")};`;
}

function path(names: readonly AttrName[]): string {
  return names.map((name) => (name.kind === "attrName" ? name.name : `\${${show(name.expression)}}`)).join(".");
}

function formal(node: Formal): string {
  return node.fallback === null ? node.name.name : `${node.name.name}?${show(node.fallback)}`;
}

function part(piece: StringPart): string {
  return piece.kind === "text" ? JSON.stringify(piece.text).slice(1, -1) : `\${${show(piece.expression)}}`;
}
