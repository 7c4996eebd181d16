/** The ways types merge several definitions that have no merge of their own kind. */

import { equalValues } from "../../eval/core/compare.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeBool,
  makeFunction,
  makeList,
  makeString,
  makeUnknown,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { UnknownSignal } from "../../eval/core/signal.ts";
import { joinTexts } from "../../eval/core/text.ts";
import type { AttrsValue, ListValue, Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import { showDefinitions } from "../definitions/listDefinitions.ts";
import type { Loc } from "../model/location.ts";
import { conflict } from "./merging.ts";
import { unknownOf } from "./optionType.ts";

const ADVICE = "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";

/** The one value that all definitions agree on. */
export function mergeEqual(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
  const [first, ...others] = definitions;
  if (first === undefined) return makeUnknown({ kind: "notModelled", what: "an empty merge" });
  for (const other of others) {
    if (first.value.type === "unknown" || other.value.type === "unknown") continue;
    if (equalOrUnknown(machine, first.value, other.value) !== false) continue;
    const values = showDefinitions(machine, [first, other]);
    throw conflict(
      loc,
      [first, other],
      `The option \`${loc.show()}' has conflicting definition values:${values}\n${ADVICE}`,
    );
  }
  return unknownValueOf(definitions) ?? first.value;
}

/** The value of the only definition. */
export function mergeOne(
  machine: Machine,
  loc: Loc,
  definitions: readonly DischargedDefinition[],
  message = "",
): Value {
  const [only] = definitions;
  if (only !== undefined && definitions.length === 1) return only.value;
  throw notUnique(machine, loc, definitions, message);
}

export function notUnique(
  machine: Machine,
  loc: Loc,
  definitions: readonly DischargedDefinition[],
  message: string,
): Error {
  const values = showDefinitions(machine, definitions);
  const text = `The option \`${loc.show()}' is defined multiple times while it's expected to be unique.\n${message}\nDefinition values:${values}\n${ADVICE}`;
  return conflict(loc, definitions, text);
}

/** `lib.options.mergeDefaultOption`: by what the values happen to be. */
export function mergeDefault(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
  const [first] = definitions;
  if (first !== undefined && definitions.length === 1) return first.value;
  const unknown = unknownValueOf(definitions);
  if (unknown !== null) return unknown;
  const values = definitions.map((definition) => definition.value);
  if (values.every((value) => value.type === "function")) {
    return makeFunction("merged", (later, argument, at) =>
      mergeDefault(
        later,
        loc,
        definitions.map((definition) => {
          const value = later.apply(definition.value, argument, at);
          return { ...definition, value, thunk: lazy(() => value) };
        }),
      ),
    );
  }
  const lists = values.filter((value): value is ListValue => value.type === "list");
  if (lists.length === values.length)
    return makeList(
      lists.flatMap((list) => list.items),
      first?.value.origin ?? null,
    );
  const sets = values.filter((value): value is AttrsValue => value.type === "attrs");
  if (sets.length === values.length) return mergeSets(sets);
  if (values.every((value) => value.type === "bool"))
    return makeBool(values.some((value) => value.type === "bool" && value.value));
  if (values.every((value) => value.type === "string")) return concatStrings(values, "");
  if (values.every((value) => value.type === "int") && agree(machine, values))
    return first?.value ?? concatStrings([], "");
  const text = `Cannot merge definitions of \`${loc.show()}'. Definition values:${showDefinitions(machine, definitions)}`;
  throw conflict(loc, definitions, text);
}

function agree(machine: Machine, values: readonly Value[]): boolean {
  const [first] = values;
  return first === undefined || values.every((value) => equalOrUnknown(machine, first, value) === true);
}

/** Equality that says where it cannot be told. */
export function equalOrUnknown(machine: Machine, left: Value, right: Value): boolean | "unknown" {
  const depth = machine.depth;
  try {
    return equalValues(machine, left, right);
  } catch (problem) {
    if (!(problem instanceof UnknownSignal)) throw problem;
    machine.depth = depth;
    return "unknown";
  }
}

/** `//` over all of them. */
export function mergeSets(sets: readonly AttrsValue[]): AttrsValue {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return only;
  const attrs = new Map(sets.flatMap((set) => [...set.attrs]));
  const rest = sets.find((set) => set.rest !== null)?.rest ?? null;
  return { ...setOf([]), attrs, rest, origin: only?.origin ?? null };
}

/** Strings with a separator; the origin is that of the only one. */
export function concatStrings(values: readonly Value[], separator: string): Value {
  const strings = values.filter((value) => value.type === "string");
  const [only] = strings;
  if (only !== undefined && strings.length === 1) return only;
  const context = [...new Set(strings.flatMap((value) => value.context))];
  return makeString(
    joinTexts(
      strings.map((value) => value.value),
      separator,
    ),
    only?.origin ?? null,
    context,
  );
}

export function unknownValueOf(definitions: readonly DischargedDefinition[]): Value | null {
  const reason = unknownOf(definitions);
  return reason === null ? null : makeUnknown(reason);
}
