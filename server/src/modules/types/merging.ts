/**
 * All definitions of one option, or of one part of an option's value, on their way to a value: conditions, priorities
 * and order first, then the type's check and merge. Everything is done when it is asked for, and once.
 */

import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeUnknown } from "../../eval/core/make.ts";
import type { Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { Memo } from "../../eval/incremental/memo.ts";
import { dischargeProperties, inForce } from "../definitions/conditions.ts";
import {
  DEFAULT_WRAPS,
  type DischargedDefinition,
  describeDefinition,
  type RawDefinition,
  sameDischarged,
} from "../definitions/definition.ts";
import { showDefinitions } from "../definitions/listDefinitions.ts";
import { ModuleError } from "../definitions/moduleError.ts";
import type { Definition } from "../model/hostEvaluation.ts";
import type { Loc } from "../model/location.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import { OPTION_DEFAULT_PRIORITY, PLAIN_ORDER } from "../model/priorities.ts";
import type { Combined, Head, Inside, OptionType } from "./optionType.ts";

interface Outline {
  readonly settled: readonly DischargedDefinition[];
  /** In force and strongest, in the order of the merge. */
  readonly final: readonly DischargedDefinition[];
  readonly highest: number;
  /** Definitions that may be in force and would change the value, and why that is unknown. */
  readonly doubtful: readonly DischargedDefinition[];
  readonly doubt: UnknownReason | null;
}

const NONE: readonly DischargedDefinition[] = [];

export class Merging {
  readonly loc: Loc;
  readonly type: OptionType;
  readonly raw: readonly RawDefinition[];
  readonly value: Thunk;
  #outline: Memo<Outline> | null = null;
  #combined: Memo<Combined> | null = null;
  #doubtful: Memo<Combined | null> | null = null;
  /** On a machine that does not track: there are very many of these, and nothing is to be known of them. */
  #plainOutline: Outline | null = null;
  #plainCombined: Combined | null = null;

  /** What the same definitions came to before others joined them: its parts may be used again. */
  #known: Combined | null;

  constructor(loc: Loc, type: OptionType, raw: readonly RawDefinition[], earlier: Merging | null = null) {
    this.#known = earlier === null ? null : earlier.lastCombined();
    this.loc = loc;
    this.type = type;
    this.raw = raw;
    this.value = lazy((machine) => this.#compute(machine));
  }

  outline(machine: Machine): Outline {
    if (!machine.tracks) {
      this.#plainOutline ??= outlineOf(machine, this.raw);
      return this.#plainOutline;
    }
    this.#outline ??= new Memo((later) => outlineOf(later, this.raw), sameOutline);
    return this.#outline.get(machine);
  }

  /** `null`: whether anything defines it is unknown. */
  isDefined(machine: Machine): boolean | null {
    const { final, doubt } = this.outline(machine);
    return final.length > 0 ? true : doubt === null ? false : null;
  }

  combined(machine: Machine): Combined {
    if (!machine.tracks) {
      this.#plainCombined ??= this.#combine(machine, null);
      return this.#plainCombined;
    }
    this.#combined ??= new Memo((later, before) => this.#combine(later, before));
    return this.#combined.get(machine);
  }

  #combine(machine: Machine, before: Combined | null): Combined {
    const known = before ?? this.#known;
    this.#known = null;
    return this.type.combine(machine, this.loc, this.outline(machine).final, known);
  }

  private lastCombined(): Combined | null {
    return this.#combined?.peek() ?? this.#known;
  }

  /** What is certain although some definitions are in doubt; `null`: nothing is. */
  #partly(machine: Machine): Combined | null {
    this.#doubtful ??= new Memo((later) => this.#combineDoubtful(later));
    return this.#doubtful.get(machine);
  }

  #combineDoubtful(machine: Machine): Combined | null {
    const { final, doubtful, highest } = this.outline(machine);
    const sameStrength = final.length === 0 || doubtful.every((one) => one.priority === highest);
    const isCertain = sameStrength && !doubtful.some((one) => one.weak);
    const combined = isCertain ? this.type.combineDoubtful(machine, this.loc, [...final, ...doubtful]) : null;
    return combined?.head.verdict === "rejected" ? null : combined;
  }

  /** What the merge keeps for those who look inside; `null` where there is nothing, or no certain value. */
  inside(machine: Machine): Inside | null {
    const { final, doubt } = this.outline(machine);
    if (doubt !== null) return this.#partly(machine)?.inside(machine) ?? null;
    if (final.length === 0) return null;
    const combined = this.combined(machine);
    return combined.head.verdict === "rejected" ? null : combined.inside(machine);
  }

  /** What rules see of it: everything that was said, strongest first. */
  definitions(machine: Machine): readonly Definition[] {
    const { settled, highest } = this.outline(machine);
    const { path } = this.loc;
    const shown = settled
      .filter((one) => !one.weak)
      .map((one) => describeDefinition(path, one, statusOf(one, highest)));
    return shown.sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  }

  #compute(machine: Machine): Value {
    const { final, doubt } = this.outline(machine);
    if (doubt !== null) return this.#partly(machine)?.value(machine) ?? makeUnknown(doubt);
    if (final.length === 0) return this.type.emptyValue(machine)?.force(machine) ?? this.#missing();
    const combined = this.combined(machine);
    if (combined.head.verdict === "rejected") throw mismatch(machine, this.loc, this.type, combined.head);
    return combined.value(machine);
  }

  #missing(): never {
    const path = this.loc.path;
    const message = `The option \`${this.loc.show()}' was accessed but has no value defined. Try setting the option.`;
    throw new ModuleError(message, [{ kind: "missingValue", path, declarations: [] }], null);
  }
}

function sameOutline(before: Outline, now: Outline): boolean {
  return (
    before.highest === now.highest &&
    before.doubt === now.doubt &&
    sameDischarged(before.settled, now.settled) &&
    sameDischarged(before.final, now.final) &&
    sameDischarged(before.doubtful, now.doubtful)
  );
}

/** Most options have only their default, or one plain definition beside it. */
function simpleOutline(machine: Machine, raw: readonly RawDefinition[]): Outline | null {
  const [only] = raw;
  if (only === undefined || raw.length > 1 || only.weak !== null || only.wraps !== DEFAULT_WRAPS) return null;
  const value = only.value.force(machine);
  if (value.type === "attrs" && value.attrs.has("_type")) return null;
  const settled: DischargedDefinition = {
    source: only.source,
    thunk: only.value,
    value,
    priority: OPTION_DEFAULT_PRIORITY,
    order: PLAIN_ORDER,
    state: "active",
    reason: null,
    weak: false,
  };
  const final = [settled];
  return { settled: final, final, highest: OPTION_DEFAULT_PRIORITY, doubtful: NONE, doubt: null };
}

function outlineOf(machine: Machine, raw: readonly RawDefinition[]): Outline {
  const simple = simpleOutline(machine, raw);
  if (simple !== null) return simple;
  const ranked = dischargeProperties(machine, raw);
  let highest = Number.POSITIVE_INFINITY;
  for (const one of ranked) if (one.state === "active") highest = Math.min(highest, one.priority);
  const settled = ranked.map((one) => (counts(one, highest) ? inForce(machine, one) : one));
  const final = settled.filter((one) => one.state === "active" && one.priority === highest);
  if (final.some((one) => one.order !== final[0]?.order)) final.sort((a, b) => a.order - b.order);
  const doubtful = settled.filter((one) => one.state === "unknown" && counts(one, highest));
  return { settled, final, highest: Math.min(highest, 9999), doubtful, doubt: doubtful[0]?.reason ?? null };
}

/** Whether the value depends on it. What may be said somewhere above counts only against the option's own default. */
function counts({ state, weak, priority }: DischargedDefinition, highest: number): boolean {
  if (state === "active") return priority === highest;
  return state === "unknown" && (weak ? highest >= OPTION_DEFAULT_PRIORITY : priority <= highest);
}

function statusOf(one: DischargedDefinition, highest: number): Definition["status"] {
  if (one.state !== "active") return one.state;
  return one.priority === highest ? "active" : "overridden";
}

/** What is wrong with the definitions that a type has refused; nothing where it has refused none. */
export function mismatches(machine: Machine, loc: Loc, head: Head): readonly ModuleProblem[] {
  if (head.verdict !== "rejected") return [];
  const expected = head.type.info(machine);
  return head.definitions.map((settled): ModuleProblem => {
    const definition = describeDefinition(loc.path, settled, "active");
    return { kind: "typeMismatch", path: loc.path, part: loc.part, definition, value: settled.value, expected };
  });
}

function mismatch(
  machine: Machine,
  loc: Loc,
  type: OptionType,
  head: Extract<Head, { verdict: "rejected" }>,
): ModuleError {
  const problems = mismatches(machine, loc, head);
  const values = showDefinitions(machine, head.definitions);
  const message = `A definition for option \`${loc.show()}' is not of type \`${type.describe(machine)}'. Definition values:${values}`;
  return new ModuleError(message, problems, originOf(head.definitions[0]));
}

/** Definitions that cannot be one value. */
export function conflict(loc: Loc, definitions: readonly DischargedDefinition[], message: string): ModuleError {
  const shown = definitions.map((settled) => describeDefinition(loc.path, settled, "active"));
  const problem: ModuleProblem = { kind: "conflict", path: loc.path, part: loc.part, definitions: shown, message };
  return new ModuleError(message, [problem], originOf(definitions[0]));
}

function originOf(settled: DischargedDefinition | undefined): Origin {
  return settled === undefined ? null : (settled.value.origin ?? settled.source.binding);
}
