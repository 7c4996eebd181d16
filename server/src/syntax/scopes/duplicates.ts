/**
 * Which attributes a file defines twice where Nix refuses it. Nix merges `a.b = …; a.c = …;` and literal sets, at any
 * depth: `a = { b.c = 1; }; a = { b = { d = 2; }; };` is one set. (Nix before 2.26 refused names that two literal sets
 * share even where both are sets again; what any supported release takes is not reported.)
 */
import { sideTable } from "../../base/sideTable.ts";
import type { AttrName, AttrSet, Binding, Expression, InheritName, Node, ValueBinding } from "../tree/ast.ts";
import { children } from "../tree/walk.ts";

export interface AttributeDefinition {
  readonly binding: Binding;
  /** The names of the path from the set's own level down to the attribute; for `inherit`, its one name. */
  readonly names: readonly (AttrName | InheritName)[];
}

export interface Duplicate {
  /** Decoded, from the set in which both are found. */
  readonly path: readonly string[];
  readonly first: AttributeDefinition;
  readonly second: AttributeDefinition;
}

interface Entry {
  readonly definition: AttributeDefinition;
  /** What later definitions may merge into; `null` for any value but a literal set. Read only where one does. */
  readonly set: (() => MergedSet) | null;
}

type MergedSet = Map<string, Entry>;

/** What is found below a binding. Bindings outlive edits elsewhere in their file, and so does this. */
const foundBelow = sideTable<Binding, readonly Duplicate[]>();
const NONE: readonly Duplicate[] = [];

/** All duplicates below a root expression, outer sets first. */
export function findDuplicates(root: Expression): Duplicate[] {
  const found: Duplicate[] = [];
  collect(root, found);
  return found;
}

function collect(node: Node, found: Duplicate[]): void {
  if (node.kind === "attrSet" || node.kind === "let") build(node, found);
  for (const child of children(node)) {
    if (child.kind === "binding" || child.kind === "inherit") found.push(...below(child));
    else collect(child, found);
  }
}

function below(binding: Binding): readonly Duplicate[] {
  const known = foundBelow.get(binding);
  if (known !== undefined) return known;
  const found: Duplicate[] = [];
  for (const child of children(binding)) collect(child, found);
  foundBelow.set(binding, found.length === 0 ? NONE : found);
  return found;
}

function build(node: { readonly bindings: readonly Binding[] }, found: Duplicate[]): MergedSet {
  const set: MergedSet = new Map();
  for (const binding of node.bindings) {
    if (binding.kind === "binding") addBinding(set, binding, found);
    else for (const name of binding.names) addName(set, binding, name, found);
  }
  return set;
}

function addName(set: MergedSet, binding: Binding, name: InheritName, found: Duplicate[]): void {
  const definition = { binding, names: [name] };
  const known = set.get(name.name);
  if (known === undefined) set.set(name.name, { definition, set: null });
  else found.push({ path: [name.name], first: known.definition, second: definition });
}

function addBinding(set: MergedSet, binding: ValueBinding, found: Duplicate[]): void {
  const value = binding.value?.kind === "attrSet" ? literal(binding.value) : null;
  let current = set;
  for (const [index, name] of binding.path.entries()) {
    if (name.kind !== "attrName") return;
    const isLast = index === binding.path.length - 1;
    const definition = { binding, names: isLast ? binding.path : binding.path.slice(0, index + 1) };
    const known = current.get(name.name);
    if (known === undefined) {
      if (isLast) {
        current.set(name.name, { definition, set: value });
        return;
      }
      const inner: MergedSet = new Map();
      current.set(name.name, { definition, set: () => inner });
      current = inner;
    } else if (known.set === null || (isLast && value === null)) {
      found.push({ path: decode(definition.names), first: known.definition, second: definition });
      return;
    } else if (isLast && value !== null) {
      merge(known.set(), value(), decode(definition.names), found);
      return;
    } else current = known.set();
  }
}

/** A literal set, to merge into. What is twice in itself is found where it stands. */
function literal(node: AttrSet): () => MergedSet {
  let set: MergedSet | null = null;
  return () => {
    set ??= build(node, []);
    return set;
  };
}

/** Puts the attributes of a second literal set into the first. */
function merge(into: MergedSet, from: MergedSet, path: readonly string[], found: Duplicate[]): void {
  for (const [name, entry] of from) {
    const known = into.get(name);
    const inner = [...path, name];
    if (known === undefined) into.set(name, entry);
    else if (known.set !== null && entry.set !== null) merge(known.set(), entry.set(), inner, found);
    else found.push({ path: inner, first: known.definition, second: entry.definition });
  }
}

function decode(names: readonly (AttrName | InheritName)[]): string[] {
  return names.map((name) => (name.kind === "dynamicAttrName" ? "" : name.name));
}
