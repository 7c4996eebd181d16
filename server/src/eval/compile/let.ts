/** `let … in body`, and the old `let { …; body = …; }`. */
import type { Let } from "../../syntax/tree/ast.ts";
import { NixError } from "../core/errors.ts";
import { compileFrame } from "./attrSet.ts";
import { bindingPlanOf } from "./bindings.ts";
import { type Code, type Compiler, code } from "./code.ts";
import { type Env, LastingFrame, type Scope } from "./scope.ts";

export function compileLet(compiler: Compiler, node: Let, scope: Scope): Code {
  const plan = bindingPlanOf(node);
  const inner = compiler.nameScope(scope, [...plan.fields.keys()]);
  const fill = compileFrame(compiler, plan, scope, inner);
  if (node.legacy) {
    const slot = inner.slots?.get("body");
    return code((machine, env) => {
      const frame: Env = { slots: [], up: env };
      fill(frame);
      const body = slot === undefined ? undefined : frame.slots[slot];
      if (body === undefined) throw new NixError("missingAttribute", "attribute 'body' missing", node);
      return body.force(machine);
    });
  }
  const body = compiler.compile(node.body, inner, node).run;
  const key = compiler.sites?.keyOf(plan) ?? null;
  return code((machine, env) => {
    if (key !== null && env instanceof LastingFrame) return body(machine, env.inner(key, fill));
    const frame: Env = { slots: [], up: env };
    fill(frame);
    return body(machine, frame);
  });
}
