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
  /** The first name of its path from the set's own level down, and the attribute's own; for `inherit`, its one name. */
  readonly first: AttrName | InheritName;
  readonly last: AttrName | InheritName;
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
  const definition = { binding, first: name, last: name };
  const known = set.get(name.name);
  if (known === undefined) set.set(name.name, { definition, set: null });
  else found.push({ path: [name.name], first: known.definition, second: definition });
}

function addBinding(set: MergedSet, binding: ValueBinding, found: Duplicate[]): void {
  const value = binding.value?.kind === "attrSet" ? literal(binding.value) : null;
  let current = set;
  const path: string[] = [];
  for (const [index, name] of binding.path.entries()) {
    if (name.kind !== "attrName") return;
    const isLast = index === binding.path.length - 1;
    const definition = { binding, first: binding.path[0] ?? name, last: name };
    path.push(name.name);
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
      found.push({ path, first: known.definition, second: definition });
      return;
    } else if (isLast && value !== null) {
      merge(known.set(), value(), path, found);
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
function merge(outermost: MergedSet, from: MergedSet, path: readonly string[], found: Duplicate[]): void {
  // by a list of levels, since a path may be longer than the stack is deep
  const levels = [{ into: outermost, entries: from.entries() }];
  const names = [...path];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const next = level.entries.next();
    if (next.done === true) {
      levels.pop();
      names.pop();
      continue;
    }
    const [name, entry] = next.value;
    const known = level.into.get(name);
    if (known === undefined) level.into.set(name, entry);
    else if (known.set !== null && entry.set !== null) {
      levels.push({ into: known.set(), entries: entry.set().entries() });
      names.push(name);
    } else found.push({ path: [...names, name], first: known.definition, second: entry.definition });
  }
}
