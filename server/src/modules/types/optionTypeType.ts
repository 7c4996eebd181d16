/** The type of types, and `attrTag`. */
import type { Machine } from "../../eval/core/machine.ts";
import { makeAttrs, makeUnknown } from "../../eval/core/make.ts";
import type { Value } from "../../eval/core/value.ts";
import { type DischargedDefinition, plainDefinition } from "../definitions/definition.ts";
import { typeTag } from "../definitions/properties.ts";
import { sourceOf } from "../definitions/pushDown.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { conflict, Merging } from "./merging.ts";
import { OptionType, unknownOf, type Verdict } from "./optionType.ts";
import { readType, typeValue } from "./typeValue.ts";

class OptionTypeType extends OptionType {
  readonly name = "optionType";
  readonly descriptionClass = "noun";

  protected makeDescription(): string {
    return "optionType";
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "opaque" };
  }

  check(machine: Machine, value: Value): Verdict {
    if (value.type === "unknown") return "unknown";
    return typeTag(machine, value) === "option-type" ? "accepted" : "rejected";
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const unknown = unknownOf(definitions);
    if (unknown !== null) return makeUnknown(unknown);
    const [first, ...others] = definitions;
    if (first === undefined) return makeUnknown({ kind: "syntax" });
    let merged = readType(machine, first.thunk);
    for (const other of others) {
      const both = merged.mergeWith(machine, readType(machine, other.thunk));
      if (both === null) throw conflict(loc, [first, other], `The option \`${loc.show()}' is already declared.`);
      merged = both;
    }
    return others.length === 0 ? first.value : typeValue(merged);
  }
}

export const optionType: OptionType = new OptionTypeType();

/** One of several options, told apart by the one name in the set. */
export class AttrTagType extends OptionType {
  readonly name = "attrTag";
  readonly descriptionClass = "noun";
  readonly tags: ReadonlyMap<string, OptionType>;

  constructor(tags: ReadonlyMap<string, OptionType>) {
    super();
    this.tags = tags;
  }

  protected makeDescription(): string {
    return `attribute-tagged union with choices: ${[...this.tags.keys()].join(", ")}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    const inner = [...this.tags.values()].map((type) => type.info(machine));
    return { kind: "opaque", inner };
  }

  check(_machine: Machine, value: Value): Verdict {
    if (value.type === "unknown") return "unknown";
    if (value.type !== "attrs") return "rejected";
    const [name, ...more] = value.attrs.keys();
    if (value.rest !== null) return more.length > 0 ? "rejected" : "unknown";
    return name !== undefined && more.length === 0 && this.tags.has(name) ? "accepted" : "rejected";
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const unknown = unknownOf(definitions);
    if (unknown !== null) return makeUnknown(unknown);
    const chosen = definitions.map(({ value }) => (value.type === "attrs" ? [...value.attrs.keys()][0] : undefined));
    const [choice] = chosen;
    const type = choice === undefined ? undefined : this.tags.get(choice);
    if (choice === undefined || type === undefined)
      return makeUnknown({ kind: "notModelled", what: "an open attrTag" });
    if (chosen.some((other) => other !== choice)) {
      throw conflict(
        loc,
        definitions,
        `The option \`${loc.show()}\` is defined both as ${[...new Set(chosen)].join(" and ")}.`,
      );
    }
    const inner = definitions.map(({ source, value, thunk }) => {
      const attr = value.type === "attrs" ? value.attrs.get(choice) : undefined;
      return plainDefinition(sourceOf(source, attr?.origin ?? null, choice), attr?.value ?? thunk);
    });
    const merging = new Merging(loc.inside(choice), type, inner);
    merging.value.force(machine);
    return makeAttrs(new Map([[choice, { value: merging.value, origin: inner[0]?.source.binding ?? null }]]));
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [...this.tags];
  }
}
