/** The options `assertions` and `warnings`, element by element. What is unknown hides nothing but itself. */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { describeDefinition } from "../definitions/definition.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import { isDeprecationNotice } from "../lib/renameModules.ts";
import type { AssertionResult, Definition, Truth, WarningResult } from "../model/hostEvaluation.ts";
import { EvaluatedOption } from "../options/evaluatedOption.ts";

interface Element {
  readonly value: Value;
  readonly definition: Definition;
}

export function assertionsOf(machine: Machine, evaluation: Evaluation): readonly AssertionResult[] | null {
  const elements = elementsOf(machine, evaluation, "assertions");
  if (elements === null) return null;
  const nameOf = namer(machine);
  return elements.map((element) => ({
    ...nameOf(element),
    assertion: truthOf(machine, fieldOf(machine, element.value, "assertion")),
    origin: element.value.origin,
    definition: element.definition,
    ofDeprecation: isDeprecationNotice(element.value),
  }));
}

/** What the assertion with this key says; only its own module's messages are looked at for it. */
export function assertionTruth(machine: Machine, evaluation: Evaluation, key: string): Truth {
  const nameOf = namer(machine);
  const named = elementsOf(machine, evaluation, "assertions")?.find(
    (element) => key.startsWith(`${element.definition.module.key}\0`) && nameOf(element).key === key,
  );
  return named === undefined ? "unknown" : truthOf(machine, fieldOf(machine, named.value, "assertion"));
}

/** Names assertions by module and message, and counts where these are the same. */
function namer(machine: Machine): (element: Element) => { readonly key: string; readonly message: string | null } {
  const seen = new Map<string, number>();
  return ({ value, definition }) => {
    const message = textOf(machine, fieldOf(machine, value, "message"));
    const plain = `${definition.module.key}\0${message ?? ""}`;
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return { key: `${plain}\0${count}`, message };
  };
}

export function warningsOf(machine: Machine, evaluation: Evaluation): readonly WarningResult[] | null {
  const elements = elementsOf(machine, evaluation, "warnings");
  return (
    elements?.map(({ value, definition }) => ({
      message: value.type === "string" ? value.value : null,
      origin: value.origin,
      definition,
      ofDeprecation: isDeprecationNotice(value),
    })) ?? null
  );
}

/** The elements that are certainly there; `null`: no such option, or it cannot be evaluated. */
function elementsOf(machine: Machine, evaluation: Evaluation, name: string): readonly Element[] | null {
  const outcome = attempt(machine, () => {
    const node = evaluation.root(machine).child(machine, name);
    if (!(node instanceof EvaluatedOption)) return null;
    const merging = node.merging(machine);
    const out: Element[] = [];
    for (const settled of merging.outline(machine).final) {
      if (settled.value.type !== "list") continue;
      const definition = describeDefinition([name], settled, "active");
      for (const item of settled.value.items) {
        const value = attempt(machine, () => item.force(machine));
        if (value.kind === "value") out.push({ value: value.value, definition });
      }
    }
    return out;
  });
  return outcome.kind === "value" ? outcome.value : null;
}

function fieldOf(machine: Machine, value: Value, name: string): Thunk | null {
  const outcome = attempt(machine, () => optionalField(machine, { force: () => value, peek: () => value }, name));
  return outcome.kind === "value" ? outcome.value : null;
}

function truthOf(machine: Machine, thunk: Thunk | null): Truth {
  const outcome = thunk === null ? null : attempt(machine, () => thunk.force(machine));
  if (outcome?.kind !== "value" || outcome.value.type !== "bool") return "unknown";
  return outcome.value.value ? "true" : "false";
}

function textOf(machine: Machine, thunk: Thunk | null): string | null {
  const outcome = thunk === null ? null : attempt(machine, () => thunk.force(machine));
  return outcome?.kind === "value" && outcome.value.type === "string" ? outcome.value.value : null;
}
