/** The argument `options` of modules: what is declared, as a value. */
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeNull } from "../../eval/core/make.ts";
import type { Value } from "../../eval/core/value.ts";
import { LazyAttrs } from "../definitions/lazyAttrs.ts";
import { OptionLevel } from "./optionTree.ts";

/** One level of it; declared names alone, and unknown beside them where more may be declared. */
export function optionsOf(machine: Machine, level: OptionLevel): Value {
  const attrs = new LazyAttrs({
    names: () => level.names(machine).keys(),
    make: (name) => {
      const branches = level.names(machine).get(name);
      if (branches === undefined) return null;
      const value = lazy((later) => {
        const child = level.child(later, name);
        if (child instanceof OptionLevel) return optionsOf(later, child);
        return child?.optionValue.force(later) ?? makeNull();
      });
      return { value, origin: branches[0]?.origin ?? null };
    },
  });
  const open = level.openness(machine);
  return makeAttrs(attrs, null, open === null ? null : { type: "unknown", reason: open, origin: null });
}
