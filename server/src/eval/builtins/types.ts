/** `typeOf` and the `is…` tests. */
import { expectKnown } from "../core/expect.ts";
import { makeBool, makeString } from "../core/make.ts";
import { native } from "../core/native.ts";
import type { Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

const NAMES = {
  null: "null",
  bool: "bool",
  int: "int",
  float: "float",
  string: "string",
  path: "path",
  list: "list",
  attrs: "set",
  function: "lambda",
} as const satisfies Record<Exclude<Value["type"], "unknown">, string>;

function test(name: string, type: Value["type"]): readonly [string, Value] {
  return [name, native(name, 1, (machine, [value], at) => makeBool(expectKnown(machine, value).type === type, at))];
}

export const typeBuiltins: Builtins = [
  ["typeOf", native("typeOf", 1, (machine, [value], at) => makeString(NAMES[expectKnown(machine, value).type], at))],
  test("isNull", "null"),
  test("isBool", "bool"),
  test("isInt", "int"),
  test("isFloat", "float"),
  test("isString", "string"),
  test("isPath", "path"),
  test("isList", "list"),
  test("isAttrs", "attrs"),
  test("isFunction", "function"),
];
