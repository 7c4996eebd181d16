/** `types.anything`: sets merge by name, functions by result, everything else must agree. */
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeFunction } from "../../eval/core/make.ts";
import type { Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { AttrsOfType } from "./attrsTypes.ts";
import { mergeEqual, mergeOne, unknownValueOf } from "./merges.ts";
import { conflict } from "./merging.ts";
import { type Combined, OptionType, type Verdict } from "./optionType.ts";

export class AnythingType extends OptionType {
  readonly name = "anything";
  readonly descriptionClass = "noun";

  protected makeDescription(): string {
    return "anything";
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "anything" };
  }

  check(_machine: Machine, value: Value): Verdict {
    return value.type === "unknown" ? "unknown" : "accepted";
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const sets = definitions.every(({ value }) => isPlainSet(value) || value.type === "unknown");
    if (sets && definitions.some(({ value }) => value.type === "attrs"))
      return new AttrsOfType(this, false).combine(machine, loc, definitions);
    return super.combine(machine, loc, definitions);
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    return definitions.every(({ value }) => isPlainSet(value)) ? this.combine(machine, loc, definitions) : null;
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const unknown = unknownValueOf(definitions);
    if (unknown !== null) return unknown;
    const [first] = definitions;
    const kind = first === undefined ? "null" : kindOf(first.value);
    if (definitions.some(({ value }) => kindOf(value) !== kind)) {
      const files = definitions.map((one) => `\`${one.source.module.label}'`).join(" and ");
      throw conflict(loc, definitions, `The option \`${loc.show()}' has conflicting option types in ${files}`);
    }
    if (kind === "stringCoercibleSet") return mergeOne(machine, loc, definitions);
    if (kind === "function") {
      return makeFunction("merged", (later, argument, at) => {
        const results = definitions.map((definition): DischargedDefinition => {
          const value = later.apply(definition.value, argument, at);
          return { ...definition, value, thunk: lazy(() => value) };
        });
        return this.combine(later, loc.inside("<function body>"), results).value(later);
      });
    }
    return mergeEqual(machine, loc, definitions);
  }
}

function isPlainSet(value: Value): boolean {
  return kindOf(value) === "attrs";
}

function kindOf(value: Value): string {
  if (value.type !== "attrs") return value.type;
  return value.attrs.has("outPath") || value.attrs.has("__toString") ? "stringCoercibleSet" : "attrs";
}

export const anything: OptionType = new AnythingType();
