/** The meanings that an expression may have, as far as its text tells (`meaning.ts` finds out which it has). */
import type { OptionPath } from "../../modules/api.ts";
import type { AttrSet, Lambda } from "../../syntax/tree/ast.ts";
import { type BindingSite, type NameEnvironment, setSites } from "./bindings.ts";

export type Meaning =
  /** `config.a.b`, an option's value. */
  | { readonly kind: "config"; readonly path: OptionPath }
  /** `options.a.b`, the option itself. */
  | { readonly kind: "options"; readonly path: OptionPath }
  | { readonly kind: "lib"; readonly path: readonly string[] }
  | { readonly kind: "builtins" }
  | { readonly kind: "pkgs"; readonly path: readonly string[] }
  /** `nixosConfigurations`, colmena's `nodes`: hosts by name. */
  | { readonly kind: "hosts" }
  /** What `nixosSystem` gives: `config`, `options`, `pkgs`. */
  | { readonly kind: "host" }
  /** A flake's inputs, and one of them. */
  | { readonly kind: "inputs" }
  | { readonly kind: "input"; readonly name: string; readonly path: readonly string[] }
  /** The `args` of `{ config, ... }@args:`. */
  | { readonly kind: "arguments"; readonly lambda: Lambda; readonly env: NameEnvironment }
  | { readonly kind: "attrs"; readonly parts: readonly AttrsPart[] }
  | { readonly kind: "function"; readonly lambda: Lambda; readonly env: NameEnvironment };

/** A piece of a set: one that is written out, or what stands under the rest of an attribute path. */
export type AttrsPart =
  | { readonly kind: "set"; readonly set: AttrSet; readonly env: NameEnvironment }
  | { readonly kind: "rest"; readonly site: BindingSite };

/** The attributes of a set that is written out in pieces, by name. */
export function attrsMembers(parts: readonly AttrsPart[]): ReadonlyMap<string, readonly BindingSite[]> {
  const members = new Map<string, BindingSite[]>();
  for (const part of parts) {
    for (const [name, sites] of part.kind === "set" ? setSites(part.set, part.env) : restSites(part.site)) {
      members.set(name, [...(members.get(name) ?? []), ...sites]);
    }
  }
  return members;
}

function restSites(site: BindingSite): ReadonlyMap<string, readonly BindingSite[]> {
  const [first, ...rest] = site.rest;
  return first?.kind === "attrName" ? new Map([[first.name, [{ ...site, rest }]]]) : new Map();
}
