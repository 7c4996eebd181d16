/**
 * Types with parts written in Nix: `mkOptionType { … }`, and `types.X // { … }`, which replaces parts of a native one.
 * What is not replaced is the native type's own.
 */

import { applyAll } from "../../eval/core/functions.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeList, makeString, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { AttrsValue, Thunk, Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { type Combined, type DescriptionClass, headOf, OptionType, type Verdict } from "./optionType.ts";
import { askPredicate } from "./wrappers.ts";

export interface Replaced {
  readonly name: string | null;
  readonly description: Thunk | null;
  readonly descriptionClass: DescriptionClass | null | undefined;
  readonly check: Thunk | null;
  readonly merge: Thunk | null;
  /** The set with the empty value in it, or without. */
  readonly emptyValue: Thunk | null;
}

export class CustomType extends OptionType {
  readonly name: string;
  readonly descriptionClass: DescriptionClass | null;
  readonly base: OptionType;
  readonly replaced: Replaced;

  constructor(base: OptionType, replaced: Replaced) {
    super();
    this.base = base;
    this.replaced = replaced;
    this.name = replaced.name ?? base.name;
    this.descriptionClass = replaced.descriptionClass === undefined ? base.descriptionClass : replaced.descriptionClass;
  }

  protected makeDescription(machine: Machine): string {
    const given = this.replaced.description?.force(machine);
    return given?.type === "string" ? given.value : given?.type === "null" ? this.name : this.base.describe(machine);
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return this.base.info(machine);
  }

  check(machine: Machine, value: Value): Verdict {
    const { check } = this.replaced;
    if (check === null) return this.base.check(machine, value);
    return value.type === "unknown" ? "unknown" : askPredicate(machine, check, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const { check, merge } = this.replaced;
    if (merge !== null) return super.combine(machine, loc, definitions);
    const combined = this.base.combine(machine, loc, definitions);
    if (check === null) {
      const { head } = combined;
      return head.verdict === "rejected" && head.type === this.base
        ? { ...combined, head: { ...head, type: this } }
        : combined;
    }
    return { ...combined, head: headOf(machine, this, definitions) };
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    return this.replaced.merge === null ? this.base.combineDoubtful(machine, loc, definitions) : null;
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const { merge } = this.replaced;
    if (merge === null) return this.base.merge(machine, loc, definitions);
    return applyAll(machine, merge.force(machine), [locThunk(loc), definitionsThunk(definitions)], null);
  }

  override emptyValue(machine: Machine): Thunk | null {
    if (this.replaced.emptyValue === null) return this.base.emptyValue(machine);
    const given = this.replaced.emptyValue.force(machine);
    return (given.type === "attrs" && given.attrs.get("value")?.value) || null;
  }

  override subModules(): readonly Thunk[] | null {
    return this.base.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return this.base.withSubModules(modules);
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    const merged = this.base.mergeWith(machine, other instanceof CustomType ? other.base : other);
    return merged === null ? null : merged === this.base ? this : merged;
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return this.base.nested();
  }
}

/** `loc` as Nix functions get it. */
export function locThunk(loc: Loc): Thunk {
  return ready(makeList(loc.strings.map((name) => ready(makeString(name)))));
}

/** Definitions as Nix functions get them: `{ file; value; }`. */
export function definitionsThunk(definitions: readonly DischargedDefinition[]): Thunk {
  return ready(makeList(definitions.map((definition) => ready(definitionValue(definition)))));
}

export function definitionValue(definition: DischargedDefinition): AttrsValue {
  return setOf([
    ["file", ready(makeString(definition.source.module.label))],
    ["value", definition.thunk],
  ]);
}
