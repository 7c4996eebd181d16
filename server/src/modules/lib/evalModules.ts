/** `lib.evalModules`, and evaluations as Nix values. */

import { expectAttrs, expectBool, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeInt,
  makeList,
  makeString,
  makeUnknown,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Attr, AttrsValue, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { formals, required } from "../../nixpkgs/lib/support/records.ts";
import { fn, type LibEntry } from "../../nixpkgs/lib/support/table.ts";
import { makeOverride } from "../definitions/properties.ts";
import { Evaluation, type EvaluationRequest } from "../evaluation/evaluation.ts";
import { definingModule } from "../evaluation/internalModule.ts";
import { type LoadedModule, type ModuleElement, moduleElementsOf } from "../evaluation/moduleForm.ts";
import type { World } from "../evaluation/moduleWorld.ts";
import { Loc } from "../model/location.ts";
import { OPTION_DEFAULT_PRIORITY } from "../model/priorities.ts";
import { PARTLY_KNOWN, type SubmoduleEvaluator, type SubmoduleRequest } from "../types/submodule.ts";

/** The evaluation behind a `config`, however the set around it was changed. */
const EVALUATIONS = new WeakMap<Thunk, Evaluation>();

/** The evaluation that a configuration (`{ config; options; … }`) comes from, or `null`. */
export function evaluationOfValue(value: Value): Evaluation | null {
  if (value.type !== "attrs") return null;
  if (value.native instanceof Evaluation) return value.native;
  const config = value.attrs.get("config");
  return config === undefined ? null : (EVALUATIONS.get(config.value) ?? null);
}

/** How submodules are evaluated in a world. */
export function submoduleEvaluator(world: World): SubmoduleEvaluator {
  const evaluator: SubmoduleEvaluator = {
    evaluate(request) {
      return new Evaluation({
        world,
        evaluator,
        prefix: request.prefix,
        elements: () => submoduleElements(request),
        natives: request.modules.includes(PARTLY_KNOWN) ? [argsModule(request), UNREAD] : [argsModule(request)],
        specialArgs: thunksOf(request.specialArgs),
        className: request.className,
        missingArgument: null,
        forDocs: request.forDocs,
        strict: world.strict,
      });
    },
  };
  return evaluator;
}

function submoduleElements({ modules, definitions, imports, prefix }: SubmoduleRequest): readonly ModuleElement[] {
  const key = prefix.show();
  const given = modules.map((value, index) => ({ value, at: null, parent: null, key: `${key}:module-${index}` }));
  const defined = definitions.map((definition, index) => ({
    value: definition.value,
    at: definition.source.binding,
    parent: definition.source.module,
    key: `${key}:definition-${index}`,
    definition,
  }));
  const imported = imports.map(({ settled, module }, index) => ({
    value: module,
    at: settled.value.origin ?? settled.source.binding,
    parent: settled.source.module,
    key: `${key}:import-${index}`,
  }));
  return [...given, ...defined, ...imported];
}

/** Declarations of NixOS that nobody here can read. */
const UNREAD: LoadedModule = (() => {
  const module = definingModule("nixos", ready(setOf([])));
  const options = { value: ready(setOf([])), origin: null };
  return { ...module, info: { ...module.info, source: "nixos" as const }, options };
})();

const WEAKEST = ready(makeInt(OPTION_DEFAULT_PRIORITY));

/** `name`, which every submodule gets. */
function argsModule({ prefix, forDocs }: SubmoduleRequest): LoadedModule {
  const name = prefix.strings.at(-1);
  const plain = ready(makeString(name ?? "‹name›"));
  const value = name === undefined || forDocs ? ready(makeOverride(WEAKEST, plain, null)) : plain;
  const config = setOf([["_module", ready(setOf([["args", ready(setOf([["name", value]]))]]))]]);
  return definingModule("lib/types.nix", ready(config));
}

function thunksOf(attrs: ReadonlyMap<string, Attr>): ReadonlyMap<string, Thunk> {
  return new Map([...attrs].map(([name, attr]) => [name, attr.value]));
}

/** The same configuration with more modules and arguments. */
export type Extend = (machine: Machine, modules: Thunk, specialArgs: ReadonlyMap<string, Thunk>) => Value;

/** A configuration as `evalModules` gives it. */
export function configurationValue(machine: Machine, evaluation: Evaluation, extend: Extend): AttrsValue {
  const { config } = evaluation;
  evaluation.isUsed(machine);
  EVALUATIONS.set(config, evaluation);
  const internals = lazy((later) => {
    const all = evaluation.fixpoint.force(later);
    return all.type === "attrs" ? (all.attrs.get("_module")?.value.force(later) ?? setOf([])) : all;
  });
  const again = native("extendModules", 1, (later, [argument], at) => {
    const given = formals(later, "extendModules", argument, ["modules", "specialArgs", "prefix"], at);
    const specialArgs = given("specialArgs");
    const added = specialArgs === null ? new Map<string, Thunk>() : thunksOf(expectAttrs(later, specialArgs, at).attrs);
    return extend(later, given("modules") ?? ready(makeList([])), added);
  });
  const attrs = setOf([
    ["_type", ready(makeString("configuration"))],
    ["config", config],
    ["options", evaluation.options],
    ["_module", internals],
    ["extendModules", ready(again)],
    ["type", ready(makeUnknown({ kind: "notModelled", what: "the type of a configuration" }))],
    ["class", ready(makeString(evaluation.request.className ?? ""))],
  ]);
  return makeAttrs(attrs.attrs, null, null, evaluation);
}

const FIELDS = ["modules", "prefix", "specialArgs", "class", "args", "check"] as const;

export function evalModulesEntry(world: World, evaluator: SubmoduleEvaluator): LibEntry {
  return fn(
    "evalModules",
    1,
    "{ modules, specialArgs?, … } -> Configuration",
    "Evaluates modules.",
    (machine, [argument], at) => {
      const given = formals(machine, "evalModules", argument, FIELDS, at);
      const specialArgs = given("specialArgs");
      const prefix = given("prefix");
      const names =
        prefix === null ? [] : expectList(machine, prefix, at).items.map((item) => expectString(machine, item, at));
      const className = given("class");
      const shown = className === null ? null : expectKnown(machine, className);
      return evaluateModules(
        machine,
        {
          world,
          evaluator,
          prefix: new Loc(names, names.length),
          natives: legacyModules(machine, given("args"), given("check"), at),
          specialArgs: specialArgs === null ? new Map() : thunksOf(expectAttrs(machine, specialArgs, at).attrs),
          className: shown?.type === "string" ? shown.value : null,
          missingArgument: null,
          forDocs: false,
          strict: true,
        },
        [required(given("modules"), "evalModules", "modules", at)],
      );
    },
  );
}

function evaluateModules(
  machine: Machine,
  request: Omit<EvaluationRequest, "elements">,
  lists: readonly Thunk[],
): Value {
  const elements = (later: Machine): readonly ModuleElement[] =>
    lists.flatMap((list, index) => moduleElementsOf(later, list, null, index === 0 ? "" : `:extend-${index}`));
  const evaluation = new Evaluation({ ...request, elements });
  return configurationValue(machine, evaluation, (later, modules, added) =>
    evaluateModules(later, { ...request, specialArgs: new Map([...request.specialArgs, ...added]) }, [
      ...lists,
      modules,
    ]),
  );
}

function legacyModules(machine: Machine, args: Thunk | null, check: Thunk | null, at: Origin): readonly LoadedModule[] {
  const parts: [string, Thunk][] = [];
  if (args !== null) parts.push(["args", args]);
  if (check !== null) parts.push(["check", ready(makeBool(expectBool(machine, check, at)))]);
  if (parts.length === 0) return [];
  return [definingModule("evalModules", ready(setOf([["_module", ready(setOf(parts))]])))];
}
