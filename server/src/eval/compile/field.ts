/** The value of one attribute: written out, inherited, or a set that several bindings make. */
import type { Inherit, InheritName } from "../../syntax/tree/ast.ts";
import { makeUnknown } from "../core/make.ts";
import { selectAttr } from "../core/select.ts";
import { Suspension } from "../core/thunk.ts";
import type { Thunk } from "../core/value.ts";
import type { BindingPlan, Field } from "./bindings.ts";
import { type Code, type Compiler, code, constant, type Run } from "./code.ts";
import type { Env, Scope } from "./scope.ts";
import { Site, type Subject } from "./site.ts";

type CompilePlan = (compiler: Compiler, plan: BindingPlan, scope: Scope) => Code;

/** `name` names a function bound here; `null` where it is computed. */
export function compileField(
  compiler: Compiler,
  name: string | null,
  field: Field,
  scope: Scope,
  compilePlan: CompilePlan,
): Code {
  switch (field.kind) {
    case "value":
      return compiler.later(field.expression, scope, field.origin, name ?? undefined);
    case "inherit": {
      const { origin } = field;
      const variable = {
        kind: "variable",
        name: origin.name,
        anchor: origin.anchor,
        start: origin.start,
        end: origin.end,
      } as const;
      return compiler.compile(variable, scope, origin);
    }
    case "inheritFrom":
      return compileInheritFrom(compiler, field.from, field.origin, scope);
    case "set": {
      const { plan } = field;
      if (compiler.sites !== null) {
        const known = compiler.sites.at(plan);
        if (known?.isAt(plan, scope) === true) return known.code;
        const compileAt = (subject: Subject): Run =>
          compilePlan(compiler, "fields" in subject ? subject : plan, scope).run;
        const site = new Site(compiler.sites, plan, scope, compileAt);
        compiler.sites.put(plan, site);
        return site.code;
      }
      let compiled: Run | null = null;
      const run: Run = (machine, env) => {
        compiled ??= compilePlan(compiler, plan, scope).run;
        return compiled(machine, env);
      };
      return { run, delay: (env) => new Suspension(compiled ?? run, env) };
    }
    case "faulty":
      return constant(makeUnknown({ kind: "syntax" }, field.origin));
  }
}

function compileInheritFrom(compiler: Compiler, inherit: Inherit, origin: InheritName, scope: Scope): Code {
  const source = sharedSource(compiler, inherit, scope);
  const { name } = origin;
  return code((machine, env) => selectAttr(machine, source(env).force(machine), name, origin));
}

/** Per `inherit (from) …` and scope, so that `from` is evaluated once for all its names. */
const sources = new WeakMap<Inherit, WeakMap<Scope, (env: Env) => Thunk>>();

function sharedSource(compiler: Compiler, inherit: Inherit, scope: Scope): (env: Env) => Thunk {
  const byScope = sources.get(inherit) ?? new WeakMap<Scope, (env: Env) => Thunk>();
  sources.set(inherit, byScope);
  const known = byScope.get(scope);
  if (known !== undefined) return known;
  const { delay } = compiler.later(inherit.from ?? null, scope, inherit);
  const made = new WeakMap<Env, Thunk>();
  const source = (env: Env) => {
    const thunk = made.get(env) ?? delay(env);
    made.set(env, thunk);
    return thunk;
  };
  byScope.set(scope, source);
  return source;
}
