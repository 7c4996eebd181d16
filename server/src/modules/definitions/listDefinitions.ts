/** Definitions as text in messages, as NixOS lists them. */
import type { Machine } from "../../eval/core/machine.ts";
import { renderValue } from "../../eval/print/render.ts";
import type { DischargedDefinition } from "./definition.ts";

/** One line for each definition: its file, and its value where that can be shown. */
export function showDefinitions(machine: Machine, definitions: readonly DischargedDefinition[]): string {
  return definitions
    .map(({ source, value }) => {
      const text = renderValue(machine, value);
      return `\n- In \`${source.module.label}'${text === null ? "" : `: ${text}`}`;
    })
    .join("");
}
