/** String types: plain ones, those with a pattern, those that join their definitions. */
import { makeString } from "../../eval/core/make.ts";
import { UnknownSignal } from "../../eval/core/signal.ts";
import { toBinary } from "../../eval/core/text.ts";
import { compileRegex } from "../../eval/regex/regex.ts";
import { quoteString } from "../../syntax/tree/attrName.ts";
import { Atom } from "./atoms.ts";
import { concatStrings, mergeEqual, unknownValueOf } from "./merges.ts";

export const str = new Atom({
  name: "str",
  description: "string",
  kind: "string",
  check: (_, value) => value.type === "string",
});

export const nonEmptyStr = new Atom({
  name: "nonEmptyStr",
  description: "non-empty string",
  kind: "string",
  check: (_, value) => value.type === "string" && !/^[ \t\n]*$/.test(value.value),
});

export const singleLineStr = new Atom({
  name: "singleLineStr",
  description: "(optionally newline-terminated) single-line string",
  kind: "string",
  check: (_, value) => value.type === "string" && /^[^\n\r]*\n?$/.test(value.value),
  merge: (machine, loc, definitions) => {
    const merged = mergeEqual(machine, loc, definitions);
    if (merged.type !== "string" || !merged.value.endsWith("\n")) return merged;
    return makeString(merged.value.slice(0, -1), merged.origin, merged.context);
  },
});

/** A string that a POSIX extended expression matches as a whole. */
export function strMatching(pattern: string): Atom {
  return new Atom({
    name: `strMatching ${quoteString(pattern)}`,
    description: `string matching the pattern ${pattern}`,
    kind: "string",
    payload: pattern,
    check: (machine, value) => {
      if (value.type !== "string") return false;
      const { value: text, origin } = value;
      const depth = machine.depth;
      try {
        return compileRegex(pattern, origin).match(machine, toBinary(text), origin) !== null;
      } catch (problem) {
        if (!(problem instanceof UnknownSignal)) throw problem;
        machine.depth = depth;
        return "unknown";
      }
    },
  });
}

/** A string that joins its definitions. */
export function separatedString(separator: string): Atom {
  return new Atom({
    name: "separatedString",
    description: `strings concatenated with ${JSON.stringify(separator)}`,
    kind: "string",
    payload: separator,
    check: (_, value) => value.type === "string",
    merge: (_machine, _loc, definitions) =>
      unknownValueOf(definitions) ??
      concatStrings(
        definitions.map((definition) => definition.value),
        separator,
      ),
  });
}
