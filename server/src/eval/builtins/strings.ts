/** Strings, by bytes. */
import { parentUri } from "../../base/uri.ts";
import { coerceToString } from "../core/coerce.ts";
import { checkCount, checkLength, joinStrings, mergeContext } from "../core/contextStrings.ts";
import { NixError } from "../core/errors.ts";
import { expectInt, expectKnown, expectList, expectString, expectStringValue } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { makeInt, makeList, makeNull, makePath, makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { byteLength, byteSlice, fromBinary, isAscii, toBinary } from "../core/text.ts";
import type { Origin, StringValue, Thunk, Value } from "../core/value.ts";
import { compileRegex, type Regex } from "../regex/regex.ts";
import type { Builtins } from "./entry.ts";

/** Reads an argument as interpolation would. */
function coerced(machine: Machine, thunk: Thunk, at: Origin): StringValue {
  return coerceToString(machine, expectKnown(machine, thunk), "interpolation", at);
}

const cutting: Builtins = [
  [
    "toString",
    native("toString", 1, (machine, [value], at) =>
      coerceToString(machine, expectKnown(machine, value), "toString", at),
    ),
  ],
  [
    "stringLength",
    native("stringLength", 1, (machine, [text], at) => makeInt(byteLength(coerced(machine, text, at).value), at)),
  ],
  [
    "substring",
    native("substring", 3, (machine, [start, length, text], at) => {
      const from = expectInt(machine, start, at);
      const count = expectInt(machine, length, at);
      const { value, context } = coerced(machine, text, at);
      if (from < 0n) throw new NixError("evaluation", "negative start position in 'substring'", at);
      const least = BigInt(byteLength(value));
      if (from >= least) return makeString("", at, context);
      const taken = count < 0n || count > least ? least : count;
      return makeString(byteSlice(value, Number(from), Number(taken)), at, context);
    }),
  ],
  [
    "concatStringsSep",
    native("concatStringsSep", 2, (machine, [separator, list], at) => {
      const between = expectStringValue(machine, separator, at);
      const pieces = expectList(machine, list, at).items.map((item) => {
        machine.step();
        return coerced(machine, item, at);
      });
      const joined = joinStrings(machine, pieces, between.value, at);
      return makeString(joined.value, at, mergeContext(joined.context, between.context));
    }),
  ],
  [
    "replaceStrings",
    native("replaceStrings", 3, (machine, [from, to, text], at) => {
      const patterns = expectList(machine, from, at).items;
      const replacements = expectList(machine, to, at).items;
      if (patterns.length !== replacements.length) {
        throw new NixError("evaluation", "'from' and 'to' arguments to 'replaceStrings' have different lengths", at);
      }
      const searched = patterns.map((pattern) => expectString(machine, pattern, at));
      const put = (index: number) => expectStringValue(machine, replacements[index] ?? ready(makeNull(at)), at);
      return replace(machine, searched, put, expectStringValue(machine, text, at), at);
    }),
  ],
];

/**
 * At each place the first pattern that stands there is replaced; an empty one also stands at the end. `replacementOf` is
 * asked for a pattern's replacement when that pattern is found, as Nix forces it only then.
 */
export function replace(
  machine: Machine,
  patterns: readonly string[],
  replacementOf: (index: number) => StringValue,
  text: StringValue,
  at: Origin,
): Value {
  const plain = isAscii(text.value) && patterns.every(isAscii);
  const source = plain ? text.value : toBinary(text.value);
  const searched = plain ? patterns : patterns.map(toBinary);
  const pieces: string[] = [];
  let { context } = text;
  let size = 0;
  let copied = 0;
  const put = (piece: string) => {
    size += piece.length;
    checkLength(machine, size, at);
    pieces.push(piece);
  };
  for (let position = 0; position <= source.length; ) {
    machine.step();
    const index = searched.findIndex((pattern) => source.startsWith(pattern, position));
    const length = searched[index]?.length ?? 0;
    if (index < 0) {
      position++;
      continue;
    }
    const replacement = replacementOf(index);
    put(source.slice(copied, position));
    put(plain ? replacement.value : toBinary(replacement.value));
    context = mergeContext(context, replacement.context);
    copied = position + length;
    // After an empty match the next byte is copied, or the same place would match for ever.
    position += length === 0 ? 1 : length;
  }
  put(source.slice(copied));
  const joined = pieces.join("");
  return makeString(plain ? joined : fromBinary(joined), at, context);
}

const naming: Builtins = [
  [
    "baseNameOf",
    native("baseNameOf", 1, (machine, [path], at) => {
      const { value, context } = coerceToString(machine, expectKnown(machine, path), "path", at);
      const end = value.length > 1 && value.endsWith("/") ? value.length - 1 : value.length;
      return makeString(value === "/" ? "" : value.slice(value.lastIndexOf("/", end - 1) + 1, end), at, context);
    }),
  ],
  [
    "dirOf",
    native("dirOf", 1, (machine, [path], at) => {
      const given = expectKnown(machine, path);
      if (given.type === "path") return makePath(parentUri(given.uri), at);
      const { value, context } = coerceToString(machine, given, "path", at);
      const slash = value.lastIndexOf("/");
      return makeString(slash < 0 ? "." : slash === 0 ? "/" : value.slice(0, slash), at, context);
    }),
  ],
];

/** A compiled pattern; one that is no regular expression is an error. */
function regexOf(machine: Machine, pattern: Thunk, at: Origin): Regex {
  return compileRegex(expectString(machine, pattern, at), at);
}

function captures(groups: readonly (string | null)[], at: Origin): Value {
  return makeList(
    groups.map((group) => ready(group === null ? makeNull(at) : makeString(fromBinary(group), at))),
    at,
  );
}

const matching: Builtins = [
  [
    "match",
    native("match", 2, (machine, [pattern, text], at) => {
      const regex = regexOf(machine, pattern, at);
      const groups = regex.match(machine, toBinary(expectString(machine, text, at)), at);
      return groups === null ? makeNull(at) : captures(groups, at);
    }),
  ],
  [
    "split",
    native("split", 2, (machine, [pattern, text], at) => {
      const regex = regexOf(machine, pattern, at);
      const given = expectStringValue(machine, text, at);
      const source = toBinary(given.value);
      const items: Thunk[] = [];
      let position = 0;
      const found = regex.search(machine, source, at);
      // Nothing found: the string itself, its context included.
      if (found.length === 0) return makeList([ready(given)], at);
      checkCount(machine, 2 * found.length + 1, at);
      for (const { start, end, groups } of found) {
        items.push(ready(makeString(fromBinary(source.slice(position, start)), at)), ready(captures(groups, at)));
        position = end;
      }
      items.push(ready(makeString(fromBinary(source.slice(position)), at)));
      return makeList(items, at);
    }),
  ],
];

export const stringBuiltins: Builtins = [...cutting, ...naming, ...matching];
