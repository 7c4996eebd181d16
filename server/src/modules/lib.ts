/** The part of `lib` that is about modules, as tables beside the evaluator's own. */
import { deferred, type LibTable, table } from "../eval/lib/table.ts";
import { ready, attrsOf as setOf } from "../eval/make.ts";
import type { Thunk } from "../eval/value.ts";
import { evalModulesEntry, submoduleEvaluator } from "./lib/evalModules.ts";
import { optionLib } from "./lib/options.ts";
import { propertyLib } from "./lib/properties.ts";
import { renameLib } from "./lib/renames.ts";
import { typesLib } from "./lib/types.ts";
import type { World } from "./world.ts";

export interface ModuleRooms {
  /** `lib.types` */
  readonly types: LibTable;
  /** `lib.options` */
  readonly options: LibTable;
  /** `lib.modules` */
  readonly modules: LibTable;
}

/** The rooms of `lib` that are about modules. */
export function moduleRooms(world: World): ModuleRooms {
  const evaluator = submoduleEvaluator(world);
  const types = typesLib(evaluator);
  const modules: LibTable = new Map([...propertyLib, ...renameLib, ...table(evalModulesEntry(world, evaluator))]);
  return { types, options: optionLib, modules };
}

/** Names of `lib.types` that stand in `lib` itself. */
const TYPE_NAMES = ["mkOptionType", "isType", "setType", "isOptionType", "mergeTypes"];

/** What stands in `lib` itself for them: the names of all rooms, and the rooms. */
export function moduleLib(rooms: ModuleRooms): LibTable {
  const room = (name: string, entries: LibTable, summary: string) =>
    deferred(name, "AttrSet", summary, roomValue(entries));
  const types = [...rooms.types].filter(([name]) => TYPE_NAMES.includes(name));
  return new Map([
    ...types,
    ...rooms.options,
    ...rooms.modules,
    ...table(
      room("types", rooms.types, "Option types."),
      room("options", rooms.options, "Functions for option declarations."),
      room("modules", rooms.modules, "Functions for modules."),
    ),
  ]);
}

function roomValue(entries: LibTable): Thunk {
  return ready(setOf([...entries].map(([name, entry]) => [name, entry.value] as const)));
}
