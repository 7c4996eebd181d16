/** `nixosSystem`: an evaluation of modules over what stands in for NixOS. */

import type { Uri } from "../../base/uri.ts";
import { expectAttrs, expectKnown } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeInt,
  makeList,
  makePath,
  makeString,
  makeUnknown,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import { selectOrNull } from "../../eval/core/select.ts";
import type { Origin, Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { makeOverride } from "../definitions/properties.ts";
import { Evaluation } from "../evaluation/evaluation.ts";
import { definingModule } from "../evaluation/internalModule.ts";
import { type LoadedModule, type ModuleElement, moduleElementsOf } from "../evaluation/moduleForm.ts";
import type { World } from "../evaluation/moduleWorld.ts";
import { configurationValue } from "../lib/evalModules.ts";
import { ROOT } from "../model/location.ts";
import { OPTION_DEFAULT_PRIORITY } from "../model/priorities.ts";
import type { SubmoduleEvaluator } from "../types/submodule.ts";
import { NIXPKGS_PATH, pkgsValue } from "./pkgs.ts";

export interface NixosContext {
  readonly world: World;
  readonly evaluator: SubmoduleEvaluator;
  /** The file that stands in for NixOS's own modules. */
  readonly baseModule: Uri;
}

export interface SystemRequest {
  /** The modules in the order given, as lists. */
  readonly modules: readonly Thunk[];
  readonly specialArgs: ReadonlyMap<string, Thunk>;
  /** `null`: as the configuration says. */
  readonly system: Thunk | null;
  readonly pkgs: Thunk | null;
  /** Further modules, made by natives. */
  readonly natives: readonly LoadedModule[];
  /** What an argument is that nothing supplies; `null`: an error. */
  readonly missingArgument: ((name: string) => Value) | null;
}

/** Evaluates a NixOS system. */
export function evaluateSystem(context: NixosContext, request: SystemRequest): Evaluation {
  const { world, evaluator, baseModule } = context;
  const elements = (machine: Machine): readonly ModuleElement[] => [
    { value: ready(makePath(baseModule)), at: null, parent: null, key: baseModule },
    ...request.modules.flatMap((list, index) => moduleElementsOf(machine, list, null, `modules-${index}`)),
  ];
  const evaluation: Evaluation = new Evaluation({
    world,
    evaluator,
    prefix: ROOT,
    elements,
    natives: [argumentsModule(context, request, () => evaluation), ...request.natives],
    specialArgs: new Map([["modulesPath", MODULES_PATH], ...request.specialArgs]),
    className: "nixos",
    missingArgument: request.missingArgument,
    forDocs: false,
    strict: world.strict,
  });
  return evaluation;
}

const MODULES_PATH = ready(makeString(`${NIXPKGS_PATH}/nixos/modules`));
const WEAKEST = ready(makeInt(OPTION_DEFAULT_PRIORITY));

/** `_module.args` as NixOS fills it. */
function argumentsModule(context: NixosContext, request: SystemRequest, evaluation: () => Evaluation): LoadedModule {
  const { lib } = context.world;
  const system = lazy((machine) => request.system?.force(machine) ?? systemOf(machine, evaluation()));
  const pkgs = request.pkgs ?? lazy(() => pkgsValue(lib, system));
  const unknown = (what: string): Thunk => ready(makeUnknown({ kind: "notModelled", what }));
  const args = setOf([
    ["pkgs", ready(makeOverride(WEAKEST, pkgs, null))],
    ["utils", unknown("the argument utils of NixOS modules")],
    ["baseModules", ready(makeList([]))],
    ["extraModules", ready(makeList([]))],
    ["modules", ready(makeList([]))],
  ]);
  return definingModule("nixos", ready(setOf([["_module", ready(setOf([["args", ready(args)]]))]])));
}

/** The system that the configuration names. */
function systemOf(machine: Machine, evaluation: Evaluation): Value {
  const unknown = makeUnknown({ kind: "pkgs", path: ["system"] });
  const depth = machine.depth;
  try {
    const config = evaluation.fixpoint.force(machine);
    const nixpkgs = selectOrNull(machine, config, "nixpkgs", null);
    const platform = nixpkgs === null ? null : selectOrNull(machine, nixpkgs, "hostPlatform", null);
    const system = platform?.type === "attrs" ? selectOrNull(machine, platform, "system", null) : platform;
    return system?.type === "string" ? system : unknown;
  } catch (problem) {
    machine.depth = depth;
    if (problem instanceof Error && problem.name === "NixError") return unknown;
    throw problem;
  }
}

const FIELDS = ["modules", "specialArgs", "system", "pkgs", "extraModules", "extraArgs"] as const;

/** `lib.nixosSystem` and `import <nixpkgs/nixos/lib/eval-config.nix>`. */
export function nixosSystem(context: NixosContext): Value {
  return native("nixosSystem", 1, (machine, [argument], at) => {
    const [modules, specialArgs, system, pkgs, extra, args] = FIELDS.map((name) =>
      optionalField(machine, argument, name),
    );
    const extraArgs =
      args == null ? [] : [definingModule("extraArgs", ready(setOf([["_module", ready(setOf([["args", args]]))]])))];
    return systemValue(machine, context, {
      modules: [extra, modules].flatMap((list) => (list == null ? [] : [list])),
      specialArgs: thunksOf(machine, specialArgs ?? null, at),
      system: known(machine, system ?? null),
      pkgs: known(machine, pkgs ?? null),
      natives: extraArgs,
      missingArgument: null,
    });
  });
}

/** `null` stands for "not given" in both. */
function known(machine: Machine, thunk: Thunk | null): Thunk | null {
  return thunk === null || thunk.force(machine).type === "null" ? null : thunk;
}

/** The attributes of a set as thunks. */
export function thunksOf(machine: Machine, set: Thunk | null, at: Origin): ReadonlyMap<string, Thunk> {
  if (set === null || expectKnown(machine, set).type === "null") return new Map();
  return new Map([...expectAttrs(machine, set, at).attrs].map(([name, attr]) => [name, attr.value]));
}

/** A system as a Nix value, with what flakes expect beside `config`. */
export function systemValue(machine: Machine, context: NixosContext, request: SystemRequest): Value {
  const evaluation = evaluateSystem(context, request);
  const value = configurationValue(machine, evaluation, (later, modules, specialArgs) =>
    systemValue(later, context, {
      ...request,
      modules: [...request.modules, modules],
      specialArgs: new Map([...request.specialArgs, ...specialArgs]),
    }),
  );
  const attrs = new Map(value.attrs);
  attrs.set("pkgs", { value: lazy((later) => evaluation.argument(later, "pkgs")), origin: null });
  attrs.set("lib", { value: context.world.lib, origin: null });
  return { ...value, attrs };
}

/** A system without any module of a user's: what NixOS itself declares. */
export function emptySystem(context: NixosContext): Evaluation {
  return evaluateSystem(context, {
    modules: [],
    specialArgs: new Map(),
    system: null,
    pkgs: null,
    natives: [],
    missingArgument: null,
  });
}
