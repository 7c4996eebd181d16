/** `a.b.c`, `a.b.c or d` and `a ? b.c`. */
import type { HasAttr, Select } from "../../syntax/tree/ast.ts";
import { makeBool, makeUnknown } from "../core/make.ts";
import { hasAttr, selectAttr, selectOrNull } from "../core/select.ts";
import { type Code, type Compiler, code } from "./code.ts";
import { compileName } from "./name.ts";
import type { Scope } from "./scope.ts";

export function compileSelect(compiler: Compiler, node: Select, scope: Scope): Code {
  const target = compiler.compile(node.target, scope, node).run;
  // `target.` while typing.
  if (node.path.length === 0) return code(() => makeUnknown({ kind: "syntax" }, node));
  const names = node.path.map((name) => compileName(compiler, name, scope));
  const [only] = node.path;
  if (node.fallback === null) {
    if (node.path.length === 1 && only?.kind === "attrName") {
      const { name } = only;
      return code((machine, env) => selectAttr(machine, target(machine, env), name, node));
    }
    return code((machine, env) => {
      let value = target(machine, env);
      for (const nameOf of names) {
        const name = nameOf(machine, env);
        if (typeof name !== "string") return name;
        value = selectAttr(machine, value, name, node);
      }
      return value;
    });
  }
  const fallback = compiler.later(node.fallback, scope, node).run;
  return code((machine, env) => {
    let value = target(machine, env);
    for (const nameOf of names) {
      const name = nameOf(machine, env);
      if (typeof name !== "string") return name;
      const selected = selectOrNull(machine, value, name, node);
      if (selected === null) return fallback(machine, env);
      value = selected;
    }
    return value;
  });
}

export function compileHasAttr(compiler: Compiler, node: HasAttr, scope: Scope): Code {
  const target = compiler.compile(node.target, scope, node).run;
  if (node.path.length === 0) return code(() => makeUnknown({ kind: "syntax" }, node));
  const inner = node.path.slice(0, -1).map((name) => compileName(compiler, name, scope));
  const last = node.path.slice(-1).map((name) => compileName(compiler, name, scope))[0];
  return code((machine, env) => {
    let value = target(machine, env);
    for (const nameOf of inner) {
      const name = nameOf(machine, env);
      if (typeof name !== "string") return name;
      const selected = selectOrNull(machine, value, name, node);
      if (selected === null) return makeBool(false, node);
      value = selected;
    }
    const name = last?.(machine, env) ?? "";
    if (typeof name !== "string") return name;
    const has = hasAttr(value, name);
    return typeof has === "boolean" ? makeBool(has, node) : has;
  });
}
