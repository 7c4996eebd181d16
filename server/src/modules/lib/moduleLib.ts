/** The rooms of `lib` that are about modules, beside the evaluator's own. */
import type { Room } from "../../nixpkgs/lib/support/rooms.ts";
import { type LibTable, table } from "../../nixpkgs/lib/support/table.ts";
import type { World } from "../evaluation/moduleWorld.ts";
import type { SubmoduleEvaluator } from "../types/submodule.ts";
import { evalModulesEntry } from "./evalModules.ts";
import { mergeLib } from "./mergeFunctions.ts";
import { optionLib } from "./options.ts";
import { propertyLib } from "./propertyFunctions.ts";
import { renameLib } from "./renames.ts";
import { typesLib } from "./types.ts";

/** Names of `lib.types` that stand in `lib` itself. */
const TYPE_NAMES = new Set(["mkOptionType", "isType", "setType", "isOptionType", "mergeTypes"]);

/** `lib.types`, `lib.options` and `lib.modules`. */
export function moduleRooms(world: World, evaluator: SubmoduleEvaluator): readonly Room[] {
  const types = typesLib(evaluator);
  const options: LibTable = new Map([...optionLib, ...mergeLib]);
  const modules: LibTable = new Map([...propertyLib, ...renameLib, ...table(evalModulesEntry(world, evaluator))]);
  return [
    { name: "types", entries: types, hidden: [...types.keys()].filter((name) => !TYPE_NAMES.has(name)) },
    { name: "options", entries: options, hidden: [] },
    { name: "modules", entries: modules, hidden: [] },
  ];
}
