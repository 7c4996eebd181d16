/**
 * The bindings of a set or `let` with dotted paths and repeated sets merged, as Nix's parser merges them:
 * `{ a.b = 1; a = { c = 2; }; }` is `{ a = { b = 1; c = 2; }; }`. What Nix refuses is listed in `faults`.
 */
import { sideTable } from "../../base/sideTable.ts";
import type {
  AttrName,
  AttrSet,
  Binding,
  DynamicAttrName,
  Expression,
  Inherit,
  InheritName,
  Let,
  Node,
  ValueBinding,
} from "../../syntax/tree/ast.ts";

export type Field =
  | { readonly kind: "value"; readonly expression: Expression | null; readonly origin: ValueBinding }
  | { readonly kind: "inherit"; readonly origin: InheritName }
  | { readonly kind: "inheritFrom"; readonly from: Inherit; readonly origin: InheritName }
  /** A set written out, or one that paths imply; later bindings may have added to it. */
  | { readonly kind: "set"; readonly plan: BindingPlan; readonly origin: ValueBinding }
  /** Defined twice, where Nix refuses that. */
  | { readonly kind: "faulty"; readonly origin: Node };

export interface DynamicField {
  readonly name: DynamicAttrName;
  readonly field: Field;
}

export interface BindingPlan {
  readonly recursive: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  readonly dynamic: readonly DynamicField[];
  /** What Nix refuses in these bindings and the sets merged into them. */
  readonly faults: readonly BindingFault[];
  /** The set as written, or the binding whose path implies it. */
  readonly origin: Node;
}

export interface BindingFault {
  readonly message: string;
  readonly node: Node;
}

interface Draft extends BindingPlan {
  readonly fields: Map<string, Field>;
  readonly dynamic: DynamicField[];
  readonly faults: BindingFault[];
}

const plans = sideTable<AttrSet | Let, BindingPlan>();

/** The merged bindings of a set or `let`, made once for each. */
export function bindingPlanOf(node: AttrSet | Let): BindingPlan {
  const known = plans.get(node);
  if (known !== undefined) return known;
  const plan = draft(node, node.bindings, node.kind === "let" || node.recursive);
  if (node.kind === "let") {
    for (const { name } of plan.dynamic) {
      plan.faults.push({ message: "dynamic attributes not allowed in let", node: name });
    }
  }
  plans.set(node, plan);
  return plan;
}

function emptyDraft(origin: Node, recursive: boolean, faults: BindingFault[]): Draft {
  return { origin, recursive, fields: new Map(), dynamic: [], faults };
}

function draft(origin: Node, bindings: readonly Binding[], recursive: boolean): Draft {
  const plan = emptyDraft(origin, recursive, []);
  for (const binding of bindings) {
    if (binding.kind === "inherit") addInherit(plan, binding);
    else addPath(plan, binding);
  }
  return plan;
}

function addInherit(plan: Draft, inherit: Inherit): void {
  for (const origin of inherit.names) {
    const field: Field =
      inherit.from === undefined ? { kind: "inherit", origin } : { kind: "inheritFrom", from: inherit, origin };
    define(plan, origin.name, field);
  }
}

function addPath(outermost: Draft, binding: ValueBinding): void {
  let plan = outermost;
  for (const name of binding.path.slice(0, -1)) {
    const existing = name.kind === "attrName" ? plan.fields.get(name.name) : undefined;
    if (existing === undefined) {
      const inner = emptyDraft(binding, false, plan.faults);
      add(plan, name, { kind: "set", plan: inner, origin: binding });
      plan = inner;
    } else if (existing.kind === "set") plan = existing.plan as Draft;
    else {
      duplicate(plan, name.kind === "attrName" ? name.name : "", binding);
      return;
    }
  }
  const last = binding.path.at(-1);
  if (last === undefined) return;
  if (last.kind === "attrName") define(plan, last.name, valueField(binding));
  else add(plan, last, valueField(binding));
}

/** Adds what nothing else defines. */
function add(plan: Draft, name: AttrName, field: Field): void {
  if (name.kind === "dynamicAttrName") plan.dynamic.push({ name, field });
  else plan.fields.set(name.name, field);
}

function valueField(binding: ValueBinding): Field {
  const { value } = binding;
  if (value?.kind !== "attrSet") return { kind: "value", expression: value, origin: binding };
  // A fresh draft, as later bindings may add to it.
  return { kind: "set", plan: draft(value, value.bindings, value.recursive), origin: binding };
}

function define(plan: Draft, name: string, field: Field): void {
  const existing = plan.fields.get(name);
  if (existing === undefined) {
    plan.fields.set(name, field);
    if (field.kind === "set") plan.faults.push(...field.plan.faults);
  } else if (existing.kind === "set" && field.kind === "set") merge(existing.plan as Draft, field.plan, plan);
  else duplicate(plan, name, field.origin);
}

/** Sets that both define merge in turn, as in Nix since 2.26. */
function merge(into: Draft, from: BindingPlan, owner: Draft): void {
  owner.faults.push(...from.faults);
  mergeFields(into, from);
  if (into.faults !== owner.faults) owner.faults.push(...into.faults.splice(0));
}

function mergeFields(into: Draft, from: BindingPlan): void {
  for (const [name, field] of from.fields) {
    const existing = into.fields.get(name);
    if (existing === undefined) into.fields.set(name, field);
    else if (existing.kind === "set" && field.kind === "set") mergeFields(existing.plan as Draft, field.plan);
    else duplicate(into, name, field.origin);
  }
  into.dynamic.push(...from.dynamic);
}

function duplicate(plan: Draft, name: string, node: Node): void {
  plan.faults.push({ message: `attribute '${name}' already defined`, node });
  plan.fields.set(name, { kind: "faulty", origin: node });
}
