/**
 * Where names get their meaning: the bindings of `let` and sets, formals, `inherit`, `with`.
 * Invariant: a `Site` is one place in the text that binds a name; a name may have several (`a.b = 1; a.c = 2;`).
 */

import type { ScopeNode } from "../../syntax/scopes/scope.ts";
import type {
  AttrName,
  AttrSet,
  Binding,
  Expression,
  Formal,
  Identifier,
  InheritName,
  Lambda,
  Let,
  ValueBinding,
  With,
} from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

/** Where an expression stands: its file, and what brings names into scope around it, innermost first. */
export interface NameEnvironment {
  readonly file: ParsedFile;
  readonly scopes: readonly ScopeNode[];
}

export interface BindingSite {
  readonly node: ValueBinding | InheritName;
  /** The names of the attribute path after the one that is bound here: `["b"]` for `a` in `a.b = 1;`. */
  readonly rest: readonly AttrName[];
  readonly value: SiteValue;
}

export type SiteValue =
  | { readonly kind: "expression"; readonly expression: Expression | null; readonly env: NameEnvironment }
  /** `inherit name;`: the name as it is outside. */
  | { readonly kind: "outer"; readonly name: string; readonly env: NameEnvironment }
  /** `inherit (from) name;` */
  | { readonly kind: "member"; readonly from: Expression | null; readonly name: string; readonly env: NameEnvironment };

export type Bound =
  | { readonly kind: "sites"; readonly sites: readonly BindingSite[]; readonly scope: Let | AttrSet }
  | { readonly kind: "formal"; readonly formal: Formal; readonly lambda: Lambda; readonly env: NameEnvironment }
  | {
      readonly kind: "parameter";
      readonly parameter: Identifier;
      readonly lambda: Lambda;
      readonly env: NameEnvironment;
    };

/** What binds `name` by its position in the text; `with` is not asked. */
export function lexicalBinding(name: string, env: NameEnvironment): Bound | null {
  for (const [index, scope] of env.scopes.entries()) {
    const found = bindingIn(scope, name, env, index);
    if (found !== null) return found;
  }
  return null;
}

function bindingIn(scope: ScopeNode, name: string, env: NameEnvironment, index: number): Bound | null {
  if (scope.kind === "with") return null;
  if (scope.kind === "lambda") {
    const outside = { file: env.file, scopes: env.scopes.slice(index) };
    const formal = scope.formals?.formals.find((candidate) => candidate.name.name === name);
    if (formal !== undefined) return { kind: "formal", formal, lambda: scope, env: outside };
    if (scope.name?.name !== name) return null;
    return { kind: "parameter", parameter: scope.name, lambda: scope, env: outside };
  }
  const sites = scopeSites(scope, env, index).get(name);
  return sites === undefined ? null : { kind: "sites", sites, scope };
}

/** The bindings of `env.scopes[index]`, a `let` or `rec` set, by name. */
export function scopeSites(
  scope: Let | AttrSet,
  env: NameEnvironment,
  index: number,
): ReadonlyMap<string, readonly BindingSite[]> {
  const inside = { file: env.file, scopes: env.scopes.slice(index) };
  const outside = { file: env.file, scopes: env.scopes.slice(index + 1) };
  return sitesOf(scope.bindings, inside, outside);
}

/** The attributes of a set that is written out at `env`. */
export function setSites(set: AttrSet, env: NameEnvironment): ReadonlyMap<string, readonly BindingSite[]> {
  const inside = set.recursive ? within(env, set) : env;
  return sitesOf(set.bindings, inside, env);
}

/** The `with`s around, innermost first, each with where its environment stands. */
export function* enclosingWiths(
  env: NameEnvironment,
): Generator<{ readonly node: With; readonly env: NameEnvironment }> {
  for (const [index, scope] of env.scopes.entries()) {
    if (scope.kind === "with") yield { node: scope, env: { file: env.file, scopes: env.scopes.slice(index + 1) } };
  }
}

export function within(env: NameEnvironment, scope: ScopeNode): NameEnvironment {
  return { file: env.file, scopes: [scope, ...env.scopes] };
}

function sitesOf(
  bindings: readonly Binding[],
  inside: NameEnvironment,
  outside: NameEnvironment,
): Map<string, BindingSite[]> {
  const table = new Map<string, BindingSite[]>();
  const add = (name: string, site: BindingSite) => {
    const sites = table.get(name);
    if (sites === undefined) table.set(name, [site]);
    else sites.push(site);
  };
  for (const binding of bindings) {
    if (binding.kind === "binding") {
      const [first, ...rest] = binding.path;
      if (first?.kind !== "attrName") continue;
      add(first.name, { node: binding, rest, value: { kind: "expression", expression: binding.value, env: inside } });
      continue;
    }
    for (const node of binding.names) {
      const { name } = node;
      const value: SiteValue =
        binding.from === undefined
          ? { kind: "outer", name, env: outside }
          : { kind: "member", from: binding.from, name, env: inside };
      add(name, { node, rest: [], value });
    }
  }
  return table;
}
