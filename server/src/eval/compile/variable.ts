/** Variables: a slot, a global, or what the enclosing `with`s supply. */
import type { Variable } from "../../syntax/tree/ast.ts";
import { NixError } from "../core/errors.ts";
import { wrongType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { positionOf } from "../core/position.ts";
import { selectUnknown } from "../core/select.ts";
import { Suspension } from "../core/thunk.ts";
import type { Thunk, Value } from "../core/value.ts";
import { type Code, type Compiler, code, type Run } from "./code.ts";
import { type Env, frameAt, resolve, type Scope } from "./scope.ts";

export function compileVariable(compiler: Compiler, node: Variable, scope: Scope): Code {
  const { name } = node;
  if (name === "__curPos") return code((machine) => positionOf(machine, node, node));
  const found = resolve(scope, name);
  if (found.kind === "slot") return slotCode(found.depth, found.index);
  const global = compiler.globals.get(name);
  if (global !== undefined) return { run: (machine) => global.force(machine), delay: () => global };
  const { depths } = found;
  return code((machine, env) => lookUp(machine, env, depths, node));
}

function slotCode(depth: number, index: number): Code {
  const slot = slotReader(depth, index);
  const run: Run = (machine, env) => {
    const thunk = slot(env);
    if (thunk === undefined) throw new NixError("infiniteRecursion", "infinite recursion encountered", null);
    return thunk.force(machine);
  };
  // While a recursive frame is being filled, a slot further on is still empty: then wait.
  return { run, delay: (env) => slot(env) ?? new Suspension(run, env) };
}

function slotReader(depth: number, index: number): (env: Env) => Thunk | undefined {
  if (depth === 0) return (env) => env.slots[index];
  if (depth === 1) return (env) => env.up?.slots[index];
  if (depth === 2) return (env) => env.up?.up?.slots[index];
  return (env) => frameAt(env, depth).slots[index];
}

function lookUp(machine: Machine, env: Env, depths: readonly number[], node: Variable): Value {
  for (const depth of depths) {
    const set = frameAt(env, depth).slots[0]?.force(machine);
    if (set === undefined) continue;
    if (set.type === "unknown") return selectUnknown(set, node.name, node);
    if (set.type !== "attrs") return wrongType(set, "a set", node);
    const attr = set.attrs.get(node.name);
    if (attr !== undefined) return attr.value.force(machine);
    if (set.rest !== null) return selectUnknown(set.rest, node.name, node);
  }
  throw new NixError("undefinedName", `undefined variable '${node.name}'`, node);
}
