/** A freeform type over the definitions that have no option: each becomes a set around its value, as NixOS makes it. */
import type { Machine } from "../../eval/core/machine.ts";
import { makeAttrs, ready } from "../../eval/core/make.ts";
import type { Thunk } from "../../eval/core/value.ts";
import { type DischargedDefinition, plainlyDischarged, type Source, wrapped } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import type { Combined, OptionType } from "../types/optionType.ts";
import type { Unmatched } from "./unmatched.ts";

export function freeformOf(
  machine: Machine,
  type: OptionType,
  prefix: Loc,
  unmatched: readonly Unmatched[],
): Combined | null {
  if (unmatched.length === 0) return null;
  return type.combine(machine, prefix, unmatched.map(settledSet));
}

function settledSet({ names, definition }: Unmatched): DischargedDefinition {
  let source: Source = definition.source;
  let thunk: Thunk = wrapped(definition.value, definition.wraps, definition.source.binding);
  let value = makeAttrs(new Map());
  for (let index = names.length - 1; index >= 0; index--) {
    const name = names[index];
    if (name === undefined) continue;
    value = makeAttrs(new Map([[name, { value: thunk, origin: source.binding }]]));
    thunk = ready(value);
    source = source.above ?? source;
  }
  return plainlyDischarged(source, thunk, value);
}
