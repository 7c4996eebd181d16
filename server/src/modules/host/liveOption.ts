/** One declared option of a host, for whoever wants to know of it. */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import type { LiveOption } from "../model/hostEvaluation.ts";
import { flagOf, type OptionDeclaration } from "../options/declaration.ts";
import type { EvaluatedOption } from "../options/evaluatedOption.ts";

export function liveOption(machine: Machine, node: EvaluatedOption): LiveOption {
  const { declaration } = node;
  const field = (name: string): Thunk | null => declaration.fields.get(name)?.value ?? null;
  return {
    path: node.loc.path,
    type: node.merging(machine).type.info(machine),
    declarations: declaration.declared.map(({ module, origin }) => ({ module, binding: origin })),
    readOnly: flagOf(machine, declaration, "readOnly"),
    internal: flagOf(machine, declaration, "internal"),
    isShared: declaration.isShared,
    description: () => description(machine, declaration),
    defaultValue: field("default"),
    defaultText: field("defaultText"),
    example: field("example"),
  };
}

/** The text of a description, also where it is wrapped as `mdDoc` did. */
function description(machine: Machine, { fields }: OptionDeclaration): string | null {
  const value = known(machine, fields.get("description")?.value);
  const text = value?.type === "attrs" ? known(machine, value.attrs.get("text")?.value) : value;
  return text?.type === "string" ? text.value : null;
}

function known(machine: Machine, thunk: Thunk | undefined): Value | null {
  const outcome = thunk === undefined ? null : attempt(machine, () => thunk.force(machine));
  return outcome?.kind === "value" ? outcome.value : null;
}
