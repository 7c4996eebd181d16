/**
 * What an option type is: it checks the head of a value, merges definitions, describes itself. One class for each kind
 * of NixOS type; `typeValue.ts` makes Nix values of them and reads them back.
 * Invariant: `rejected` is certain. Whatever depends on something unknown is `unknown`.
 */
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown } from "../../eval/core/make.ts";
import type { Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import type { Merging } from "./merging.ts";

export type Verdict = "accepted" | "rejected" | "unknown";

export type DescriptionClass = "noun" | "conjunction" | "composite" | "nonRestrictiveClause";

/** What a merge keeps for those who look inside: mergings of the parts, or the evaluation of a submodule. */
export type Inside =
  | { readonly kind: "list"; readonly items: readonly Merging[] }
  | { readonly kind: "attrs"; readonly entries: ReadonlyMap<string, Merging> }
  | { readonly kind: "submodule"; readonly evaluation: SubmoduleEvaluation };

/** What types need of the evaluation of a submodule; `evaluationOf` gives the whole of it to those who look inside. */
export interface SubmoduleEvaluation {
  /** Its value, as the outside gets it. */
  readonly config: Thunk;
  /** What is declared in it, as a value. */
  readonly options: Thunk;
  freeformType(machine: Machine): OptionType | null;
  /** Says that something rests on it as a whole. */
  isUsed(machine: Machine): void;
}

/** Definitions put together. `value` and `inside` are computed when asked for, and only after a look at `head`. */
export interface Combined {
  readonly head: Head;
  readonly value: (machine: Machine) => Value;
  readonly inside: (machine: Machine) => Inside | null;
}

export type Head =
  | { readonly verdict: "accepted" | "unknown" }
  | { readonly verdict: "rejected"; readonly definitions: readonly DischargedDefinition[]; readonly type: OptionType };

export const ACCEPTED: Head = { verdict: "accepted" };
export const NOTHING_INSIDE = (): null => null;

export abstract class OptionType {
  abstract readonly name: string;
  abstract readonly descriptionClass: DescriptionClass | null;

  #description: string | null = null;
  #info: TypeInfo | null = null;
  #busy = false;

  /** The type in NixOS's own words. A type that holds itself without a description of its own ends in `…`. */
  describe(machine: Machine): string {
    if (this.#busy) return "…";
    this.#busy = true;
    try {
      this.#description ??= machine.pinned(() => this.makeDescription(machine));
    } finally {
      this.#busy = false;
    }
    return this.#description;
  }

  /** The type as data. */
  info(machine: Machine): TypeInfo {
    const description = this.describe(machine);
    if (this.#busy) return { kind: "opaque", description };
    this.#busy = true;
    try {
      this.#info ??= machine.pinned(() => ({ ...this.makeInfo(machine), description }));
    } finally {
      this.#busy = false;
    }
    return this.#info;
  }

  protected abstract makeDescription(machine: Machine): string;

  /** Everything but the description. */
  protected abstract makeInfo(machine: Machine): Omit<TypeInfo, "description">;

  /** Looks at the head of a value, as NixOS does: a list's elements are looked at when it is merged. */
  abstract check(machine: Machine, value: Value): Verdict;

  /** Merges definitions whose heads were accepted or are unknown. At least one. */
  abstract merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value;

  /** Checks and merges. `earlier`: what similar definitions came to, whose parts may be used again. */
  combine(
    machine: Machine,
    loc: Loc,
    definitions: readonly DischargedDefinition[],
    _earlier: Combined | null = null,
  ): Combined {
    return {
      head: headOf(machine, this, definitions),
      value: (later) => this.merge(later, loc, definitions),
      inside: NOTHING_INSIDE,
    };
  }

  /**
   * The same where some definitions (`state: "unknown"`) may not be in force: what they touch is unknown, the rest is
   * not. `null`: this type has no parts that could be told apart, so all of it is unknown.
   */
  combineDoubtful(_machine: Machine, _loc: Loc, _definitions: readonly DischargedDefinition[]): Combined | null {
    return null;
  }

  /** The value of an option that nothing defines, where the type has one. */
  emptyValue(_machine: Machine): Thunk | null {
    return null;
  }

  /** The modules of a submodule type, through the types around it. */
  subModules(): readonly Thunk[] | null {
    return null;
  }

  /** The same type with other modules. */
  withSubModules(_modules: readonly Thunk[]): OptionType {
    return this;
  }

  /** The type itself, where this only stands for it. */
  resolve(): OptionType {
    return this;
  }

  /** The type of an option that is declared with both types; `null`: they do not go together. */
  mergeWith(machine: Machine, other: OptionType): OptionType | null {
    return this.mergeTypes(machine, other.resolve());
  }

  /** The same for a type that stands for no other. */
  protected mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    return other.name === this.name ? this : null;
  }

  /** The types inside, for `nestedTypes`. */
  nested(): readonly (readonly [string, OptionType])[] {
    return [];
  }
}

/** Every definition is checked; the rejected ones are named. */
export function headOf(machine: Machine, type: OptionType, definitions: readonly DischargedDefinition[]): Head {
  const rejected: DischargedDefinition[] = [];
  let doubt = false;
  for (const definition of definitions) {
    const verdict = type.check(machine, definition.value);
    if (verdict === "rejected") rejected.push(definition);
    else if (verdict === "unknown") doubt = true;
  }
  if (rejected.length > 0) return { verdict: "rejected", definitions: rejected, type };
  return doubt ? { verdict: "unknown" } : ACCEPTED;
}

/** The reason of the first definition that is unknown, or `null`. */
export function unknownOf(definitions: readonly DischargedDefinition[]): UnknownReason | null {
  for (const { value } of definitions) if (value.type === "unknown") return value.reason;
  return null;
}

/** The type's description in words that fit into a longer one: in parentheses where they would be misread. */
export function phrase(machine: Machine, type: OptionType, fits: readonly DescriptionClass[]): string {
  const text = type.describe(machine);
  return type.descriptionClass !== null && fits.includes(type.descriptionClass) ? text : `(${text})`;
}

export function notModelled(what: string): Value {
  return makeUnknown({ kind: "notModelled", what });
}
