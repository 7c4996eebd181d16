/** Arithmetic. Integers have 64 bits, and overflow is an error, as in Nix since 2.25. */
import { lessThan } from "../core/compare.ts";
import { NixError } from "../core/errors.ts";
import { expectInt, expectNumber } from "../core/expect.ts";
import { makeBool, makeInt } from "../core/make.ts";
import { native } from "../core/native.ts";
import { isInt64 } from "../core/number.ts";
import { arithmetic } from "../core/operators.ts";
import type { Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

function operation(name: string, operator: "+" | "-" | "*" | "/"): readonly [string, Value] {
  const value = native(name, 2, (machine, [left, right], at) => {
    const a = left.force(machine);
    return arithmetic(operator, a, right.force(machine), at);
  });
  return [name, value];
}

function bitwise(name: string, combine: (left: bigint, right: bigint) => bigint): readonly [string, Value] {
  const value = native(name, 2, (machine, [left, right], at) => {
    const a = expectInt(machine, left, at);
    return makeInt(combine(a, expectInt(machine, right, at)), at);
  });
  return [name, value];
}

function rounding(name: string, round: (value: number) => number): readonly [string, Value] {
  const value = native(name, 1, (machine, [number], at) => {
    const rounded = round(Number(expectNumber(machine, number, at).value));
    const whole = Number.isFinite(rounded) ? BigInt(rounded) : null;
    if (whole === null || !isInt64(whole)) {
      throw new NixError("evaluation", `${rounded} is outside the range of integers`, at);
    }
    return makeInt(whole, at);
  });
  return [name, value];
}

export const numberBuiltins: Builtins = [
  operation("add", "+"),
  operation("sub", "-"),
  operation("mul", "*"),
  operation("div", "/"),
  [
    "lessThan",
    native("lessThan", 2, (machine, [left, right], at) => {
      const a = left.force(machine);
      return makeBool(lessThan(machine, a, right.force(machine), at), at);
    }),
  ],
  bitwise("bitAnd", (left, right) => left & right),
  bitwise("bitOr", (left, right) => left | right),
  bitwise("bitXor", (left, right) => left ^ right),
  rounding("ceil", Math.ceil),
  rounding("floor", Math.floor),
];
