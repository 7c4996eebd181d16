/**
 * Types that check, out of types as data: what a list of options says of an option's type becomes the type itself.
 * Invariant: such a type rejects only what the type of that description certainly rejects. What a description does not
 * tell (a function that checks, the options of a submodule) is left open.
 */
import type { Machine } from "../../eval/core/machine.ts";
import { makeBool, makeFloat, makeInt, makeNull, makeString, makeUnknown, ready } from "../../eval/core/make.ts";
import type { Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import type { TypeInfo } from "../model/view.ts";
import { anything } from "./anything.ts";
import { Atom, type AtomSpec, bool, boundedInt, float, int, ints, raw, unspecified } from "./atoms.ts";
import { AnyAttrsType, AttrsOfType } from "./attrsTypes.ts";
import { CoercedType, EnumType, oneOf } from "./choices.ts";
import { jsonType, NamedType, tomlType, yamlType } from "./formats.ts";
import { ListType, NonEmptyListType } from "./lists.ts";
import { type DescriptionClass, notModelled, OptionType, type Verdict } from "./optionType.ts";
import { packageType, path, pathInStore } from "./paths.ts";
import { nonEmptyStr, separatedString, singleLineStr, str, strMatching } from "./strings.ts";
import { mayBeModule } from "./submodule.ts";
import { UnknownType } from "./unknownType.ts";
import { FunctionType, NullOrType } from "./wrappers.ts";

const made = new WeakMap<TypeInfo, OptionType>();

/** The type that `info` describes; the same object for the same `info`. */
export function describedType(info: TypeInfo): OptionType {
  let type = made.get(info);
  if (type === undefined) {
    type = known.get(info.description) ?? ofKind(info);
    made.set(info, type);
  }
  return type;
}

/** Types that their description tells by itself. */
const known: ReadonlyMap<string, OptionType> = new Map(
  [
    ...[bool, int, float, str, nonEmptyStr, singleLineStr, path, pathInStore, packageType, raw, unspecified],
    ...Object.values(ints),
  ]
    .map((atom): [string, OptionType] => [atom.spec.description, atom])
    .concat([
      ["anything", anything],
      ["JSON value", jsonType],
      ["YAML value", yamlType],
      ["YAML 1.1 value", yamlType],
      ["TOML value", tomlType],
    ]),
);

function ofKind(info: TypeInfo): OptionType {
  const { kind, description } = info;
  switch (kind) {
    case "bool":
      return renamed(bool, description);
    case "int":
    case "port":
      return boundedInt("int", description, bound(info.minimum), bound(info.maximum), classOfNumber(description));
    case "float":
    case "number":
      return numberType(info);
    case "string":
      return stringType(description);
    case "path":
      return renamed(
        description.endsWith("in the Nix store") ? pathInStore : path,
        description,
        clauseClass(description),
      );
    case "package":
      return renamed(packageType, description);
    case "enum":
      return new EnumType((info.members ?? []).map((text) => ready(literalValue(text))));
    case "listOf":
      return description.startsWith("non-empty ") ? new NonEmptyListType(inner(info)) : new ListType(inner(info));
    case "attrsOf":
      return attrsType(info);
    case "nullOr":
      return named(info, new NullOrType(inner(info)), "null or ");
    case "either":
      return named(info, oneOf((info.inner ?? []).map(describedType)), "");
    case "coercedTo":
      return new CoercedType(inner(info, 1), UNKNOWN_FUNCTION, inner(info));
    case "submodule":
      return new UnlistedSubmodule(description);
    case "functionTo":
      return new FunctionType(inner(info));
    case "anything":
      return renamed(unspecified, description, null);
    case "attrs":
      return new AnyAttrsType();
    case "opaque":
      return new NamedType(description, () => new UnknownType(makeUnknown(unread(description))), null);
  }
}

function inner(info: TypeInfo, index = 0): OptionType {
  const type = info.inner?.[index];
  return type === undefined ? new UnknownType(makeUnknown(unread(info.description))) : describedType(type);
}

function unread(description: string): UnknownReason {
  return { kind: "notModelled", what: `the type ${description}` };
}

const UNKNOWN_FUNCTION: Thunk = ready(notModelled("what a type converts values with"));

/** A format's own name for a choice of types, where the description is not made of theirs. */
function named({ description, inner: parts = [] }: TypeInfo, type: OptionType, prefix: string): OptionType {
  const words = (text: string): string => text.replace(/[(),]/g, "");
  const composed = prefix + parts.map((part) => part.description).join(" or ");
  return words(composed) === words(description) ? type : new NamedType(description, () => type);
}

function attrsType(info: TypeInfo): OptionType {
  const { description } = info;
  // The entries of a DAG have a form of their own around their values.
  if (description.startsWith("DAG of "))
    return new NamedType(description, () => new AttrsOfType(new UnknownType(makeUnknown(unread(description))), false));
  const type = new AttrsOfType(inner(info), description.startsWith("lazy "));
  return /^(?:lazy )?attribute set of /.test(description) ? type : new NamedType(description, () => type, "composite");
}

function numberType({ kind, description, minimum = -Infinity, maximum = Infinity }: TypeInfo): OptionType {
  const isExclusive = description.endsWith(", meaning >0");
  return new Atom({
    name: kind,
    description,
    kind,
    class: classOfNumber(description),
    check: (_, value) => {
      if (value.type !== "float" && !(kind === "number" && value.type === "int")) return false;
      const number = Number(value.value);
      return number >= minimum && number <= maximum && !(isExclusive && number === minimum);
    },
  });
}

function classOfNumber(description: string): DescriptionClass {
  return /, meaning /.test(description) ? "nonRestrictiveClause" : "noun";
}

function clauseClass(description: string): DescriptionClass {
  return /, /.test(description) ? "nonRestrictiveClause" : "noun";
}

function stringType(description: string): OptionType {
  const separator = /^strings concatenated with (".*")$/.exec(description)?.[1];
  if (separator !== undefined) return separatedString(textOf(separator));
  const pattern = /^string matching the pattern (.*)$/.exec(description)?.[1];
  if (pattern !== undefined) return strMatching(pattern);
  // What else the description asks for is a function that is not here; that it is a string is certain.
  return renamed(str, description, clauseClass(description));
}

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

function renamed(atom: Atom, description: string, descriptionClass: AtomSpec["class"] = "noun"): OptionType {
  return new Atom({ ...atom.spec, description, class: descriptionClass });
}

const bound = (value: number | undefined): bigint | null => (value === undefined ? null : BigInt(Math.trunc(value)));

/** A member of an enum as its text says it. */
function literalValue(text: string): Value {
  if (text.startsWith('"')) return makeString(text.slice(1, -1).replace(/\\(["\\$])/g, "$1"));
  if (text === "true" || text === "false") return makeBool(text === "true");
  if (text === "null") return makeNull();
  return /^-?\d+$/.test(text) ? makeInt(BigInt(text)) : makeFloat(Number(text));
}

/** A submodule of whose options only a list knows, which is for who looks inside. */
class UnlistedSubmodule extends OptionType {
  readonly name = "submodule";
  readonly descriptionClass = null;
  readonly #description: string;

  constructor(description: string) {
    super();
    this.#description = description;
  }

  protected makeDescription(): string {
    return this.#description;
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "submodule" };
  }

  check(_machine: Machine, value: Value): Verdict {
    return mayBeModule(value);
  }

  merge(): Value {
    return notModelled("the options of a submodule");
  }
}
