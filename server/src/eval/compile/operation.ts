/** Operators: what is lazy about them is here, what they compute is in operators.ts. */
import type { Binary, Unary } from "../../syntax/tree/ast.ts";
import { equalValues, lessThan } from "../core/compare.ts";
import { makeBool, makeInt } from "../core/make.ts";
import { guarded } from "../core/native.ts";
import { addStart, addValues, arithmetic, concatLists, setOrUnknown, updateAttrs } from "../core/operators.ts";
import { type Code, type Compiler, code, type Run } from "./code.ts";
import { compileCondition } from "./controlFlow.ts";
import type { Scope } from "./scope.ts";

export function compileUnary(compiler: Compiler, node: Unary, scope: Scope): Code {
  if (node.operator === "!") {
    const condition = compileCondition(compiler, node.operand, scope, node);
    return code((machine, env) => {
      const value = condition(machine, env);
      return typeof value === "boolean" ? makeBool(!value, node) : value;
    });
  }
  const operand = compiler.compile(node.operand, scope, node).run;
  return code((machine, env) => arithmetic("-", makeInt(0), operand(machine, env), node));
}

export function compileBinary(compiler: Compiler, node: Binary, scope: Scope): Code {
  switch (node.operator) {
    case "&&":
    case "||":
    case "->":
      return compileLogic(compiler, node, scope);
    case "|>":
    case "<|":
      return compilePipe(compiler, node, scope);
    default:
      return compileStrict(compiler, node, scope);
  }
}

function compileLogic(compiler: Compiler, node: Binary, scope: Scope): Code {
  const left = compileCondition(compiler, node.left, scope, node);
  const right = compileCondition(compiler, node.right, scope, node);
  // The value of the left side that settles it, and what it settles to.
  const settled = node.operator === "||";
  const result = node.operator !== "&&";
  return code((machine, env) => {
    const first = left(machine, env);
    if (typeof first !== "boolean") return first;
    if (first === settled) return makeBool(result, node);
    const second = right(machine, env);
    return typeof second === "boolean" ? makeBool(second, node) : second;
  });
}

function compilePipe(compiler: Compiler, node: Binary, scope: Scope): Code {
  const forward = node.operator === "|>";
  const callee = compiler.compile(forward ? node.right : node.left, scope, node).run;
  const argument = compiler.later(forward ? node.left : node.right, scope, node).delay;
  return code((machine, env) => machine.apply(callee(machine, env), argument(env), node));
}

function compileStrict(compiler: Compiler, node: Binary, scope: Scope): Code {
  const left = compiler.compile(node.left, scope, node).run;
  const right = compiler.compile(node.right, scope, node).run;
  switch (node.operator) {
    case "==":
      return code((machine, env) => {
        const a = left(machine, env);
        const b = right(machine, env);
        return guarded(machine, () => makeBool(equalValues(machine, a, b), node));
      });
    case "!=":
      return code((machine, env) => {
        const a = left(machine, env);
        const b = right(machine, env);
        return guarded(machine, () => makeBool(!equalValues(machine, a, b), node));
      });
    case "<":
      return ordered(left, right, node, false, false);
    case ">":
      return ordered(left, right, node, true, false);
    case "<=":
      return ordered(left, right, node, true, true);
    case ">=":
      return ordered(left, right, node, false, true);
    case "++":
      return code((machine, env) => {
        const a = left(machine, env);
        if (a.type === "unknown") return a;
        return concatLists(machine, a, right(machine, env), node);
      });
    case "//":
      return code((machine, env) => {
        // The right side is looked at first, as by current Nix; 2.8 began with the left one.
        const b = setOrUnknown(right(machine, env), node);
        return updateAttrs(setOrUnknown(left(machine, env), node), b, node);
      });
    case "+":
      return code((machine, env) => {
        const a = left(machine, env);
        if (a.type === "unknown") return a;
        const start = addStart(machine, a, node);
        if (start.type === "unknown") return start;
        return addValues(machine, start, right(machine, env), node, a.type === "attrs" ? "path" : "interpolation");
      });
    default: {
      const operator = node.operator as "-" | "*" | "/";
      return code((machine, env) => {
        const a = left(machine, env);
        if (a.type === "unknown") return a;
        return arithmetic(operator, a, right(machine, env), node);
      });
    }
  }
}

/** Every comparison is `<` with sides swapped or the answer turned, as in Nix; so are the errors. */
function ordered(left: Run, right: Run, node: Binary, swap: boolean, negate: boolean): Code {
  const first = swap ? right : left;
  const second = swap ? left : right;
  return code((machine, env) => {
    const a = first(machine, env);
    const b = second(machine, env);
    return guarded(machine, () => makeBool(lessThan(machine, a, b, node) !== negate, node));
  });
}
