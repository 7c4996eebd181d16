/** The types of file formats: `pkgs.formats.X { }.type`, `lib.types.json`, `lib.types.toml`. */
import type { Machine } from "../../eval/core/machine.ts";
import type { Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { bool, float, int } from "./atoms.ts";
import { AttrsOfType } from "./attrsTypes.ts";
import { oneOf } from "./choices.ts";
import { ListType } from "./lists.ts";
import { type Combined, type DescriptionClass, OptionType, type Verdict } from "./optionType.ts";
import { path } from "./paths.ts";
import { str } from "./strings.ts";
import { NullOrType } from "./wrappers.ts";

/** A type under another description, which may hold itself. */
export class NamedType extends OptionType {
  readonly descriptionClass: DescriptionClass | null;
  readonly #description: string;
  readonly #make: (self: OptionType) => OptionType;
  #inner: OptionType | null = null;

  constructor(
    description: string,
    make: (self: OptionType) => OptionType,
    descriptionClass: DescriptionClass | null = "conjunction",
  ) {
    super();
    this.descriptionClass = descriptionClass;
    this.#description = description;
    this.#make = make;
  }

  get inner(): OptionType {
    this.#inner ??= this.#make(this);
    return this.#inner;
  }

  get name(): string {
    return this.inner.name;
  }

  protected makeDescription(): string {
    return this.#description;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return this.inner.info(machine);
  }

  check(machine: Machine, value: Value): Verdict {
    return this.inner.check(machine, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const combined = this.inner.combine(machine, loc, definitions);
    const { head } = combined;
    return head.verdict === "rejected" && head.type === this.inner
      ? { ...combined, head: { ...head, type: this } }
      : combined;
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.inner.merge(machine, loc, definitions);
  }

  override emptyValue(machine: Machine) {
    return this.inner.emptyValue(machine);
  }

  protected override mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    return other instanceof NamedType && other.#description === this.#description ? this : null;
  }
}

function serializable(description: string, nullable: boolean): OptionType {
  return new NamedType(description, (self) => {
    const value = oneOf([bool, int, float, str, path, new AttrsOfType(self, false), new ListType(self)]);
    return nullable ? new NullOrType(value) : value;
  });
}

export const jsonType = serializable("JSON value", true);
export const yamlType = serializable("YAML value", true);
export const tomlType = serializable("TOML value", false);

const singleAtom = new NamedType(
  "INI atom (null, bool, int, float or string)",
  () => new NullOrType(oneOf([bool, int, float, str])),
);

/** An INI value; with `lists` several of them for keys that may stand more than once. */
function iniAtom(lists: boolean): OptionType {
  if (!lists) return singleAtom;
  return new NamedType("INI atom (null, bool, int, float or string) or a list of them for duplicate keys", () =>
    oneOf([singleAtom, new ListType(singleAtom)]),
  );
}

export const iniType = (lists: boolean): OptionType => new AttrsOfType(new AttrsOfType(iniAtom(lists), false), false);
export const keyValueType = (lists: boolean): OptionType => new AttrsOfType(iniAtom(lists), false);
