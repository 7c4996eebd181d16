/** Sets, recursive or not, from the merged plan of their bindings. */
import type { AttrSet } from "../../syntax/tree/ast.ts";
import { NixError } from "../core/errors.ts";
import { wrongType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { makeAttrs } from "../core/make.ts";
import type { Attr, UnknownValue } from "../core/value.ts";
import { type BindingPlan, bindingPlanOf, type DynamicField } from "./bindings.ts";
import { type Code, type Compiler, code } from "./code.ts";
import { compileField } from "./field.ts";
import type { Env, Scope } from "./scope.ts";

export function compileSet(compiler: Compiler, node: AttrSet, scope: Scope): Code {
  return compilePlan(compiler, bindingPlanOf(node), scope);
}

function compilePlan(compiler: Compiler, plan: BindingPlan, scope: Scope): Code {
  return plan.recursive ? compileRecursive(compiler, plan, scope) : compilePlain(compiler, plan, scope);
}

function compilePlain(compiler: Compiler, plan: BindingPlan, scope: Scope): Code {
  const parts = [...plan.fields].map(([name, field]) => ({
    name,
    origin: field.origin,
    delay: compileField(compiler, name, field, scope, compilePlan).delay,
  }));
  const extend = compileDynamic(compiler, plan.dynamic, scope);
  return code((machine, env) => {
    const attrs = new Map<string, Attr>();
    for (const { name, origin, delay } of parts) attrs.set(name, { value: delay(env), origin });
    return makeAttrs(attrs, plan.origin, extend === null ? null : extend(machine, env, attrs));
  });
}

function compileRecursive(compiler: Compiler, plan: BindingPlan, scope: Scope): Code {
  const inner = compiler.nameScope(scope, [...plan.fields.keys()]);
  const fill = compileFrame(compiler, plan, scope, inner);
  const extend = compileDynamic(compiler, plan.dynamic, inner);
  const parts = [...plan.fields].map(([name, field]) => ({ name, origin: field.origin }));
  const overridable = plan.fields.has("__overrides");
  return code((machine, env) => {
    const frame: Env = { slots: [], up: env };
    fill(frame);
    const attrs = new Map<string, Attr>();
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      const value = frame.slots[index];
      if (part !== undefined && value !== undefined) attrs.set(part.name, { value, origin: part.origin });
    }
    if (overridable) {
      const unknown = override(machine, frame, attrs, inner);
      if (unknown !== null) return unknown;
    }
    return makeAttrs(attrs, plan.origin, extend === null ? null : extend(machine, frame, attrs));
  });
}

/** Fills the frame of a `rec` set or a `let`: slots in the order of the plan's fields. */
export function compileFrame(compiler: Compiler, plan: BindingPlan, outer: Scope, inner: Scope): (frame: Env) => void {
  const parts = [...plan.fields].map(([name, field]) => {
    // `inherit x;` means the x outside, or it would be itself.
    const outside = field.kind === "inherit";
    return { outside, delay: compileField(compiler, name, field, outside ? outer : inner, compilePlan).delay };
  });
  return (frame) => {
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (part !== undefined) frame.slots[index] = part.delay(part.outside ? (frame.up ?? frame) : frame);
    }
  };
}

/** `__overrides`: its attributes replace those of the recursive set, also for the set's own references. */
function override(machine: Machine, frame: Env, attrs: Map<string, Attr>, scope: Scope): UnknownValue | null {
  const overrides = attrs.get("__overrides")?.value.force(machine);
  if (overrides === undefined) return null;
  if (overrides.type === "unknown") return overrides;
  if (overrides.type !== "attrs") return wrongType(overrides, "a set", overrides.origin);
  for (const [name, attr] of overrides.attrs) {
    attrs.set(name, attr);
    const slot = scope.slots?.get(name);
    if (slot !== undefined) frame.slots[slot] = attr.value;
  }
  return overrides.rest;
}

type Extend = (machine: Machine, env: Env, attrs: Map<string, Attr>) => UnknownValue | null;

/** Adds `${name} = …` bindings; the result says why the set is open, where a name is unknown. */
function compileDynamic(compiler: Compiler, dynamic: readonly DynamicField[], scope: Scope): Extend | null {
  if (dynamic.length === 0) return null;
  const parts = dynamic.map(({ name, field }) => ({
    node: name,
    name: compiler.compile(name.expression, scope, name).run,
    delay: compileField(compiler, null, field, scope, compilePlan).delay,
    origin: field.origin,
  }));
  return (machine, env, attrs) => {
    let rest: UnknownValue | null = null;
    for (const part of parts) {
      const name = part.name(machine, env);
      if (name.type === "null") continue;
      if (name.type === "unknown") rest ??= name;
      else if (name.type !== "string") return wrongType(name, "a string", part.node);
      else if (attrs.has(name.value)) {
        throw new NixError("evaluation", `dynamic attribute '${name.value}' already defined`, part.node);
      } else attrs.set(name.value, { value: part.delay(env), origin: part.origin });
    }
    return rest;
  };
}
