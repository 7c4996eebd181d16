/** The moment at which conditions are read: what remains of the definitions of one option, and how strong it is. */
import { NixError } from "../../eval/core/errors.ts";
import { expectInt, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown } from "../../eval/core/make.ts";
import type { Thunk, UnknownReason } from "../../eval/core/value.ts";
import { PLAIN_ORDER, PLAIN_PRIORITY } from "../model/priorities.ts";
import { type DischargedDefinition, type RawDefinition, type Source, type Wrap, wrapped } from "./definition.ts";
import { moduleFailure } from "./moduleError.ts";
import { readProperty } from "./properties.ts";

const NO_WRAPS: readonly Wrap[] = [];

/** Reads conditions and priorities, as definitions of one option; their values are left for `inForce`. */
export function dischargeProperties(
  machine: Machine,
  definitions: readonly RawDefinition[],
): readonly DischargedDefinition[] {
  const out: DischargedDefinition[] = [];
  for (const { source, value, wraps, weak } of definitions) {
    discharge(machine, source, wraps, value, weak === null ? NO_DOUBT : { reason: weak, weak: true }, out);
  }
  return out;
}

const NO_DOUBT: Doubt = { reason: null, weak: false };

interface Doubt {
  readonly reason: UnknownReason | null;
  readonly weak: boolean;
}

function discharge(
  machine: Machine,
  source: Source,
  wraps: readonly Wrap[],
  thunk: Thunk,
  doubt: Doubt,
  out: DischargedDefinition[],
): void {
  let uncertain = doubt;
  for (let index = 0; index < wraps.length; index++) {
    const wrap = wraps[index];
    if (wrap === undefined) break;
    if (wrap.kind === "override") {
      const content = wrapped(thunk, wraps.slice(index + 1), source.binding);
      emit(machine, source, content, priorityOf(machine, wrap.priority), uncertain, out);
      return;
    }
    const truth =
      doubt.reason !== null && doubt.weak
        ? conditionOfDoubtful(machine, wrap.condition, source, doubt.reason)
        : conditionOf(machine, wrap.condition, source);
    if (truth === false) {
      out.push(inactive(source, thunk));
      return;
    }
    if (truth !== true) uncertain = { reason: truth, weak: uncertain.weak };
  }
  machine.step();
  const property = readProperty(machine, thunk.force(machine));
  if (property?.kind === "merge") {
    for (const item of expectList(machine, property.contents, source.binding).items) {
      discharge(machine, source, NO_WRAPS, item, uncertain, out);
    }
  } else if (property?.kind === "if") {
    discharge(machine, source, [{ kind: "if", condition: property.condition }], property.content, uncertain, out);
  } else {
    emit(machine, source, thunk, null, uncertain, out);
  }
}

/** `priority`: given by a pushed-down override, so the value is not looked at for another one. */
function emit(
  machine: Machine,
  given: Source,
  thunk: Thunk,
  priority: number | null,
  doubt: Doubt,
  out: DischargedDefinition[],
): void {
  let source = given;
  let content = thunk;
  let strength = priority ?? PLAIN_PRIORITY;
  if (priority === null) {
    let property = readProperty(machine, content.force(machine));
    if (property?.kind === "definition") {
      source = { ...source, module: { ...source.module, label: expectString(machine, property.file, source.binding) } };
      content = property.value;
      property = readProperty(machine, content.force(machine));
    }
    if (property?.kind === "override") {
      strength = priorityOf(machine, property.priority);
      content = property.content;
    }
  }
  out.push({
    source,
    thunk: content,
    value: NOT_IN_FORCE,
    priority: strength,
    order: PLAIN_ORDER,
    state: doubt.reason === null ? "active" : "unknown",
    reason: doubt.reason,
    weak: doubt.weak,
  });
}

/**
 * A definition that counts, with its value and its place in the order. One that a stronger definition overrides is never
 * evaluated: an option's default may be a `throw`.
 */
export function inForce(machine: Machine, definition: DischargedDefinition): DischargedDefinition {
  const value = definition.thunk.force(machine);
  const property = readProperty(machine, value);
  if (property?.kind !== "order") return { ...definition, value };
  const order = priorityOf(machine, property.priority);
  return { ...definition, thunk: property.content, value: property.content.force(machine), order };
}

const NOT_IN_FORCE = makeUnknown({ kind: "notModelled", what: "a definition that is not in force" });

function inactive(source: Source, thunk: Thunk): DischargedDefinition {
  return {
    source,
    thunk,
    value: NOT_IN_FORCE,
    priority: PLAIN_PRIORITY,
    order: PLAIN_ORDER,
    state: "inactive",
    reason: null,
    weak: false,
  };
}

function conditionOf(machine: Machine, condition: Thunk, source: Source): boolean | UnknownReason {
  const value = condition.force(machine);
  if (value.type === "bool") return value.value;
  if (value.type === "unknown") return value.reason;
  const place = { origin: value.origin ?? source.binding, module: source.module };
  throw moduleFailure("‘mkIf’ called with a non-Boolean condition", place);
}

/**
 * The condition of a set that may or may not define this option. If it reads this very option, the set does not define
 * it, or the configuration would never evaluate; which of the two is not for us to say, so the doubt stays.
 */
function conditionOfDoubtful(
  machine: Machine,
  condition: Thunk,
  source: Source,
  doubt: UnknownReason,
): boolean | UnknownReason {
  const depth = machine.depth;
  try {
    return conditionOf(machine, condition, source);
  } catch (problem) {
    if (!(problem instanceof NixError) || problem.kind !== "infiniteRecursion") throw problem;
    machine.depth = depth;
    return doubt;
  }
}

function priorityOf(machine: Machine, priority: Thunk): number {
  return Number(expectInt(machine, priority, null));
}
