/** `toJSON` and `fromJSON`. */
import { expectKnown, expectString } from "../expect.ts";
import { makeString } from "../make.ts";
import { native } from "../native.ts";
import { parseJson } from "../parseJson.ts";
import { printJson } from "../printJson.ts";
import type { Builtins } from "./entry.ts";

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
