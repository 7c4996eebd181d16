/** `lib.types`. */
import { NixError } from "../../eval/core/errors.ts";
import { expectAttrs, expectBool, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeBool, makeNull, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { Attr, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { escapeIdentifier } from "../../nixpkgs/lib/support/escapes.ts";
import { formals, optionalField, required } from "../../nixpkgs/lib/support/records.ts";
import { deferred, fn, type LibEntry, type LibTable, libConstant, table } from "../../nixpkgs/lib/support/table.ts";
import { typeTag, withTag } from "../definitions/properties.ts";
import { Atom, unspecified } from "../types/atoms.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import { CoercedType, EitherType, EnumType, oneOf } from "../types/choices.ts";
import { ListType, NonEmptyListType } from "../types/lists.ts";
import type { OptionType } from "../types/optionType.ts";
import { AttrTagType } from "../types/optionTypeType.ts";
import { pathWith } from "../types/paths.ts";
import { separatedString, strMatching } from "../types/strings.ts";
import { DeferredModuleType, type SubmoduleEvaluator, type SubmoduleSpec, SubmoduleType } from "../types/submodule.ts";
import { customType, laterType, readType, typeValue } from "../types/typeValue.ts";
import { CheckedType, FunctionType, NullOrType, UniqueType } from "../types/wrappers.ts";

import { atoms, intKinds, numberKinds, plain } from "./typeAtoms.ts";

const around = (name: string, summary: string, make: (inner: OptionType) => OptionType): LibEntry =>
  fn(name, 1, "OptionType -> OptionType", summary, (machine, [inner]) => typeValue(make(laterType(machine, inner))));

const composed: readonly LibEntry[] = [
  libConstant(
    "ints",
    "AttrSet",
    "Kinds of integers: `u8`, `u16`, `u32`, `s8`, `s16`, `s32`, `unsigned`, `positive`, `between`.",
    intKinds,
  ),
  libConstant("numbers", "AttrSet", "Kinds of numbers: `between`, `nonnegative`, `positive`.", numberKinds),
  fn("strMatching", 1, "String -> OptionType", "A string that an expression matches.", (machine, [pattern], at) =>
    typeValue(strMatching(expectString(machine, pattern, at))),
  ),
  fn("separatedString", 1, "String -> OptionType", "Definitions joined with a separator.", (machine, [separator], at) =>
    typeValue(separatedString(expectString(machine, separator, at))),
  ),
  around("passwdEntry", "A string for a field of /etc/passwd.", (inner) => passwdEntry(inner)),
  fn(
    "pathWith",
    1,
    "{ inStore?, absolute? } -> OptionType",
    "A path with chosen properties.",
    (machine, [argument], at) => {
      const given = formals(machine, "pathWith", argument, ["inStore", "absolute"], at);
      const flag = (thunk: Thunk | null): boolean | null =>
        thunk === null || expectKnown(machine, thunk).type === "null" ? null : expectBool(machine, thunk, at);
      return typeValue(pathWith(flag(given("inStore")), flag(given("absolute"))));
    },
  ),
  around("listOf", "A list whose definitions are joined.", (inner) => new ListType(inner)),
  around("nonEmptyListOf", "A list with at least one element.", (inner) => new NonEmptyListType(inner)),
  around("attrsOf", "A set of values of one type.", (inner) => new AttrsOfType(inner, false)),
  around("loaOf", "A set of values of one type; `attrsOf` today.", (inner) => new AttrsOfType(inner, false)),
  around("lazyAttrsOf", "A set of values of one type, lazy in its values.", (inner) => new AttrsOfType(inner, true)),
  fn(
    "attrsWith",
    1,
    "{ elemType, lazy?, placeholder? } -> OptionType",
    "A set of values of one type, with choices.",
    (machine, [argument], at) => {
      const given = formals(machine, "attrsWith", argument, ["elemType", "lazy", "placeholder"], at);
      const element = laterType(machine, required(given("elemType"), "attrsWith", "elemType", at));
      const isLazy = given("lazy");
      const placeholder = given("placeholder");
      const name = placeholder === null ? "name" : expectString(machine, placeholder, at);
      return typeValue(new AttrsOfType(element, isLazy !== null && expectBool(machine, isLazy, at), name));
    },
  ),
  around("nullOr", "Null or a value of the type.", (inner) => new NullOrType(inner)),
  around("uniq", "A value that is defined once.", (inner) => new UniqueType(inner, "")),
  fn(
    "unique",
    2,
    "{ message } -> OptionType -> OptionType",
    "A value that is defined once, with a word of advice.",
    (machine, [argument, inner], at) => {
      const message = optionalField(machine, argument, "message");
      return typeValue(
        new UniqueType(laterType(machine, inner), message === null ? "" : expectString(machine, message, at)),
      );
    },
  ),
  around("functionTo", "A function to values of the type.", (inner) => new FunctionType(inner)),
  fn("enum", 1, "[a] -> OptionType", "One of the listed values.", (machine, [members], at) =>
    typeValue(new EnumType(expectList(machine, members, at).items)),
  ),
  fn(
    "either",
    2,
    "OptionType -> OptionType -> OptionType",
    "A value of one type or of the other.",
    (machine, [left, right]) => typeValue(new EitherType(laterType(machine, left), laterType(machine, right))),
  ),
  fn("oneOf", 1, "[OptionType] -> OptionType", "A value of any of the types.", (machine, [types], at) =>
    typeValue(oneOf(expectList(machine, types, at).items.map((type) => laterType(machine, type)))),
  ),
  fn(
    "coercedTo",
    3,
    "OptionType -> (a -> b) -> OptionType -> OptionType",
    "A value of one type that is turned into another.",
    (machine, [from, coerce, to]) =>
      typeValue(new CoercedType(laterType(machine, from), coerce, laterType(machine, to))),
  ),
  fn(
    "addCheck",
    2,
    "OptionType -> (a -> Bool) -> OptionType",
    "A type with a further check.",
    (machine, [inner, check]) => typeValue(new CheckedType(readType(machine, inner), check)),
  ),
  fn(
    "attrTag",
    1,
    "{ TAG = Option } -> OptionType",
    "One of several options, told apart by name.",
    (machine, [tags], at) => attrTag(machine, tags, at),
  ),
  fn(
    "mkOptionType",
    1,
    "{ name, check, merge, … } -> OptionType",
    "A type of one's own.",
    (machine, [argument], at) => {
      const given = expectAttrs(machine, argument, at);
      return typeValue(customType(machine, given, unspecified));
    },
  ),
  fn("mergeTypes", 2, "OptionType -> OptionType -> OptionType", "Two types as one.", (machine, [left, right], at) => {
    const merged = readType(machine, left).mergeWith(machine, readType(machine, right));
    return merged === null ? withTag(machine, ready(setOf([])), "merge-error", at) : typeValue(merged);
  }),
  fn("isType", 2, "String -> a -> Bool", "Whether a value carries a type name.", (machine, [name, value], at) =>
    makeBool(typeTag(machine, expectKnown(machine, value)) === expectString(machine, name, at)),
  ),
  fn("setType", 2, "String -> AttrSet -> AttrSet", "A set with a type name.", (machine, [name, value], at) =>
    withTag(machine, value, expectString(machine, name, at), at),
  ),
  fn("isOptionType", 1, "a -> Bool", "Whether a value is an option type.", (machine, [value]) =>
    makeBool(typeTag(machine, expectKnown(machine, value)) === "option-type"),
  ),
];

function passwdEntry(inner: OptionType): OptionType {
  return new Atom({
    name: `passwdEntry ${inner.name}`,
    description: "string, not containing newlines or colons",
    kind: "string",
    class: "nonRestrictiveClause",
    check: (machine, value) => {
      const verdict = inner.check(machine, value);
      return verdict === "unknown"
        ? verdict
        : verdict === "accepted" && !(value.type === "string" && /[:\n]/.test(value.value));
    },
  });
}

function attrTag(machine: Machine, tags: Thunk, at: Origin): Value {
  const types = new Map<string, OptionType>();
  for (const [name, attr] of expectAttrs(machine, tags, at).attrs) {
    const option = expectKnown(machine, attr.value);
    if (typeTag(machine, option) !== "option" || option.type !== "attrs") {
      throw new NixError(
        "throw",
        `In attrTag, each tag value must be an option, but tag ${escapeIdentifier(name)} was not.`,
        at,
      );
    }
    const type = option.attrs.get("type");
    types.set(name, type === undefined ? unspecified : readType(machine, type.value));
  }
  return typeValue(new AttrTagType(types));
}

/** The types that hold modules need to know how modules are evaluated. */
function moduleTypes(evaluator: SubmoduleEvaluator): readonly LibEntry[] {
  const submodule = (spec: SubmoduleSpec): Value => typeValue(new SubmoduleType(evaluator, spec));
  const simple = {
    specialArgs: new Map<string, Attr>(),
    shorthandOnlyDefinesConfig: true,
    description: null,
    className: null,
  };
  return [
    fn("submodule", 1, "Module -> OptionType", "A set with options of its own.", (machine, [modules]) => {
      const value = modules.force(machine);
      return submodule({ ...simple, modules: value.type === "list" ? value.items : [modules] });
    }),
    fn(
      "submoduleWith",
      1,
      "{ modules, specialArgs?, … } -> OptionType",
      "A set with options of its own, with choices.",
      (machine, [argument], at) => {
        const given = formals(
          machine,
          "submoduleWith",
          argument,
          ["modules", "specialArgs", "shorthandOnlyDefinesConfig", "description", "class"],
          at,
        );
        const text = (thunk: Thunk | null): string | null => {
          const value = thunk === null ? makeNull() : expectKnown(machine, thunk);
          return value.type === "string" ? value.value : null;
        };
        const specialArgs = given("specialArgs");
        const shorthand = given("shorthandOnlyDefinesConfig");
        return submodule({
          modules: expectList(machine, required(given("modules"), "submoduleWith", "modules", at), at).items,
          specialArgs: specialArgs === null ? new Map() : new Map(expectAttrs(machine, specialArgs, at).attrs),
          shorthandOnlyDefinesConfig:
            shorthand !== null && expectKnown(machine, shorthand).type !== "null" && expectBool(machine, shorthand, at),
          description: text(given("description")),
          className: text(given("class")),
        });
      },
    ),
    plain("deferredModule", new DeferredModuleType([]), "A module to be evaluated elsewhere."),
    fn(
      "deferredModuleWith",
      1,
      "{ staticModules? } -> OptionType",
      "A module to be evaluated elsewhere, with modules beside it.",
      (machine, [argument], at) => {
        const modules = optionalField(machine, argument, "staticModules");
        return typeValue(new DeferredModuleType(modules === null ? [] : expectList(machine, modules, at).items));
      },
    ),
  ];
}

/** All of `lib.types`, for one way to evaluate modules. */
export function typesLib(evaluator: SubmoduleEvaluator): LibTable {
  const entries: LibTable = table(...atoms, ...composed, ...moduleTypes(evaluator));
  const self = setOf([...entries].map(([name, entry]) => [name, entry.value] as const));
  return new Map([...entries, ["types", deferred("types", "AttrSet", "The types themselves.", ready(self))]]);
}
