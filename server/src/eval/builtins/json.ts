/** `toJSON` and `fromJSON`. */
import { expectKnown, expectString } from "../core/expect.ts";
import { makeString } from "../core/make.ts";
import { native } from "../core/native.ts";
import { printJson } from "../print/printJson.ts";
import type { Builtins } from "./entry.ts";
import { parseJson } from "./parseJson.ts";

export const jsonBuiltins: Builtins = [
  [
    "toJSON",
    native("toJSON", 1, (machine, [value], at) => {
      const { text, context } = printJson(machine, expectKnown(machine, value), at);
      return makeString(text, at, context);
    }),
  ],
  ["fromJSON", native("fromJSON", 1, (machine, [text], at) => parseJson(machine, expectString(machine, text, at), at))],
];
