/**
 * Names that no scope, and no `with`, can supply. The same answer as that of `analyseScopes`, made to be asked for with
 * every key: what a binding uses of its surroundings is remembered for as long as the binding lives.
 */
import type { AttrSet, Binding, Expression, Lambda, Let, Node } from "./ast.ts";
import { isGlobal, type NameUse, namesIn } from "./scope.ts";
import { children } from "./walk.ts";

/** Uses that nothing below the place they were gathered for supplies, by their names. */
type Free = Map<string, NameUse[]>;

const freeInBindings = new WeakMap<Binding, ReadonlyMap<string, readonly NameUse[]>>();
const NONE: ReadonlyMap<string, readonly NameUse[]> = new Map();

/** The uses below a root expression of names that are not defined, in no certain order. */
export function undefinedNames(root: Expression): NameUse[] {
  const free: Free = new Map();
  gather(root, free);
  return [...free.values()].flat();
}

function gather(node: Node | null | undefined, free: Free): void {
  if (node == null) return;
  switch (node.kind) {
    case "variable":
      note(free, node);
      return;
    case "let":
      gatherScope(node, free, (inner) => {
        gatherBindings(node.bindings, free, inner);
        gather(node.body, inner);
      });
      return;
    case "attrSet":
      if (node.recursive) gatherScope(node, free, (inner) => gatherBindings(node.bindings, free, inner));
      else gatherBindings(node.bindings, free, free);
      return;
    case "lambda":
      gatherScope(node, free, (inner) => {
        for (const formal of node.formals?.formals ?? []) gather(formal.fallback, inner);
        gather(node.body, inner);
      });
      return;
    case "with":
      // Whatever its body uses, the `with` may supply.
      gather(node.environment, free);
      return;
    default:
      for (const child of children(node)) gather(child, free);
  }
}

function note(free: Free, use: NameUse): void {
  if (isGlobal(use.name)) return;
  const known = free.get(use.name);
  if (known === undefined) free.set(use.name, [use]);
  else known.push(use);
}

/** What `inside` gathers goes on to `free`, without the names that the scope binds. */
function gatherScope(scope: Let | AttrSet | Lambda, free: Free, inside: (inner: Free) => void): void {
  const inner: Free = new Map();
  inside(inner);
  for (const name of namesIn(scope)) inner.delete(name);
  addAll(inner, free);
}

function addAll(uses: ReadonlyMap<string, readonly NameUse[]>, free: Free): void {
  for (const [name, nodes] of uses) {
    const known = free.get(name);
    if (known === undefined) free.set(name, [...nodes]);
    else for (const node of nodes) known.push(node);
  }
}

/** `outer` is where `inherit a;` looks, `inner` where everything else does: the same unless the set is recursive. */
function gatherBindings(bindings: readonly Binding[], outer: Free, inner: Free): void {
  const recursive = new Set<string>();
  for (const binding of bindings) {
    if (binding.kind === "inherit") {
      if (binding.from === undefined) for (const name of binding.names) note(outer, name);
      else addAll(freeIn(binding), inner);
      continue;
    }
    const [first, second] = binding.path;
    const name = first?.kind === "attrName" ? first.name : null;
    if (name !== null && second === undefined && binding.value?.kind === "attrSet" && binding.value.recursive) {
      recursive.add(name);
    }
    // `a = rec { b = 1; }; a.c = b;`: Nix puts the later value into the recursive set, whose names are not told apart.
    if (name === null || second === undefined || !recursive.has(name)) addAll(freeIn(binding), inner);
  }
}

/** What a binding uses; of an `inherit`, what the expression in its parentheses uses. */
function freeIn(binding: Binding): ReadonlyMap<string, readonly NameUse[]> {
  const known = freeInBindings.get(binding);
  if (known !== undefined) return known;
  const free: Free = new Map();
  if (binding.kind === "inherit") gather(binding.from, free);
  else for (const child of children(binding)) gather(child, free);
  const kept = free.size === 0 ? NONE : free;
  freeInBindings.set(binding, kept);
  return kept;
}
