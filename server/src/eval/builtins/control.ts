/** Errors and the order of evaluation. */
import { coerceToString } from "../core/coerce.ts";
import { forceDeep } from "../core/deep.ts";
import { NixError } from "../core/errors.ts";
import { expectKnown } from "../core/expect.ts";
import { attrsOf, makeBool, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import type { Thunk, Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

/** `f message value`: gives the value once the message is known to be one. */
function passing(name: string): readonly [string, Value] {
  const value = native(name, 2, (machine, [message, result]) => {
    expectKnown(machine, message);
    return result.force(machine);
  });
  return [name, value];
}

function attempted(success: boolean, value: Thunk): Value {
  return attrsOf([
    ["success", ready(makeBool(success))],
    ["value", value],
  ]);
}

export const controlBuiltins: Builtins = [
  [
    "throw",
    native("throw", 1, (machine, [message], at) => {
      throw new NixError(
        "throw",
        coerceToString(machine, expectKnown(machine, message), "interpolation", at).value,
        at,
      );
    }),
  ],
  [
    "abort",
    native("abort", 1, (machine, [message], at) => {
      const { value } = coerceToString(machine, expectKnown(machine, message), "interpolation", at);
      throw new NixError("abort", `evaluation aborted with the following error message: '${value}'`, at);
    }),
  ],
  [
    "tryEval",
    native("tryEval", 1, (machine, [thunk]) => {
      const { depth } = machine;
      try {
        const value = thunk.force(machine);
        return value.type === "unknown" ? value : attempted(true, ready(value));
      } catch (problem) {
        if (!(problem instanceof NixError) || (problem.kind !== "throw" && problem.kind !== "assert")) throw problem;
        machine.depth = depth;
        return attempted(false, ready(makeBool(false)));
      }
    }),
  ],
  [
    "seq",
    native("seq", 2, (machine, [first, second]) => {
      expectKnown(machine, first);
      return second.force(machine);
    }),
  ],
  [
    "deepSeq",
    native("deepSeq", 2, (machine, [first, second]) => {
      forceDeep(machine, first.force(machine));
      return second.force(machine);
    }),
  ],
  passing("trace"),
  ["traceVerbose", native("traceVerbose", 2, (machine, [, value]) => value.force(machine))],
  passing("warn"),
  ["addErrorContext", native("addErrorContext", 2, (machine, [, value]) => value.force(machine))],
  ["break", native("break", 1, (machine, [value]) => value.force(machine))],
];
