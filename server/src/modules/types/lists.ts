/** `listOf` and `nonEmptyListOf`. */
import type { Machine } from "../../eval/core/machine.ts";
import { emptyAttrs, makeList, makeUnknown, ready } from "../../eval/core/make.ts";
import type { Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { type DischargedDefinition, plainDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { Merging } from "./merging.ts";
import {
  type Combined,
  type DescriptionClass,
  headOf,
  OptionType,
  phrase,
  unknownOf,
  type Verdict,
} from "./optionType.ts";

const EMPTY_LIST = ready(makeList([]));

export class ListType extends OptionType {
  readonly name = "listOf";
  readonly descriptionClass: DescriptionClass = "composite";
  readonly element: OptionType;

  constructor(element: OptionType) {
    super();
    this.element = element;
  }

  protected makeDescription(machine: Machine): string {
    return `list of ${phrase(machine, this.element, ["noun", "composite"])}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return { kind: "listOf", inner: [this.element.info(machine)] };
  }

  check(_machine: Machine, value: Value): Verdict {
    return value.type === "list" ? "accepted" : value.type === "unknown" ? "unknown" : "rejected";
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    let elements: readonly Merging[] | null = null;
    const mergings = (): readonly Merging[] => {
      elements ??= this.#elements(loc, definitions);
      return elements;
    };
    return {
      head: headOf(machine, this, definitions),
      value: (later) => this.#value(later, definitions, mergings()),
      inside: () => ({ kind: "list", items: mergings() }),
    };
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.#value(machine, definitions, this.#elements(loc, definitions));
  }

  #elements(loc: Loc, definitions: readonly DischargedDefinition[]): readonly Merging[] {
    return definitions.flatMap((definition, index) => {
      if (definition.value.type !== "list") return [];
      return definition.value.items.map((item, position) => {
        const place = loc.inside({ definition: index + 1, entry: position + 1 });
        return new Merging(place, this.element, [plainDefinition({ ...definition.source, name: null }, item)]);
      });
    });
  }

  #value(machine: Machine, definitions: readonly DischargedDefinition[], elements: readonly Merging[]): Value {
    let doubt: UnknownReason | null = unknownOf(definitions);
    const items: Thunk[] = [];
    for (const element of elements) {
      machine.step();
      const defined = element.isDefined(machine);
      if (defined === null) doubt ??= element.outline(machine).doubt;
      if (defined === true) items.push(element.value);
    }
    if (doubt !== null) return makeUnknown(doubt);
    const [only] = definitions;
    return makeList(items, definitions.length === 1 ? (only?.value.origin ?? null) : null);
  }

  override emptyValue(_machine: Machine): Thunk | null {
    return EMPTY_LIST;
  }

  override subModules(): readonly Thunk[] | null {
    return this.element.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return new ListType(this.element.withSubModules(modules));
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof ListType)) return null;
    const element = this.element.mergeWith(machine, other.element);
    return element === null ? null : new ListType(element);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [["elemType", this.element]];
  }
}

/** `nonEmptyListOf`: no empty value, and an empty definition is refused. */
export class NonEmptyListType extends ListType {
  protected override makeDescription(machine: Machine): string {
    return `non-empty (${super.makeDescription(machine)})`;
  }

  override check(machine: Machine, value: Value): Verdict {
    return value.type === "list" && value.items.length === 0 ? "rejected" : super.check(machine, value);
  }

  override emptyValue(_machine: Machine): Thunk | null {
    return null;
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return new NonEmptyListType(this.element.withSubModules(modules));
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof ListType)) return null;
    const element = this.element.mergeWith(machine, other.element);
    return element === null ? null : new ListType(element);
  }
}

export const EMPTY_SET: Thunk = ready(emptyAttrs());
