/**
 * What a definition amounts to when the option's declaration is not known here: most of NixOS. A single plain value of
 * a kind that nothing merges with is taken at its word; sets are looked into; everything else is unknown.
 */
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeUnknown } from "../../eval/core/make.ts";
import type { Attr, UnknownReason, Value } from "../../eval/core/value.ts";
import type { PushedSet, RawDefinition } from "../definitions/definition.ts";
import { LazyAttrs } from "../definitions/lazyAttrs.ts";
import { definitionOf, pushDown } from "../definitions/pushDown.ts";
import type { Loc } from "../model/location.ts";
import { raw } from "../types/atoms.ts";
import { Merging } from "../types/merging.ts";

export function undeclaredValue(machine: Machine, loc: Loc, definitions: readonly RawDefinition[]): Value {
  const reason: UnknownReason = { kind: "notModelled", what: `the option ${loc.show()}` };
  const sets: PushedSet[] = [];
  let plain = false;
  for (const definition of definitions) {
    const found = pushDown(machine, definition, () => {
      plain = true;
    });
    sets.push(...found);
  }
  if (sets.length > 0)
    return plain || sets.some((set) => set.attrs === null) ? makeUnknown(reason) : setValue(loc, sets, reason);
  const { final, doubt } = new Merging(loc, raw, definitions).outline(machine);
  const [only] = final;
  if (doubt !== null || only === undefined || final.length > 1) return makeUnknown(doubt ?? reason);
  return isPlain(only.value) ? only.value : makeUnknown(reason);
}

function isPlain(value: Value): boolean {
  if (value.type === "string") return !value.value.includes("\n");
  return value.type === "bool" || value.type === "int" || value.type === "path";
}

function setValue(loc: Loc, sets: readonly PushedSet[], reason: UnknownReason): Value {
  const definitionsOf = (name: string): readonly RawDefinition[] =>
    sets.flatMap((set) => definitionOf(set, name) ?? []).filter((definition) => definition.weak === null);
  const attrs = new LazyAttrs({
    names: () => new Set(sets.flatMap((set) => [...(set.attrs?.attrs.keys() ?? [])])),
    make: (name): Attr | null => {
      const definitions = definitionsOf(name);
      if (definitions.length === 0) return null;
      const value = lazy((machine) => undeclaredValue(machine, loc.option(name), definitions));
      return { value, origin: definitions[0]?.source.binding ?? null };
    },
  });
  return makeAttrs(attrs, null, makeUnknown(reason));
}
