/** Compiled code, and the interface that the parts of the compiler share. */
import type { Expression, Node } from "../../syntax/tree/ast.ts";
import type { Machine } from "../core/machine.ts";
import { Ready, Suspension } from "../core/thunk.ts";
import type { Thunk, Value } from "../core/value.ts";
import type { Env, Scope } from "./scope.ts";
import type { Sites } from "./site.ts";

export type Run = (machine: Machine, env: Env) => Value;

export interface Code {
  /** Computes now. */
  readonly run: Run;
  /** Makes a thunk: of the value itself where it is constant, of the slot where it is a variable. */
  readonly delay: (env: Env) => Thunk;
  /** What it is whatever the environment, where that is known. */
  readonly value?: Value;
}

/** The parts of the compiler call each other through this, so that no two files import each other. */
export interface Compiler {
  /** `null` (a part that is missing in the text) gives an unknown at `where`. */
  compile(expression: Expression | null, scope: Scope, where: Node): Code;
  /** As `compile`, put off until the code first runs; for bodies that may never be needed. */
  later(expression: Expression | null, scope: Scope, where: Node, name?: string): Code;
  /** What the outermost scope knows: `true`, `builtins`, `map`, … */
  readonly globals: ReadonlyMap<string, Thunk>;
  nameScope(up: Scope, names: readonly string[]): Scope;
  withScope(up: Scope): Scope;
  /** Not `null`: the code is to be kept across edits, and its sites noted here. */
  readonly sites: Sites | null;
}

export function code(run: Run): Code {
  return { run, delay: (env) => new Suspension(run, env) };
}

export function constant(value: Value): Code {
  const thunk = new Ready(value);
  return { run: () => value, delay: () => thunk, value };
}
