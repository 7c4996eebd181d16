/** The types of `lib.types` that are no functions, and the kinds of numbers. */
import { NixError } from "../../eval/core/errors.ts";
import { expectInt, expectNumber } from "../../eval/core/expect.ts";
import { ready, attrsOf as setOf } from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Value } from "../../eval/core/value.ts";
import { type LibEntry, libConstant } from "../../nixpkgs/lib/support/table.ts";
import { anything } from "../types/anything.ts";
import { Atom, bool, boolByOr, float, int, intBetween, ints, raw, unspecified } from "../types/atoms.ts";
import { AnyAttrsType } from "../types/attrsTypes.ts";
import { EitherType } from "../types/choices.ts";
import { jsonType, tomlType } from "../types/formats.ts";
import type { OptionType } from "../types/optionType.ts";
import { optionType } from "../types/optionTypeType.ts";
import { externalPath, packageType, path, pathInStore, pkgsType, shellPackage, tagType } from "../types/paths.ts";
import { nonEmptyStr, separatedString, singleLineStr, str } from "../types/strings.ts";
import { typeValue } from "../types/typeValue.ts";

/** A type that is no function. */
export const plain = (name: string, type: OptionType, summary: string): LibEntry =>
  libConstant(name, "OptionType", summary, typeValue(type));

/** Types without parts. */
export const atoms: readonly LibEntry[] = [
  plain("bool", bool, "True or false."),
  plain("boolByOr", boolByOr, "True if any definition is."),
  plain("int", int, "A signed integer."),
  plain("port", ints.u16, "A port number, 0 to 65535."),
  plain("float", float, "A floating point number."),
  plain("number", new EitherType(int, float), "An integer or a floating point number."),
  plain("str", str, "A string; several definitions must agree."),
  plain("string", separatedString(""), "A string that joins its definitions; `str` is wanted today."),
  plain("nonEmptyStr", nonEmptyStr, "A string with something other than white space in it."),
  plain("singleLineStr", singleLineStr, "A string of one line."),
  plain("lines", separatedString("\n"), "A text whose definitions are joined line by line."),
  plain("commas", separatedString(","), "Definitions joined with commas."),
  plain("envVar", separatedString(":"), "Definitions joined with colons, such as PATH."),
  plain("path", path, "An absolute path, in the store or not."),
  plain("pathInStore", pathInStore, "A path in the Nix store."),
  plain("externalPath", externalPath, "An absolute path outside of the Nix store."),
  plain("package", packageType, "A package."),
  plain("shellPackage", shellPackage, "A package of a shell."),
  plain("pkgs", pkgsType, "A whole package set."),
  plain("attrs", new AnyAttrsType(), "A set; later definitions replace names of earlier ones."),
  plain("anything", anything, "Any value; sets merge by name."),
  plain("raw", raw, "Any value, unchecked and defined once."),
  plain("unspecified", unspecified, "Any value."),
  plain("optionType", optionType, "An option type."),
  plain("json", jsonType, "What JSON can hold."),
  plain("toml", tomlType, "What TOML can hold."),
  plain("luaInline", tagType("luaInline", "inline lua", "lua-inline"), "Lua code made by `lib.mkLuaInline`."),
  plain("fileset", tagType("fileset", "fileset", "fileset"), "A set of files of `lib.fileset`."),
  plain("optionDeclaration", tagType("optionDeclaration", "option declaration", "option"), "An option declaration."),
];

export const intKinds = setOf([
  ...Object.entries(ints).map(([name, type]) => [name, ready(typeValue(type))] as const),
  [
    "between",
    ready(
      native("between", 2, (machine, [low, high], at) => {
        const lowest = expectInt(machine, low, at);
        const highest = expectInt(machine, high, at);
        if (lowest > highest) throw new NixError("assert", "ints.between: lowest must be smaller than highest", at);
        return typeValue(intBetween(lowest, highest));
      }),
    ),
  ],
]);

function numberWithin(name: string, description: string, fits: (value: number) => boolean, isClause: boolean): Value {
  return typeValue(
    new Atom({
      name,
      description,
      kind: "number",
      class: isClause ? "nonRestrictiveClause" : "conjunction",
      check: (_, value) => (value.type === "int" || value.type === "float") && fits(Number(value.value)),
    }),
  );
}

export const numberKinds = setOf([
  [
    "nonnegative",
    ready(
      numberWithin(
        "numberNonnegative",
        "nonnegative integer or floating point number, meaning >=0",
        (n) => n >= 0,
        true,
      ),
    ),
  ],
  [
    "positive",
    ready(numberWithin("numberPositive", "positive integer or floating point number, meaning >0", (n) => n > 0, true)),
  ],
  [
    "between",
    ready(
      native("between", 2, (machine, [low, high], at) => {
        const lowest = Number(expectNumber(machine, low, at).value);
        const highest = Number(expectNumber(machine, high, at).value);
        const text = `integer or floating point number between ${lowest} and ${highest} (both inclusive)`;
        return numberWithin("numberBetween", text, (n) => n >= lowest && n <= highest, false);
      }),
    ),
  ],
]);
