/** The strict operators, applied once both sides are there. An unknown side makes an unknown. */

import { uriPath } from "../../base/uri.ts";
import { coerceToString } from "./coerce.ts";
import { appendString, checkCount } from "./contextStrings.ts";
import { NixError } from "./errors.ts";
import { describeType, wrongType } from "./expect.ts";
import type { Machine } from "./machine.ts";
import { makeAttrs, makeFloat, makeInt, makeList, makePath } from "./make.ts";
import { guarded } from "./native.ts";
import { isInt64 } from "./number.ts";
import { withText } from "./paths.ts";
import type { AttrsValue, Origin, UnknownValue, Value } from "./value.ts";

/** The left side of `+` as it starts the sum: a set is coerced before the right side is looked at, as in Nix. */
export function addStart(machine: Machine, left: Value, at: Origin): Value {
  if (left.type === "int" || left.type === "float" || left.type === "string" || left.type === "path") return left;
  return guarded(machine, () => coerceToString(machine, left, "path", at));
}

/**
 * `left + right`: the left side says whether numbers, text or paths are added. `paths`: what a path on the right is; Nix
 * copies it into the store after a string, and takes its text after a set (`self + /modules`).
 */
export function addValues(
  machine: Machine,
  left: Value,
  right: Value,
  at: Origin,
  paths: "interpolation" | "path" = "interpolation",
): Value {
  if (right.type === "unknown") return right;
  if (left.type === "int" || left.type === "float") {
    if (right.type === "int" || right.type === "float") return arithmetic("+", left, right, at);
    throw new NixError("type", `cannot add ${describeType(right)} to ${describeType(left)}`, at);
  }
  return guarded(machine, () => {
    if (left.type === "path") {
      return makePath(withText(left.uri, uriPath(left.uri) + coerceToString(machine, right, "path", at).value), at);
    }
    const start = coerceToString(machine, left, "interpolation", at);
    return appendString(machine, start, coerceToString(machine, right, paths, at), at);
  });
}

export function arithmetic(operator: "+" | "-" | "*" | "/", left: Value, right: Value, at: Origin): Value {
  if (left.type === "unknown") return left;
  if (right.type === "unknown") return right;
  // As in Nix, the divisor is looked at first.
  if (operator === "/") checkDivisor(right, at);
  const float = left.type === "float" || right.type === "float";
  const wanted = float ? "a float" : "an integer";
  if (left.type !== "int" && left.type !== "float") return wrongType(left, wanted, at);
  if (right.type !== "int" && right.type !== "float") return wrongType(right, wanted, at);
  if (left.type === "int" && right.type === "int") return makeInt(integer(operator, left.value, right.value, at), at);
  return makeFloat(real(operator, Number(left.value), Number(right.value)), at);
}

function checkDivisor(divisor: Value, at: Origin): void {
  if (divisor.type !== "int" && divisor.type !== "float") wrongType(divisor, "a float", at);
  else if (Number(divisor.value) === 0) throw new NixError("evaluation", "division by zero", at);
}

function integer(operator: "+" | "-" | "*" | "/", left: bigint, right: bigint, at: Origin): bigint {
  const result = wholeResult(operator, left, right);
  if (isInt64(result)) return result;
  throw new NixError("evaluation", `integer overflow in ${DOING[operator]} ${left} ${operator} ${right}`, at);
}

const DOING = { "+": "adding", "-": "subtracting", "*": "multiplying", "/": "dividing" };

function wholeResult(operator: "+" | "-" | "*" | "/", left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}

function real(operator: "+" | "-" | "*" | "/", left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
  }
}

export function concatLists(machine: Machine, left: Value, right: Value, at: Origin): Value {
  if (left.type === "unknown") return left;
  if (right.type === "unknown") return right;
  if (left.type !== "list") return wrongType(left, "a list", at);
  if (right.type !== "list") return wrongType(right, "a list", at);
  if (left.items.length === 0) return right;
  if (right.items.length === 0) return left;
  return guarded(machine, () => {
    checkCount(machine, left.items.length + right.items.length, at);
    return makeList([...left.items, ...right.items], at);
  });
}

/** A side of `//`. */
export function setOrUnknown(value: Value, at: Origin): AttrsValue | UnknownValue {
  return value.type === "attrs" || value.type === "unknown" ? value : wrongType(value, "a set", at);
}

/**
 * `left // right`. Of an unknown left side what the right side has is still known; an open or unknown right side may
 * replace anything of the left.
 */
export function updateAttrs(left: AttrsValue | UnknownValue, right: AttrsValue | UnknownValue, at: Origin): Value {
  if (right.type === "unknown") return right;
  if (left.type === "unknown") {
    return right.attrs.size === 0 ? left : makeAttrs(right.attrs, at, right.rest ?? left);
  }
  if (right.rest !== null) return right;
  if (right.attrs.size === 0) return left;
  if (left.attrs.size === 0 && left.rest === null) return right;
  const attrs = new Map(left.attrs);
  for (const [name, attr] of right.attrs) attrs.set(name, attr);
  return makeAttrs(attrs, at, left.rest);
}
