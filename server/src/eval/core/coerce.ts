/** Turning values into strings and paths, as interpolation, `toString`, path concatenation and file builtins do. */
import type { ReadTarget } from "../../base/reading.ts";
import { uriPath } from "../../base/uri.ts";
import { joinStrings } from "./contextStrings.ts";
import { NixError } from "./errors.ts";
import { describeType, expectKnownValue } from "./expect.ts";
import type { Machine } from "./machine.ts";
import { makeString, makeUnknown, ready } from "./make.ts";
import { formatFixed } from "./number.ts";
import { pathTarget, textTarget, uriOfFile } from "./paths.ts";
import { UnknownSignal } from "./signal.ts";
import type { ListValue, Origin, StringValue, Value } from "./value.ts";

/**
 * - `interpolation`: strings and what stands for one; a path is copied into the store, so its text is unknown.
 * - `path`: the same, but a path gives its own text (`./a + …`, `baseNameOf`).
 * - `toString`: as `builtins.toString`: also numbers, Booleans, null and lists.
 */
export type Coercion = "interpolation" | "path" | "toString";

/** The string a value stands for; a type error where it stands for none, `UnknownSignal` where that is unknown. */
export function coerceToString(machine: Machine, value: Value, coercion: Coercion, at: Origin): StringValue {
  switch (value.type) {
    case "string":
      return value;
    case "unknown":
      throw new UnknownSignal(value);
    case "path":
      if (coercion !== "interpolation") return makeString(uriPath(value.uri), at);
      throw new UnknownSignal(makeUnknown({ kind: "impure", what: "the store path of a file" }, at));
    case "attrs": {
      const method = value.attrs.get("__toString");
      // A set that is open but has an `outPath` is a flake or a package, and these have no `__toString`.
      if (method === undefined && value.rest !== null && !value.attrs.has("outPath"))
        throw new UnknownSignal(value.rest);
      const inner =
        method === undefined
          ? value.attrs.get("outPath")?.value.force(machine)
          : machine.apply(method.value.force(machine), ready(value), at);
      if (inner !== undefined) return machine.deeper(() => coerceToString(machine, inner, coercion, at));
      break;
    }
  }
  if (coercion === "toString") {
    switch (value.type) {
      case "null":
        return makeString("", at);
      case "bool":
        return makeString(value.value ? "1" : "", at);
      case "int":
        return makeString(String(value.value), at);
      case "float":
        return makeString(formatFixed(value.value), at);
      case "list":
        return machine.deeper(() => coerceList(machine, value, at));
    }
  }
  throw new NixError("type", `cannot coerce ${describeType(value)} to a string`, at ?? value.origin);
}

/** Elements joined by spaces; after an empty list stands none, which is Nix's own habit. */
function coerceList(machine: Machine, list: ListValue, at: Origin): StringValue {
  const pieces: (string | StringValue)[] = [];
  list.items.forEach((item, index) => {
    machine.step();
    const value = expectKnownValue(item.force(machine));
    pieces.push(coerceToString(machine, value, "toString", at));
    if (index < list.items.length - 1 && (value.type !== "list" || value.items.length > 0)) pieces.push(" ");
  });
  return joinStrings(machine, pieces, "", at);
}

/**
 * The file that a path, or a string with an absolute path, names, with who names it: the file that wrote the path, or else
 * the one that reads it. `outPath` counts too.
 */
export function coerceToTarget(machine: Machine, value: Value, at: Origin): ReadTarget {
  if (value.type === "path") return pathTarget(value, at);
  const outPath = value.type === "attrs" ? value.attrs.get("outPath") : undefined;
  if (outPath !== undefined) return coerceToTarget(machine, outPath.value.force(machine), at);
  const text = coerceToString(machine, value, "path", at).value;
  if (text.startsWith("/")) return textTarget(uriOfFile(text, at ?? value.origin), value, at);
  throw new NixError("evaluation", `string '${text}' doesn't represent an absolute path`, at);
}
