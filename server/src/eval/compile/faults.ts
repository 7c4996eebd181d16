/**
 * What makes Nix refuse a whole file before evaluating it: undefined names, attributes and formals defined twice.
 * Evaluation itself does without: a file with one wrong name still tells what the rest of it says.
 */
import type { Expression, Formals, Node } from "../../syntax/tree/ast.ts";
import { type BindingPlan, bindingPlanOf, type Field } from "./bindings.ts";
import { nameScope, resolve, type Scope, withScope } from "./scope.ts";

export interface FileFault {
  readonly kind: "undefinedName" | "syntax";
  readonly message: string;
  readonly node: Node;
}

/** The first fault, duplicates before names, or `null`. */
export function findFault(root: Expression, isGlobal: (name: string) => boolean): FileFault | null {
  const walk = new Walk(isGlobal);
  walk.expression(root, nameScope(null, []));
  return walk.syntax ?? walk.name;
}

class Walk {
  syntax: FileFault | null = null;
  name: FileFault | null = null;
  readonly #isGlobal: (name: string) => boolean;

  constructor(isGlobal: (name: string) => boolean) {
    this.#isGlobal = isGlobal;
  }

  expression(node: Expression | null | undefined, scope: Scope): void {
    if (node == null) return;
    switch (node.kind) {
      case "variable":
        this.#variable(node.name, node, scope);
        return;
      case "integer":
        if (node.value === null) this.#refuse("invalid integer", node);
        return;
      case "float":
      case "searchPath":
        return;
      case "string":
      case "path":
        for (const part of node.parts) if (part.kind === "interpolation") this.expression(part.expression, scope);
        return;
      case "attrSet":
        this.#plan(bindingPlanOf(node), scope);
        return;
      case "list":
        for (const item of node.items) this.expression(item, scope);
        return;
      case "select":
      case "hasAttr":
        this.expression(node.target, scope);
        for (const name of node.path) if (name.kind === "dynamicAttrName") this.expression(name.expression, scope);
        if (node.kind === "select") this.expression(node.fallback, scope);
        return;
      case "apply":
        this.expression(node.function, scope);
        this.expression(node.argument, scope);
        return;
      case "lambda": {
        const names = node.formals?.formals.map((formal) => formal.name.name) ?? [];
        const inner = nameScope(scope, node.name === null ? names : [node.name.name, ...names]);
        if (node.formals !== null) this.#formals(node.formals, node.name?.name ?? null, inner);
        this.expression(node.body, inner);
        return;
      }
      case "let": {
        const inner = this.#plan(bindingPlanOf(node), scope);
        this.expression(node.body, inner);
        return;
      }
      case "if":
        this.expression(node.condition, scope);
        this.expression(node.consequence, scope);
        this.expression(node.alternative, scope);
        return;
      case "assert":
        this.expression(node.condition, scope);
        this.expression(node.body, scope);
        return;
      case "with":
        this.expression(node.environment, scope);
        this.expression(node.body, withScope(scope));
        return;
      case "unary":
        this.expression(node.operand, scope);
        return;
      case "binary":
        this.expression(node.left, scope);
        this.expression(node.right, scope);
        return;
    }
  }

  #plan(plan: BindingPlan, scope: Scope): Scope {
    const [fault] = plan.faults;
    if (fault !== undefined) this.#refuse(fault.message, fault.node);
    const inner = plan.recursive ? nameScope(scope, plan.fields.keys()) : scope;
    for (const field of plan.fields.values()) this.#field(field, scope, inner);
    for (const { name, field } of plan.dynamic) {
      this.expression(name.expression, inner);
      this.#field(field, scope, inner);
    }
    return inner;
  }

  #field(field: Field, outer: Scope, inner: Scope): void {
    if (field.kind === "value") this.expression(field.expression, inner);
    else if (field.kind === "inherit") this.#variable(field.origin.name, field.origin, outer);
    else if (field.kind === "inheritFrom") this.expression(field.from.from, inner);
    else if (field.kind === "set") this.#plan(field.plan, inner);
  }

  #formals(formals: Formals, whole: string | null, scope: Scope): void {
    const seen = new Set(whole === null ? [] : [whole]);
    for (const formal of formals.formals) {
      if (seen.has(formal.name.name)) this.#refuse(`duplicate formal function argument '${formal.name.name}'`, formal);
      seen.add(formal.name.name);
      this.expression(formal.fallback, scope);
    }
  }

  #variable(name: string, node: Node, scope: Scope): void {
    const found = resolve(scope, name);
    if (found.kind === "slot" || found.depths.length > 0 || name === "__curPos" || this.#isGlobal(name)) return;
    this.name ??= { kind: "undefinedName", message: `undefined variable '${name}'`, node };
  }

  #refuse(message: string, node: Node): void {
    this.syntax ??= { kind: "syntax", message, node };
  }
}
