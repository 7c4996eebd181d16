/** Sets by name: `attrsOf`, `lazyAttrsOf`, `attrsWith`, `attrs`. */
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeUnknown } from "../../eval/core/make.ts";
import type { Attr, Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { type DischargedDefinition, partOf, type RawDefinition, sameDefinitions } from "../definitions/definition.ts";
import { sourceOf } from "../definitions/pushDown.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { EMPTY_SET } from "./lists.ts";
import { mergeSets } from "./merges.ts";
import { Merging } from "./merging.ts";
import {
  ACCEPTED,
  type Combined,
  type DescriptionClass,
  headOf,
  OptionType,
  phrase,
  unknownOf,
  type Verdict,
} from "./optionType.ts";

export class AttrsOfType extends OptionType {
  readonly name: string;
  readonly descriptionClass: DescriptionClass = "composite";
  readonly element: OptionType;
  readonly lazy: boolean;
  readonly placeholder: string;

  constructor(element: OptionType, isLazy: boolean, placeholder = "name") {
    super();
    this.element = element;
    this.lazy = isLazy;
    this.placeholder = placeholder;
    this.name = isLazy ? "lazyAttrsOf" : "attrsOf";
  }

  protected makeDescription(machine: Machine): string {
    return `${this.lazy ? "lazy " : ""}attribute set of ${phrase(machine, this.element, ["noun", "composite"])}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return { kind: "attrsOf", inner: [this.element.info(machine)] };
  }

  check(_machine: Machine, value: Value): Verdict {
    return value.type === "attrs" ? "accepted" : value.type === "unknown" ? "unknown" : "rejected";
  }

  override combine(
    machine: Machine,
    loc: Loc,
    definitions: readonly DischargedDefinition[],
    earlier: Combined | null = null,
  ): Combined {
    const inside = earlier?.inside(machine) ?? null;
    let known = inside?.kind === "attrs" ? inside.entries : null;
    let entries: ReadonlyMap<string, Merging> | null = null;
    const mergings = (): ReadonlyMap<string, Merging> => {
      entries ??= this.#entries(loc, definitions, known);
      known = null;
      return entries;
    };
    const head = headOf(machine, this, definitions);
    return {
      head: head.verdict === "rejected" ? head : ACCEPTED,
      value: (later) => this.#value(later, definitions, mergings()),
      inside: () => ({ kind: "attrs", entries: mergings() }),
    };
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    const isSet = ({ value }: DischargedDefinition): boolean => value.type === "attrs" || value.type === "unknown";
    return definitions.every(isSet) ? this.combine(machine, loc, definitions) : null;
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.#value(machine, definitions, this.#entries(loc, definitions));
  }

  #entries(
    loc: Loc,
    definitions: readonly DischargedDefinition[],
    known: ReadonlyMap<string, Merging> | null = null,
  ): ReadonlyMap<string, Merging> {
    const raw = new Map<string, RawDefinition[]>();
    for (const settled of definitions) {
      const { source, value } = settled;
      if (value.type !== "attrs") continue;
      for (const [name, attr] of value.attrs) {
        const definition = partOf(settled, sourceOf(source, attr.origin, name), attr.value);
        const known = raw.get(name);
        if (known === undefined) raw.set(name, [definition]);
        else known.push(definition);
      }
    }
    const merging = (name: string, list: readonly RawDefinition[]): Merging => {
      const before = known?.get(name) ?? null;
      if (before?.type === this.element && sameDefinitions(before.raw, list)) return before;
      return new Merging(loc.inside(name), this.element, list, before?.type === this.element ? before : null);
    };
    return new Map([...raw].map(([name, list]) => [name, merging(name, list)]));
  }

  #value(machine: Machine, definitions: readonly DischargedDefinition[], entries: ReadonlyMap<string, Merging>): Value {
    const attrs = new Map<string, Attr>();
    let doubt: UnknownReason | null = null;
    for (const [name, merging] of entries) {
      machine.step();
      const defined = this.lazy || merging.isDefined(machine);
      if (defined === null) doubt ??= merging.outline(machine).doubt;
      if (defined !== true) continue;
      attrs.set(name, { value: this.lazy ? this.#orEmpty(merging) : merging.value, origin: bindingOf(merging) });
    }
    const reason = openReason(definitions) ?? doubt;
    const [only] = definitions;
    const origin = definitions.length === 1 ? (only?.value.origin ?? null) : null;
    return makeAttrs(attrs, origin, reason === null ? null : makeUnknown(reason, origin));
  }

  /** A lazy set keeps names whose conditions are false; such a name has the empty value of its type, if there is one. */
  #orEmpty(merging: Merging): Thunk {
    return lazy((machine) => {
      const empty = merging.isDefined(machine) === false ? this.element.emptyValue(machine) : null;
      return (empty ?? merging.value).force(machine);
    });
  }

  override emptyValue(_machine: Machine): Thunk | null {
    return EMPTY_SET;
  }

  override subModules(): readonly Thunk[] | null {
    return this.element.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return new AttrsOfType(this.element.withSubModules(modules), this.lazy, this.placeholder);
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof AttrsOfType) || other.lazy !== this.lazy) return null;
    const element = this.element.mergeWith(machine, other.element);
    if (element === null) return null;
    const placeholder = this.placeholder === "name" ? other.placeholder : this.placeholder;
    if (other.placeholder !== "name" && other.placeholder !== placeholder) return null;
    return new AttrsOfType(element, this.lazy, placeholder);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [["elemType", this.element]];
  }
}

function bindingOf(merging: Merging): Origin {
  return merging.raw[0]?.source.binding ?? null;
}

/** Why more names than those listed may be there, or `null`. */
export function openReason(definitions: readonly DischargedDefinition[]): UnknownReason | null {
  for (const { value } of definitions) if (value.type === "attrs" && value.rest !== null) return value.rest.reason;
  return unknownOf(definitions);
}

/** `types.attrs`: the old type that merges with `//`. */
export class AnyAttrsType extends OptionType {
  readonly name = "attrs";
  readonly descriptionClass = null;

  protected makeDescription(): string {
    return "attribute set";
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "attrs" };
  }

  check(_machine: Machine, value: Value): Verdict {
    return value.type === "attrs" ? "accepted" : value.type === "unknown" ? "unknown" : "rejected";
  }

  merge(_machine: Machine, _loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const reason = unknownOf(definitions);
    if (reason !== null) return makeUnknown(reason);
    return mergeSets(definitions.flatMap(({ value }) => (value.type === "attrs" ? [value] : [])));
  }

  override emptyValue(_machine: Machine): Thunk | null {
    return EMPTY_SET;
  }
}
