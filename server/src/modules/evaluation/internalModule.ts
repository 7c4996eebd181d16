/** The options below `_module` that every evaluation has: arguments, checking, the freeform type. */
import { lazy, makeBool, makeNull, makeString, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { Thunk } from "../../eval/core/value.ts";
import { plainDefinition, type RawDefinition, type Source } from "../definitions/definition.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import { bool, raw, unspecified } from "../types/atoms.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import type { OptionType } from "../types/optionType.ts";
import { optionType } from "../types/optionTypeType.ts";
import { typeValue } from "../types/typeValue.ts";
import { NullOrType } from "../types/wrappers.ts";
import type { LoadedModule } from "./moduleForm.ts";

const INFO: ModuleInfo = {
  key: "lib/modules.nix",
  uri: null,
  label: "lib/modules.nix",
  source: "native",
  unreadable: null,
  importedAt: null,
  importedBy: null,
};

function option(type: OptionType, fallback: Thunk | null): Thunk {
  const entries: [string, Thunk][] = [
    ["_type", ready(makeString("option"))],
    ["type", ready(typeValue(type))],
    ["internal", ready(makeBool(true))],
  ];
  if (fallback !== null) entries.push(["default", fallback]);
  return ready(setOf(entries));
}

const OPTIONS = lazy(() =>
  setOf([
    [
      "_module",
      ready(
        setOf([
          ["args", option(new AttrsOfType(raw, true), null)],
          ["check", option(bool, ready(makeBool(true)))],
          ["freeformType", option(new NullOrType(optionType), ready(makeNull()))],
          ["specialArgs", option(unspecified, null)],
        ]),
      ),
    ],
  ]),
);

export function internalModule(specialArgs: ReadonlyMap<string, Thunk>): LoadedModule {
  const config = setOf([["_module", ready(setOf([["specialArgs", ready(setOf(specialArgs))]]))]]);
  return {
    info: INFO,
    options: { value: OPTIONS, origin: null },
    definitions: always([plainDefinition(nativeSource(INFO), ready(config))]),
    children: [],
  };
}

export function nativeSource(module: ModuleInfo): Source {
  return { module, binding: null, name: null, depth: -1, above: null };
}

/** A module made by a native that only defines something. */
export function definingModule(key: string, config: Thunk): LoadedModule {
  const info: ModuleInfo = { ...INFO, key, label: key };
  return { info, options: null, definitions: always([plainDefinition(nativeSource(info), config)]), children: [] };
}

/** The definitions of a module that no edit changes. */
export function always(definitions: readonly RawDefinition[]): LoadedModule["definitions"] {
  return () => definitions;
}
