/** Types around one other type: `nullOr`, `uniq`, `unique`, `addCheck`, `functionTo`. */

import { functionFormals } from "../../eval/core/functions.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeBool, makeNull, makeUnknown, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import { guarded, native } from "../../eval/core/native.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { type DischargedDefinition, plainDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { notUnique } from "./merges.ts";
import { conflict, Merging } from "./merging.ts";
import {
  type Combined,
  type DescriptionClass,
  headOf,
  NOTHING_INSIDE,
  OptionType,
  phrase,
  unknownOf,
  type Verdict,
} from "./optionType.ts";

/** What wrapped types have in common: documentation and submodules come from the type inside. */
abstract class WrapperType extends OptionType {
  readonly inner: OptionType;

  constructor(inner: OptionType) {
    super();
    this.inner = inner;
  }

  /** The same wrapper around another type. */
  abstract around(inner: OptionType): OptionType;

  override subModules(): readonly Thunk[] | null {
    return this.inner.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return this.around(this.inner.withSubModules(modules));
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof WrapperType) || other.name !== this.name) return null;
    const inner = this.inner.mergeWith(machine, other.inner);
    return inner === null ? null : this.around(inner);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return [["elemType", this.inner]];
  }
}

const NULL = ready(makeNull());

export class NullOrType extends WrapperType {
  readonly name = "nullOr";
  readonly descriptionClass: DescriptionClass = "conjunction";

  protected makeDescription(machine: Machine): string {
    return `null or ${phrase(machine, this.inner, ["noun", "conjunction"])}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return { kind: "nullOr", inner: [this.inner.info(machine)] };
  }

  check(machine: Machine, value: Value): Verdict {
    return value.type === "null" ? "accepted" : this.inner.check(machine, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const head = headOf(machine, this, definitions);
    const isNull = (definition: DischargedDefinition): boolean => definition.value.type === "null";
    const inner = new Memo((later) => this.inner.combine(later, loc, definitions));
    const combined = (later: Machine): Combined => inner.get(later);
    return {
      head,
      value: (later) => {
        if (!definitions.some(isNull)) return combined(later).value(later);
        if (definitions.every(isNull)) return definitions[0]?.value ?? makeNull();
        const reason = unknownOf(definitions);
        if (reason !== null && definitions.every((one) => isNull(one) || one.value.type === "unknown"))
          return makeUnknown(reason);
        const files = definitions.map((one) => `\`${one.source.module.label}'`).join(" and ");
        throw conflict(
          loc,
          definitions,
          `The option \`${loc.show()}\` is defined both null and not null, in ${files}.`,
        );
      },
      inside: (later) => (definitions.some(isNull) ? null : combined(later).inside(later)),
    };
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.combine(machine, loc, definitions).value(machine);
  }

  override emptyValue(_machine: Machine): Thunk | null {
    return NULL;
  }

  around(inner: OptionType): OptionType {
    return new NullOrType(inner);
  }
}

/** `uniq` and `unique`: one definition only. */
export class UniqueType extends WrapperType {
  readonly name = "unique";
  readonly message: string;

  constructor(inner: OptionType, message: string) {
    super(inner);
    this.message = message;
  }

  get descriptionClass(): DescriptionClass | null {
    return this.inner.descriptionClass;
  }

  protected makeDescription(machine: Machine): string {
    return this.inner.describe(machine);
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return this.inner.info(machine);
  }

  check(machine: Machine, value: Value): Verdict {
    return this.inner.check(machine, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const inner = this.inner.combine(machine, loc, definitions);
    return {
      head: headOf(machine, this, definitions),
      value: (later) => {
        if (definitions.length !== 1) throw notUnique(later, loc, definitions, this.message);
        return inner.value(later);
      },
      inside: (later) => (definitions.length === 1 ? inner.inside(later) : null),
    };
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.combine(machine, loc, definitions).value(machine);
  }

  override emptyValue(machine: Machine): Thunk | null {
    return this.inner.emptyValue(machine);
  }

  around(inner: OptionType): OptionType {
    return new UniqueType(inner, this.message);
  }
}

/** `addCheck`: the type inside, and a function that must say yes. */
export class CheckedType extends OptionType {
  readonly inner: OptionType;
  readonly predicate: Thunk;

  constructor(inner: OptionType, predicate: Thunk) {
    super();
    this.inner = inner;
    this.predicate = predicate;
  }

  get name(): string {
    return this.inner.name;
  }

  get descriptionClass(): DescriptionClass | null {
    return this.inner.descriptionClass;
  }

  protected makeDescription(machine: Machine): string {
    return this.inner.describe(machine);
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return this.inner.info(machine);
  }

  check(machine: Machine, value: Value): Verdict {
    const verdict = this.inner.check(machine, value);
    if (verdict !== "accepted") return verdict;
    return askPredicate(machine, this.predicate, value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const combined = this.inner.combine(machine, loc, definitions);
    return combined.head.verdict === "rejected" ? combined : { ...combined, head: headOf(machine, this, definitions) };
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    return this.inner.combineDoubtful(machine, loc, definitions);
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.inner.merge(machine, loc, definitions);
  }

  override emptyValue(machine: Machine): Thunk | null {
    return this.inner.emptyValue(machine);
  }

  override subModules(): readonly Thunk[] | null {
    return this.inner.subModules();
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return this.inner.withSubModules(modules);
  }

  protected override mergeTypes(machine: Machine, other: OptionType): OptionType | null {
    return this.inner.mergeWith(machine, other instanceof CheckedType ? other.inner : other);
  }

  override nested(): readonly (readonly [string, OptionType])[] {
    return this.inner.nested();
  }
}

/** What a Nix function says of a value. */
export function askPredicate(machine: Machine, predicate: Thunk, value: Value): Verdict {
  const answer = guarded(machine, () => machine.apply(predicate.force(machine), ready(value), null));
  if (answer.type === "unknown") return "unknown";
  return answer.type === "bool" && answer.value ? "accepted" : "rejected";
}

export class FunctionType extends WrapperType {
  readonly name = "functionTo";
  readonly descriptionClass: DescriptionClass = "composite";

  protected makeDescription(machine: Machine): string {
    return `function that evaluates to a(n) ${phrase(machine, this.inner, ["noun", "composite"])}`;
  }

  protected makeInfo(machine: Machine): Omit<TypeInfo, "description"> {
    return { kind: "functionTo", inner: [this.inner.info(machine)] };
  }

  check(_machine: Machine, value: Value): Verdict {
    if (value.type === "unknown") return "unknown";
    return looksCallable(value) ? "accepted" : "rejected";
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    return {
      head: headOf(machine, this, definitions),
      value: (later) => this.merge(later, loc, definitions),
      inside: NOTHING_INSIDE,
    };
  }

  merge(_machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const reason = unknownOf(definitions);
    if (reason !== null) return makeUnknown(reason);
    const body = native("function body", 2, (later, [, argument], at) => {
      const raw = definitions.map(({ source, value }) =>
        plainDefinition(
          source,
          lazy((deeper) => deeper.apply(value, argument, at)),
        ),
      );
      return new Merging(loc.inside("<function body>"), this.inner, raw).value.force(later);
    });
    return setOf([
      ["__functionArgs", lazy((later) => formalsOfAll(later, definitions))],
      ["__functor", ready(body)],
    ]);
  }

  around(inner: OptionType): OptionType {
    return new FunctionType(inner);
  }
}

/** A formal has a default when it has one in every definition that names it. */
function formalsOfAll(machine: Machine, definitions: readonly DischargedDefinition[]): Value {
  const all = new Map<string, boolean>();
  for (const { value } of definitions) {
    for (const [name, hasDefault] of functionFormals(machine, value) ?? []) {
      all.set(name, hasDefault && (all.get(name) ?? true));
    }
  }
  return setOf([...all].map(([name, hasDefault]) => [name, ready(makeBool(hasDefault))] as const));
}

/** `lib.isFunction` */
export function looksCallable(value: Value): boolean {
  return value.type === "function" || (value.type === "attrs" && value.attrs.has("__functor"));
}
