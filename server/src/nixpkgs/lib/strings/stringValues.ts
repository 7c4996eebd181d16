/** `lib.strings`: numbers, versions, package names, search paths and build flags as text. */
import { compareVersions, parseName } from "../../../eval/builtins/versions.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectInt, expectKnown, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeBool, makeInt, makeString } from "../../../eval/core/make.ts";
import { isInt64 } from "../../../eval/core/number.ts";
import { byteLength } from "../../../eval/core/text.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { fail, refuse, some } from "../support/calls.ts";
import { nixString } from "../support/escapes.ts";
import { field, optionalField } from "../support/records.ts";
import { fn, table } from "../support/table.ts";
import { characters, interpolated, isStringLike, shown, withContext } from "../support/texts.ts";

/** Digits with an optional minus as a 64-bit integer; anything else is the error `throw` of the caller. */
function parseInteger(digits: string | undefined, name: string, source: string, at: Origin): Value {
  const value = digits === undefined ? null : BigInt(digits);
  if (value === null || !isInt64(value)) return fail(`${name}: Could not convert ${nixString(source)} to int.`, at);
  if (digits !== undefined && /^-0[0-9]/.test(digits)) {
    throw new NixError("evaluation", `'${digits}' is no JSON number`, at);
  }
  return makeInt(value, at);
}

const NUMBER = /^[ \t\n\v\f\r]*(-?[0-9]+)[ \t\n\v\f\r]*$/;
const PADDED_NUMBER = /^[ \t\n\v\f\r]*0*(-?[0-9]+)[ \t\n\v\f\r]*$/;

function toInt(machine: Machine, value: Thunk, at: Origin): Value {
  const source = expectString(machine, value, at);
  const digits = NUMBER.exec(source)?.[1];
  if (digits !== undefined && /^0[0-9]+$/.test(digits)) {
    return fail(
      `toInt: Ambiguity in interpretation of ${nixString(source)} between octal and zero padded integer.`,
      at,
    );
  }
  return parseInteger(digits, "toInt", source, at);
}

/** `fixedWidthString`: the filler is put before as often as it takes. */
function padded(machine: Machine, width: bigint, filler: string, value: StringValue, at: Origin): StringValue {
  const missing = Number(width) - byteLength(value.value);
  const step = byteLength(filler);
  const times = step === 0 ? 0 : Math.ceil(missing / step);
  if (missing < 0 || (step > 0 && times * step !== missing)) {
    return fail(`fixedWidthString: requested string length must not be shorter than actual length`, at);
  }
  if (missing > 0 && step === 0) throw new NixError("infiniteRecursion", "stack overflow in fixedWidthString", at);
  return joinStrings(machine, [...new Array<string>(times).fill(filler), value], "", at);
}

/** What a package is called: of a string, its parsed part; of a package its own attribute, else parsed from `name`. */
export function nameOrVersion(
  machine: Machine,
  value: Thunk,
  attribute: string,
  part: "name" | "version",
  at: Origin,
): Value {
  const known = expectKnown(machine, value);
  if (known.type === "string") return makeString(parseName(known.value)[part], at);
  const own = optionalField(machine, value, attribute);
  if (own !== null) return own.force(machine);
  return makeString(parseName(expectString(machine, field(machine, value, "name", at), at))[part], at);
}

function isConvertible(machine: Machine, value: Thunk): boolean {
  const known = expectKnown(machine, value);
  if (isStringLike(known) || ["null", "int", "float", "bool"].includes(known.type)) return true;
  return known.type === "list" && !some(machine, known.items, (item) => !isConvertible(machine, item));
}

/** The fewest insertions, deletions and changes of bytes that make one text the other. */
export function levenshtein(machine: Machine, left: string, right: string): number {
  const a = characters(left);
  const b = characters(right);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, character] of a.entries()) {
    machine.step();
    const next = [index + 1];
    for (const [column, other] of b.entries()) {
      const change = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export const stringValues = table(
  fn("toInt", 1, "String -> Int", "The integer a string says; leading zeros are an error.", (machine, [value], at) =>
    toInt(machine, value, at),
  ),
  fn(
    "toIntBase10",
    1,
    "String -> Int",
    "The integer a string says; leading zeros are ignored.",
    (machine, [value], at) => {
      const source = expectString(machine, value, at);
      return parseInteger(PADDED_NUMBER.exec(source)?.[1], "toIntBase10", source, at);
    },
  ),
  fn(
    "fixedWidthString",
    3,
    "Int -> String -> String -> String",
    "Fills a string from the left to a width.",
    (machine, [width, filler, value], at) =>
      padded(
        machine,
        expectInt(machine, width, at),
        interpolated(machine, filler, at).value,
        interpolated(machine, value, at),
        at,
      ),
  ),
  fn(
    "fixedWidthNumber",
    2,
    "Int -> Int -> String",
    "Fills a number with zeros to a width.",
    (machine, [width, value], at) => padded(machine, expectInt(machine, width, at), "0", shown(machine, value, at), at),
  ),
  fn(
    "floatToString",
    1,
    "Float -> String",
    "A float as text, with a warning where digits are lost.",
    (machine, [value], at) => shown(machine, value, at),
  ),
  fn("isConvertibleWithToString", 1, "a -> Bool", "Whether `toString` takes the value.", (machine, [value], at) =>
    makeBool(isConvertible(machine, value), at),
  ),
  fn(
    "isStringLike",
    1,
    "a -> Bool",
    "Whether the value can stand in a string: text, a path, or a set such as a package.",
    (machine, [value], at) => makeBool(isStringLike(expectKnown(machine, value)), at),
  ),
  fn(
    "isStorePath",
    1,
    "a -> Bool",
    "Whether the value is a path right inside the Nix store.",
    (machine, [value], at) => {
      if (!isStringLike(expectKnown(machine, value))) return makeBool(false, at);
      return makeBool(/^\/(nix\/store\/[^/]+|[0-9a-z]{52})$/.test(shown(machine, value, at).value), at);
    },
  ),
  fn(
    "versionOlder",
    2,
    "String -> String -> Bool",
    "Whether the first version is older than the second.",
    (machine, [a, b], at) =>
      makeBool(compareVersions(expectString(machine, a, at), expectString(machine, b, at)) < 0, at),
  ),
  fn(
    "versionAtLeast",
    2,
    "String -> String -> Bool",
    "Whether the first version is the second or newer.",
    (machine, [a, b], at) =>
      makeBool(compareVersions(expectString(machine, a, at), expectString(machine, b, at)) >= 0, at),
  ),
  fn("getName", 1, "String | Package -> String", "A package's name without its version.", (machine, [value], at) =>
    nameOrVersion(machine, value, "pname", "name", at),
  ),
  fn("getVersion", 1, "String | Package -> String", "A package's version.", (machine, [value], at) =>
    nameOrVersion(machine, value, "version", "version", at),
  ),
  fn(
    "nameFromURL",
    2,
    "String -> String -> String",
    "The file name of a URL up to a separator.",
    (machine, [url, separator], at) => {
      const file = expectString(machine, url, at).split("/").at(-1) ?? "";
      const name = file.split(expectString(machine, separator, at))[0] ?? "";
      return name === file ? refuse("assertion 'name != filename' failed", at) : makeString(name, at);
    },
  ),
  fn("normalizePath", 1, "String -> String", "The string with repeated slashes made one.", (machine, [value], at) => {
    const read = interpolated(machine, value, at);
    return withContext(read, read.value.replace(/\/+/g, "/"), at);
  }),
  fn("sanitizeDerivationName", 1, "String -> String", "A name that the Nix store takes.", (machine, [value], at) =>
    makeString(derivationName(interpolated(machine, value, at).value), at),
  ),
  fn("levenshtein", 2, "String -> String -> Int", "The edit distance of two strings.", (machine, [a, b], at) =>
    makeInt(levenshtein(machine, interpolated(machine, a, at).value, interpolated(machine, b, at).value), at),
  ),
  fn(
    "levenshteinAtMost",
    3,
    "Int -> String -> String -> Bool",
    "Whether the edit distance of two strings is no more than this.",
    (machine, [limit, a, b], at) => {
      const most = expectInt(machine, limit, at);
      return makeBool(
        levenshtein(machine, interpolated(machine, a, at).value, interpolated(machine, b, at).value) <=
          (most < 0n ? 0n : most),
        at,
      );
    },
  ),
);

/** At most 207 bytes of what the store allows, no dot first, never empty. */
export function derivationName(name: string): string {
  if (byteLength(name) <= 207 && /^[A-Za-z0-9+_?=-][A-Za-z0-9+._?=-]*$/.test(name)) return name;
  const allowed = name.replace(/^\.*/, "").replace(/[^A-Za-z0-9+._?=-]+/g, "-");
  return allowed.slice(Math.max(allowed.length - 207, 0)) || "unknown";
}
