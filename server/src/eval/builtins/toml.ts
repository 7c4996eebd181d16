/** `fromTOML`. */
import { parse, TomlDate, TomlError, type TomlValue } from "smol-toml";
import { NixError } from "../core/errors.ts";
import { expectString } from "../core/expect.ts";
import { attrsOf, makeBool, makeFloat, makeInt, makeList, makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { isInt64 } from "../core/number.ts";
import type { Origin, Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";
import { withoutNul } from "./foreignText.ts";

function readToml(text: string, at: Origin): Value {
  try {
    return toValue(parse(text, { integersAsBigInt: true }), at);
  } catch (problem) {
    if (problem instanceof TomlError) throw new NixError("evaluation", `while parsing TOML: ${problem.message}`, at);
    throw problem;
  }
}

function toValue(toml: TomlValue, at: Origin): Value {
  if (typeof toml === "string") return makeString(withoutNul(toml, at), at);
  if (typeof toml === "boolean") return makeBool(toml, at);
  if (typeof toml === "bigint") {
    if (isInt64(toml)) return makeInt(toml, at);
    throw new NixError("evaluation", `while parsing TOML: ${toml} is outside the range of integers`, at);
  }
  if (typeof toml === "number") return makeFloat(toml, at);
  if (toml instanceof TomlDate) throw new NixError("evaluation", "dates and times in TOML are not supported", at);
  if (Array.isArray(toml)) {
    return makeList(
      toml.map((item) => ready(toValue(item, at))),
      at,
    );
  }
  return attrsOf(
    Object.entries(toml).map(([name, value]) => [withoutNul(name, at), ready(toValue(value, at))] as const),
    at,
  );
}

export const tomlBuiltins: Builtins = [
  ["fromTOML", native("fromTOML", 1, (machine, [text], at) => readToml(expectString(machine, text, at), at))],
];
