/**
 * Names that no scope, and no `with`, can supply, and what binds names that nothing uses. The same answers as those of
 * `analyseScopes`, made to be asked for with every key: what a binding uses of its surroundings, and what is unused in
 * it, is remembered for as long as the binding lives.
 */

import { pushTo } from "../../base/pushTo.ts";
import { sideTable } from "../../base/sideTable.ts";
import type {
  AttrSet,
  Binding,
  Expression,
  Formal,
  Identifier,
  InheritName,
  Lambda,
  Let,
  Node,
  ValueBinding,
  With,
} from "../tree/ast.ts";
import { children } from "../tree/walk.ts";
import { isGlobal, type NameUse, namesIn } from "./scope.ts";

/** What binds a name that nothing uses, or a `with` that nothing can come from. */
export type Unused =
  | { readonly kind: "binding"; readonly name: string; readonly scope: Let; readonly nodes: readonly ValueBinding[] }
  | { readonly kind: "inherit"; readonly name: string; readonly scope: Let; readonly node: InheritName }
  | { readonly kind: "formal"; readonly name: string; readonly scope: Lambda; readonly node: Formal }
  | { readonly kind: "argument"; readonly name: string; readonly scope: Lambda; readonly node: Identifier }
  | { readonly kind: "with"; readonly node: With };

export interface NameUses {
  /** The uses of names that are not defined, in no certain order. */
  readonly undefined: readonly NameUse[];
  /** In no certain order. An argument that is no set of arguments (`x: …`) is never among them. */
  readonly unused: readonly Unused[];
}

/** A `with`, the names that its body leaves open, and the scopes around it so far. */
interface OpenWith {
  readonly node: With;
  readonly names: ReadonlySet<string>;
  readonly around: readonly (Let | AttrSet | Lambda)[];
}

/** What was gathered below a place. */
interface Gathered {
  /** Names that nothing below supplies, with those of their uses that no `with` may supply. */
  readonly free: Map<string, NameUse[]>;
  readonly withs: OpenWith[];
  readonly unused: Unused[];
}

const nothing = (): Gathered => ({ free: new Map(), withs: [], unused: [] });
const NONE: Gathered = nothing();

const inBindings = sideTable<Binding, Gathered>();
const ofRoots = sideTable<Expression, NameUses>();

/** What the names below a root expression come to. Kept for as long as the root is. */
export function nameUses(root: Expression): NameUses {
  const known = ofRoots.get(root);
  if (known !== undefined) return known;
  const all = nothing();
  gather(root, all);
  const undefinedNames = [...all.free].flatMap(([name, uses]) => (isGlobal(name) ? [] : uses));
  const withs = all.withs.filter((open) => !maySupply(open)).map(({ node }): Unused => ({ kind: "with", node }));
  const made = { undefined: undefinedNames, unused: [...all.unused, ...withs] };
  ofRoots.set(root, made);
  return made;
}

/** Whether a name in its body is bound by nothing else. */
function maySupply({ names, around }: OpenWith): boolean {
  const bound = new Set(around.flatMap(namesIn));
  for (const name of names) if (!bound.has(name) && !isGlobal(name)) return true;
  return false;
}

function gather(node: Node | null | undefined, into: Gathered): void {
  if (node == null) return;
  switch (node.kind) {
    case "variable":
      note(into, node);
      return;
    case "let": {
      const inner = nothing();
      gatherBindings(node.bindings, into, inner);
      gather(node.body, inner);
      if (!node.legacy) into.unused.push(...unusedIn(node, inner));
      leave(node, inner, into);
      return;
    }
    case "attrSet": {
      if (!node.recursive) {
        gatherBindings(node.bindings, into, into);
        return;
      }
      const inner = nothing();
      gatherBindings(node.bindings, into, inner);
      leave(node, inner, into);
      return;
    }
    case "lambda": {
      const inner = nothing();
      for (const formal of node.formals?.formals ?? []) gather(formal.fallback, inner);
      gather(node.body, inner);
      into.unused.push(...unusedArguments(node, inner));
      leave(node, inner, into);
      return;
    }
    case "with": {
      gather(node.environment, into);
      const inner = nothing();
      gather(node.body, inner);
      into.withs.push({ node, names: new Set(inner.free.keys()), around: [] });
      addSupplied(inner, into);
      return;
    }
    default:
      for (const child of children(node)) gather(child, into);
  }
}

function note({ free }: Gathered, use: NameUse): void {
  const known = free.get(use.name);
  if (known === undefined) free.set(use.name, [use]);
  else known.push(use);
}

/** What `inner` has gathered goes on, without the names that the scope binds. */
function leave(scope: Let | AttrSet | Lambda, inner: Gathered, into: Gathered): void {
  for (const name of namesIn(scope)) inner.free.delete(name);
  const withs = inner.withs.map((open) => ({ ...open, around: [...open.around, scope] }));
  addAll({ ...inner, withs }, into);
}

function addAll({ free, withs, unused }: Gathered, into: Gathered): void {
  for (const [name, uses] of free) {
    const known = into.free.get(name);
    if (known === undefined) into.free.set(name, [...uses]);
    else for (const use of uses) known.push(use);
  }
  for (const open of withs) into.withs.push(open);
  for (const one of unused) into.unused.push(one);
}

/** The same where a `with`, or a set whose names are not told apart, may supply any name: none of them is undefined. */
function addSupplied({ free, withs, unused }: Gathered, into: Gathered): void {
  addAll({ free: new Map([...free.keys()].map((name) => [name, []])), withs, unused }, into);
}

function unusedIn(scope: Let, { free }: Gathered): Unused[] {
  const nodes = new Map<string, ValueBinding[]>();
  const found: Unused[] = [];
  for (const binding of scope.bindings) {
    if (binding.kind === "inherit") {
      for (const node of binding.names) {
        if (isUnused(node.name, free)) found.push({ kind: "inherit", name: node.name, scope, node });
      }
      continue;
    }
    const [first] = binding.path;
    if (first?.kind !== "attrName" || !isUnused(first.name, free)) continue;
    pushTo(nodes, first.name, binding);
  }
  for (const [name, all] of nodes) found.push({ kind: "binding", name, scope, nodes: all });
  return found;
}

/** Where all arguments are used as one set, each of them may be. */
function unusedArguments(scope: Lambda, { free }: Gathered): Unused[] {
  const { name: whole, formals } = scope;
  if (formals === null) return [];
  if (whole !== null && !isUnused(whole.name, free)) return [];
  const found = formals.formals.flatMap((node): Unused[] => {
    const { name } = node.name;
    return isUnused(name, free) ? [{ kind: "formal", name, scope, node }] : [];
  });
  if (whole !== null) found.push({ kind: "argument", name: whole.name, scope, node: whole });
  return found;
}

/** A name that begins with `_` says itself that nothing uses it. */
function isUnused(name: string, free: Gathered["free"]): boolean {
  return !free.has(name) && !name.startsWith("_");
}

/** `outer` is where `inherit a;` looks, `inner` where everything else does: the same unless the set is recursive. */
function gatherBindings(bindings: readonly Binding[], outer: Gathered, inner: Gathered): void {
  const recursive = new Set<string>();
  for (const binding of bindings) {
    if (binding.kind === "inherit") {
      if (binding.from === undefined) for (const name of binding.names) note(outer, name);
      else addAll(inBinding(binding), inner);
      continue;
    }
    const [first, second] = binding.path;
    const name = first?.kind === "attrName" ? first.name : null;
    if (name !== null && second === undefined && binding.value?.kind === "attrSet" && binding.value.recursive) {
      recursive.add(name);
    }
    // `a = rec { b = 1; }; a.c = b;`: Nix puts the later value into the recursive set, whose names are not told apart.
    const isJoined = name !== null && second !== undefined && recursive.has(name);
    if (isJoined) addSupplied(inBinding(binding), inner);
    else addAll(inBinding(binding), inner);
  }
}

/** What a binding uses; of an `inherit`, what the expression in its parentheses uses. */
function inBinding(binding: Binding): Gathered {
  const known = inBindings.get(binding);
  if (known !== undefined) return known;
  const gathered = nothing();
  if (binding.kind === "inherit") gather(binding.from, gathered);
  else for (const child of children(binding)) gather(child, gathered);
  const isEmpty = gathered.free.size === 0 && gathered.withs.length === 0 && gathered.unused.length === 0;
  const kept = isEmpty ? NONE : gathered;
  inBindings.set(binding, kept);
  return kept;
}
