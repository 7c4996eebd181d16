/** Application, lists, `if`, `assert` and `with`. */
import type { Apply, Assert, Expression, If, List, With } from "../../syntax/tree/ast.ts";
import { NixError } from "../core/errors.ts";
import { wrongType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { makeList } from "../core/make.ts";
import type { UnknownValue } from "../core/value.ts";
import { type Code, type Compiler, code, type Run } from "./code.ts";
import { type Env, LastingFrame, type Scope } from "./scope.ts";

export function compileApply(compiler: Compiler, node: Apply, scope: Scope): Code {
  const callee = compiler.compile(node.function, scope, node).run;
  const argument = compiler.later(node.argument, scope, node).delay;
  return code((machine, env) => {
    const applied = callee(machine, env);
    if (applied.type === "function") return applied.call(machine, argument(env), node);
    return machine.apply(applied, argument(env), node);
  });
}

export function compileList(compiler: Compiler, node: List, scope: Scope): Code {
  const items = node.items.map((item) => compiler.later(item, scope, node).delay);
  return code((_machine, env) =>
    makeList(
      items.map((delay) => delay(env)),
      node,
    ),
  );
}

export function compileIf(compiler: Compiler, node: If, scope: Scope): Code {
  const condition = compileCondition(compiler, node.condition, scope, node);
  const consequence = compiler.later(node.consequence, scope, node).run;
  const alternative = compiler.later(node.alternative, scope, node).run;
  return code((machine, env) => {
    const holds = condition(machine, env);
    if (typeof holds !== "boolean") return holds;
    return holds ? consequence(machine, env) : alternative(machine, env);
  });
}

export function compileAssert(compiler: Compiler, node: Assert, scope: Scope): Code {
  const condition = compileCondition(compiler, node.condition, scope, node);
  const body = compiler.later(node.body, scope, node).run;
  return code((machine, env) => {
    const holds = condition(machine, env);
    if (typeof holds !== "boolean") return holds;
    if (!holds) throw new NixError("assert", `assertion '${textOf(machine, node.condition)}' failed`, node);
    return body(machine, env);
  });
}

function textOf(machine: Machine, expression: Expression | null): string {
  const location = expression === null ? null : machine.locate(expression, expression);
  if (location === null) return "…";
  return machine.parsed(location.uri)?.text.slice(location.range.start, location.range.end) ?? "…";
}

export function compileWith(compiler: Compiler, node: With, scope: Scope): Code {
  const environment = compiler.later(node.environment, scope, node).delay;
  const body = compiler.compile(node.body, compiler.withScope(scope), node).run;
  const key = compiler.sites?.keyOf(node) ?? null;
  const fill = (frame: Env): void => {
    frame.slots[0] = environment(frame.up ?? frame);
  };
  return code((machine, env) => {
    if (key !== null && env instanceof LastingFrame) return body(machine, env.inner(key, fill));
    return body(machine, { slots: [environment(env)], up: env });
  });
}

/** A condition: a Boolean or the unknown it depends on; anything else is a type error. */
export function compileCondition(
  compiler: Compiler,
  expression: Expression | null,
  scope: Scope,
  where: Expression,
): (machine: Machine, env: Env) => boolean | UnknownValue {
  const run: Run = compiler.compile(expression, scope, where).run;
  return (machine, env) => {
    const value = run(machine, env);
    if (value.type === "bool") return value.value;
    return value.type === "unknown" ? value : wrongType(value, "a Boolean", where);
  };
}
