/**
 * Option types as Nix values, and back. A type is a set whose parts are made when looked at; `types.X // { … }` keeps
 * those that it does not replace, and by them the native type is found again.
 */
import { NixError } from "../../eval/core/errors.ts";
import { expectKnownValue, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeList,
  makeNull,
  makeString,
  makeUnknown,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { field } from "../../nixpkgs/lib/support/records.ts";
import { type DischargedDefinition, plainlyDischarged } from "../definitions/definition.ts";
import { LazyAttrs } from "../definitions/lazyAttrs.ts";
import { typeTag } from "../definitions/properties.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import { Loc } from "../model/location.ts";
import { unspecified } from "./atoms.ts";
import { CustomType, type Replaced } from "./custom.ts";
import { DeferredType } from "./deferredType.ts";
import type { DescriptionClass, OptionType } from "./optionType.ts";
import { OptionType as OptionTypeClass } from "./optionType.ts";
import { DeferredModuleType, SubmoduleType } from "./submodule.ts";
import { UnknownType } from "./unknownType.ts";

const VALUES = new WeakMap<OptionType, AttrsValue>();
/** Which type a part belongs to. */
const OWNERS = new WeakMap<Attr, OptionType>();

/** The set that stands for a type; always the same one for the same type. */
export function typeValue(given: OptionType): AttrsValue {
  const type = given.resolve();
  const known = VALUES.get(type);
  if (known !== undefined) return known;
  const attrs = new LazyAttrs({ names: () => PARTS.keys(), make: (name) => makePart(type, name) });
  const value = makeAttrs(attrs, null, null, type);
  VALUES.set(type, value);
  return value;
}

function makePart(type: OptionType, name: string): Attr | null {
  const part = PARTS.get(name);
  if (part === undefined) return null;
  const attr = { value: lazy((machine) => part(type, machine)), origin: null };
  OWNERS.set(attr, type);
  return attr;
}

type Part = (type: OptionType, machine: Machine) => Value;

const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ["_type", () => makeString("option-type")],
  ["name", (type) => makeString(type.name)],
  ["description", (type, machine) => makeString(type.describe(machine))],
  ["descriptionClass", (type) => (type.descriptionClass === null ? makeNull() : makeString(type.descriptionClass))],
  ["check", (type) => native("check", 1, (machine, [value]) => verdictValue(type, machine, value.force(machine)))],
  ["merge", (type) => native("merge", 2, (machine, [loc, defs], at) => mergeCall(type, machine, loc, defs, at))],
  ["emptyValue", (type, machine) => setOf(entriesOf("value", type.emptyValue(machine)))],
  ["getSubOptions", (type) => native("getSubOptions", 1, (machine) => subOptions(type, machine))],
  ["getSubModules", (type) => listOrNull(type.subModules())],
  [
    "substSubModules",
    (type) =>
      native("substSubModules", 1, (m, [modules], at) =>
        typeValue(type.withSubModules(expectList(m, modules, at).items)),
      ),
  ],
  ["typeMerge", (type) => native("typeMerge", 1, (machine, [functor]) => typeMerge(type, machine, functor))],
  ["functor", (type) => functorOf(type)],
  ["nestedTypes", (type) => setOf(type.nested().map(([name, inner]) => [name, ready(typeValue(inner))] as const))],
  ["deprecationMessage", () => makeNull()],
]);

function entriesOf(name: string, thunk: Thunk | null): readonly (readonly [string, Thunk])[] {
  return thunk === null ? [] : [[name, thunk]];
}

function listOrNull(items: readonly Thunk[] | null): Value {
  return items === null ? makeNull() : makeList(items);
}

function verdictValue(type: OptionType, machine: Machine, value: Value): Value {
  const verdict = type.check(machine, value);
  if (verdict !== "unknown") return makeBool(verdict === "accepted");
  return value.type === "unknown"
    ? value
    : makeUnknown({ kind: "notModelled", what: `whether a value is ${type.name}` });
}

function mergeCall(type: OptionType, machine: Machine, loc: Thunk, defs: Thunk, at: Origin): Value {
  return type.combine(machine, readLoc(machine, loc, at), readDefinitions(machine, defs, at)).value(machine);
}

/** `loc` as Nix code gives it. */
export function readLoc(machine: Machine, loc: Thunk, at: Origin): Loc {
  const names = expectList(machine, loc, at).items.map((item) => expectString(machine, item, at));
  return new Loc(names, names.length);
}

/** Definitions as Nix code gives them: `{ file; value; }`. */
export function readDefinitions(machine: Machine, definitions: Thunk, at: Origin): readonly DischargedDefinition[] {
  return expectList(machine, definitions, at).items.map((item): DischargedDefinition => {
    const file = expectKnownValue(field(machine, item, "file", at).force(machine));
    const thunk = field(machine, item, "value", at);
    const module = nativeModule(file.type === "string" ? file.value : "<unknown-file>");
    const source = { module, binding: null, name: null, depth: 0, above: null };
    const value = thunk.force(machine);
    return plainlyDischarged(source, thunk, value);
  });
}

function nativeModule(label: string): ModuleInfo {
  return { key: label, uri: null, label, source: "native", unreadable: null, importedAt: null, importedBy: null };
}

/** The options inside a type, for documentation. */
function subOptions(given: OptionType, machine: Machine): Value {
  const type = given.resolve();
  if (type instanceof SubmoduleType) return type.documentation().options.force(machine);
  if (type instanceof DeferredModuleType) return setOf([]);
  for (const [, inner] of type.nested()) {
    const found = subOptions(inner, machine);
    if (found.type === "attrs" && found.attrs.size > 0) return found;
  }
  return setOf([]);
}

/** The functor of a type holds the type, so that `typeMerge` can find it. */
function functorOf(type: OptionType): Value {
  const [inner] = type.nested();
  const element = inner === undefined ? makeNull() : typeValue(inner[1]);
  const payload = inner === undefined ? makeNull() : setOf([["elemType", ready(element)]]);
  const rest = makeUnknown({ kind: "notModelled", what: "the functor of an option type" });
  const entries = [
    ["name", ready(makeString(type.name))],
    ["wrapped", ready(element)],
    ["payload", ready(payload)],
  ] as const;
  return { ...setOf(entries), rest, native: type };
}

function typeMerge(type: OptionType, machine: Machine, functor: Thunk): Value {
  const given = expectKnownValue(functor.force(machine));
  const other = given.type === "attrs" ? given.native : null;
  if (!(other instanceof OptionTypeClass))
    return makeUnknown({ kind: "notModelled", what: "typeMerge with another functor" });
  const merged = type.mergeWith(machine, other);
  return merged === null ? makeNull() : typeValue(merged);
}

const CUSTOM = new WeakMap<AttrsValue, OptionType>();

/** The type that a value is. What is no type at all is an error; what is unknown is a type that rejects nothing. */
export function readType(machine: Machine, thunk: Thunk): OptionType {
  const value = thunk.force(machine);
  if (value.type === "unknown") return new UnknownType(value);
  if (value.type === "attrs") {
    if (value.native instanceof OptionTypeClass) return value.native;
    const known = CUSTOM.get(value);
    if (known !== undefined) return known;
    if (typeTag(machine, value) === "option-type") {
      const custom = readCustom(machine, value);
      CUSTOM.set(value, custom);
      return custom;
    }
    if (value.rest !== null) return new UnknownType(value.rest);
  }
  throw new NixError("type", "this value is no option type", value.origin);
}

function readCustom(machine: Machine, value: AttrsValue): OptionType {
  const owner = ["functor", "typeMerge", "nestedTypes", "merge", "check"]
    .map((name) => OWNERS.get(value.attrs.get(name) ?? NOBODY))
    .find((found) => found !== undefined);
  return customType(machine, value, owner ?? unspecified);
}

/** The same, read only when the type is needed. */
export function laterType(machine: Machine, thunk: Thunk): OptionType {
  return thunk.peek() === null
    ? new DeferredType(() => machine.pinned(() => readType(machine, thunk)))
    : readType(machine, thunk);
}

const NOBODY: Attr = { value: ready(makeNull()), origin: null };

/** A type of the parts in a set, with what the set does not say (or says unchanged) from `base`. */
export function customType(machine: Machine, value: AttrsValue, base: OptionType): OptionType {
  const own = (name: string): Thunk | null => {
    const attr = value.attrs.get(name);
    return attr === undefined || OWNERS.get(attr) === base ? null : attr.value;
  };
  const name = own("name")?.force(machine);
  const cls = own("descriptionClass")?.force(machine);
  const replaced: Replaced = {
    name: name?.type === "string" ? name.value : null,
    description: own("description"),
    descriptionClass: cls === undefined ? undefined : cls.type === "string" ? (cls.value as DescriptionClass) : null,
    check: own("check"),
    merge: own("merge"),
    emptyValue: own("emptyValue"),
  };
  return new CustomType(base, replaced);
}
