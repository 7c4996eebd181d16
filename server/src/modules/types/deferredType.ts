/**
 * A type that is read when it is needed. Types are lazy in the types they hold, so that one may hold itself:
 * `value = types.oneOf [ types.str (types.listOf value) ];`.
 */
import type { Machine } from "../../eval/core/machine.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { type Combined, type DescriptionClass, OptionType, type Verdict } from "./optionType.ts";

export class DeferredType extends OptionType {
  readonly #read: () => OptionType;
  #target: OptionType | null = null;

  constructor(read: () => OptionType) {
    super();
    this.#read = read;
  }

  override resolve(): OptionType {
    this.#target ??= this.#read().resolve();
    return this.#target;
  }

  get name(): string {
    return this.resolve().name;
  }

  get descriptionClass(): DescriptionClass | null {
    return this.resolve().descriptionClass;
  }

  override describe(machine: Machine): string {
    return this.resolve().describe(machine);
  }

  override info(machine: Machine): TypeInfo {
    return this.resolve().info(machine);
  }

  protected makeDescription(machine: Machine): string {
    return this.resolve().describe(machine);
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return this.resolve().info(machine);
  }

  check(machine: Machine, value: Value): Verdict {
    return this.resolve().check(machine, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    return this.resolve().combine(machine, loc, definitions);
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    return this.resolve().combineDoubtful(machine, loc, definitions);
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.resolve().merge(machine, loc, definitions);
  }

  override emptyValue(machine: Machine): Thunk | null {
    return this.resolve().emptyValue(machine);
  }

  override subModules(): readonly Thunk[] | null {
    return this.resolve().subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return this.resolve().withSubModules(modules);
  }

  override mergeWith(machine: Machine, other: OptionType): OptionType | null {
    return this.resolve().mergeWith(machine, other);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return this.resolve().nested();
  }
}
