/** Attribute names in paths: known at compile time, or computed. */
import type { AttrName } from "../../syntax/tree/ast.ts";
import { wrongType } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import type { UnknownValue } from "../core/value.ts";
import type { Compiler } from "./code.ts";
import type { Env, Scope } from "./scope.ts";

/** The name, or the unknown that it depends on. */
export type NameCode = (machine: Machine, env: Env) => string | UnknownValue;

export function compileName(compiler: Compiler, name: AttrName, scope: Scope): NameCode {
  if (name.kind === "attrName") {
    const text = name.name;
    return () => text;
  }
  const { run } = compiler.compile(name.expression, scope, name);
  return (machine, env) => {
    const value = run(machine, env);
    if (value.type === "string") return value.value;
    return value.type === "unknown" ? value : wrongType(value, "a string", name);
  };
}
