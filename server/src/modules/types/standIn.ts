/**
 * What `types.anything` is in the stand-in for NixOS's own modules: a type that is not written down there. Unlike the
 * type that users write, it tells nothing of how several values of one name merge.
 */
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown } from "../../eval/core/make.ts";
import type { Value } from "../../eval/core/value.ts";
import type { DischargedDefinition } from "../definitions/definition.ts";
import type { Loc } from "../model/location.ts";
import { AnythingType, anything } from "./anything.ts";
import { AttrsOfType } from "./attrsTypes.ts";
import type { OptionType } from "./optionType.ts";

class StandInType extends AnythingType {
  override merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    if (definitions.length < 2 || agree(definitions)) return super.merge(machine, loc, definitions);
    return makeUnknown({ kind: "notModelled", what: `how definitions of ${loc.show()} merge` });
  }
}

function agree(definitions: readonly DischargedDefinition[]): boolean {
  const [first] = definitions;
  return definitions.every(
    ({ value }) =>
      (value.type === "bool" || value.type === "int" || value.type === "string") &&
      first?.value.type === value.type &&
      first.value.value === value.value,
  );
}

const standIn: OptionType = new StandInType();

/** A type of the stand-in for NixOS, as it is to be taken. */
export function asStandIn(type: OptionType): OptionType {
  if (type === anything) return standIn;
  if (!(type instanceof AttrsOfType)) return type;
  const element = asStandIn(type.element);
  return element === type.element ? type : new AttrsOfType(element, type.lazy, type.placeholder);
}
