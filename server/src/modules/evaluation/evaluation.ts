/**
 * One evaluation of a set of modules, a host's or a submodule's: which modules there are, what they declare and define,
 * and `config` as a lazy fixpoint over it.
 * Invariant: a definition that no option allows spoils nothing but itself; who wants NixOS's strictness calls `check`.
 */

import { recordRead } from "../../eval/core/dependencies.ts";
import { NixError } from "../../eval/core/errors.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { attrsOf, lazy, makeAttrs, makeList, makeNull, makeString, ready } from "../../eval/core/make.ts";
import type { Attr, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { Foundation, Memo } from "../../eval/incremental/memo.ts";
import type { PushedSet, RawDefinition } from "../definitions/definition.ts";
import { ModuleError, moduleFailure } from "../definitions/moduleError.ts";
import { pushDown } from "../definitions/pushDown.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import type { Loc } from "../model/location.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import { EvaluatedOption } from "../options/evaluatedOption.ts";
import { freeformOf } from "../options/freeform.ts";
import { optionsOf } from "../options/optionsValue.ts";
import { OptionLevel, type TreeContext } from "../options/optionTree.ts";
import { sharedNames } from "../options/sharedNames.ts";
import { sameUnmatched, type Unmatched, unmatchedIn, unmatchedProblem } from "../options/unmatched.ts";
import type { Combined, OptionType, SubmoduleEvaluation } from "../types/optionType.ts";
import { type SubmoduleEvaluator, SubmoduleType } from "../types/submodule.ts";
import { readType } from "../types/typeValue.ts";
import { configOf, withoutInternals } from "./fixpoint.ts";
import { loadModules } from "./imports.ts";
import { internalModule } from "./internalModule.ts";
import type { LoadedModule, ModuleElement } from "./moduleForm.ts";
import type { World } from "./moduleWorld.ts";

export interface EvaluationRequest {
  readonly world: World;
  readonly evaluator: SubmoduleEvaluator;
  readonly prefix: Loc;
  readonly elements: (machine: Machine) => readonly ModuleElement[];
  /** Modules made by natives, after all others. */
  readonly natives: readonly LoadedModule[];
  readonly specialArgs: ReadonlyMap<string, Thunk>;
  readonly className: string | null;
  /** An argument that nothing supplies; `null`: that is an error, as on a real system. */
  readonly missingArgument: ((name: string) => Value) | null;
  /** For looking at what is declared: nothing is checked. */
  readonly forDocs: boolean;
  /** Whether `config` as the outside gets it is checked as a whole first, as NixOS does. */
  readonly strict: boolean;
  /** Whether options that NixOS's own modules, which are not at hand, may define as well are unknown where that matters. */
  readonly doubtsShared?: boolean;
}

const IMPORTS_NEED_CONFIG =
  "infinite recursion encountered: `imports` depend on `config`, or on an argument that `config` supplies";

export class Evaluation implements SubmoduleEvaluation {
  readonly request: EvaluationRequest;
  /** `config` as modules get it. */
  readonly fixpoint: Thunk;
  /** `config` as the outside gets it: without `_module`. */
  readonly config: Thunk;
  readonly options: Thunk;
  /** What was found wrong on the way, without being an error of any one value. */
  readonly faults: ModuleProblem[] = [];
  /** Its modules, and what they declare: when this does not hold any more, nothing of the evaluation does. */
  readonly foundation: Foundation;
  #modules: readonly LoadedModule[] | null = null;
  #loading = false;
  #root: OptionLevel | null = null;
  readonly #unmatched = new Memo((machine) => unmatchedIn(machine, this.root(machine)), sameUnmatched);
  readonly #freeform = new Memo((machine) => this.#combineFreeform(machine));
  readonly #freeformType = new Memo((machine) => this.#readFreeformType(machine));

  constructor(request: EvaluationRequest) {
    this.request = request;
    this.foundation = new Foundation(request.forDocs);
    this.fixpoint = lazy((machine) => configOf(machine, this));
    this.config = lazy((machine) => {
      if (request.strict) this.check(machine);
      return withoutInternals(this.fixpoint.force(machine));
    });
    this.options = lazy((machine) => optionsOf(machine, this.root(machine)));
  }

  /** The same modules once more, with nothing computed yet. */
  again(): Evaluation {
    return new Evaluation(this.request);
  }

  /** Says that something rests on this evaluation as a whole. */
  isUsed(machine: Machine): void {
    recordRead(machine, this.foundation);
  }

  /** All modules, in the order in which imports bring them. */
  modules(machine: Machine): readonly LoadedModule[] {
    this.#modules ??= this.#founded(machine, () => this.#load(machine));
    return this.#modules;
  }

  /** What is read in `body` is read once for as long as this evaluation is. */
  #founded<T>(machine: Machine, body: () => T): T {
    return this.foundation.within(machine, body);
  }

  #load(machine: Machine): readonly LoadedModule[] {
    if (this.#loading) throw new NixError("infiniteRecursion", IMPORTS_NEED_CONFIG, null);
    const { request } = this;
    this.#loading = true;
    try {
      const loaded = loadModules(machine, {
        modules: request.elements(machine),
        world: request.world,
        given: this.#given(),
        supply: (name) => lazy((later) => this.argument(later, name)),
        onProblem: (problem) => this.faults.push(problem),
      });
      return [...loaded, ...request.natives, internalModule(request.specialArgs)];
    } finally {
      this.#loading = false;
    }
  }

  #given(): ReadonlyMap<string, Thunk> {
    const { world, className, prefix, specialArgs } = this.request;
    return new Map<string, Thunk>([
      ["lib", world.lib],
      ["options", this.options],
      ["config", this.fixpoint],
      ["specialArgs", ready(attrsOf(specialArgs))],
      ["_class", ready(className === null ? makeNull() : makeString(className))],
      ["_prefix", ready(makeList(prefix.strings.map((name) => ready(makeString(name)))))],
      ...specialArgs,
    ]);
  }

  /** `config._module.args.NAME` */
  argument(machine: Machine, name: string): Value {
    // While imports are looked at only `specialArgs` are there, and who evaluates this may have passed more of them.
    if (this.#loading && this.request.missingArgument !== null) return this.request.missingArgument(name);
    const level = this.root(machine).child(machine, "_module");
    const args = level instanceof OptionLevel ? level.child(machine, "args") : null;
    const value = args instanceof EvaluatedOption ? args.value.force(machine) : null;
    if (value?.type === "unknown") return value;
    const attr = value?.type === "attrs" ? value.attrs.get(name) : undefined;
    if (attr !== undefined) return attr.value.force(machine);
    if (value?.type === "attrs" && value.rest !== null) return value.rest;
    if (this.request.missingArgument !== null) return this.request.missingArgument(name);
    throw new NixError(
      "missingAttribute",
      `attribute '${name}' missing: no module argument of that name is supplied`,
      null,
    );
  }

  root(machine: Machine): OptionLevel {
    this.#root ??= this.#makeRoot(machine);
    return this.#root;
  }

  #makeRoot(machine: Machine): OptionLevel {
    const modules = [...this.modules(machine)].reverse();
    const branches = modules.flatMap(({ info, options }) =>
      options === null ? [] : [{ module: info, value: options.value, origin: options.origin }],
    );
    return new OptionLevel(this.#treeContext(), this.request.prefix, branches, (later) =>
      this.#push(
        later,
        modules.flatMap((module) => module.definitions(later)),
      ),
    );
  }

  #push(machine: Machine, definitions: readonly RawDefinition[]): readonly PushedSet[] {
    return definitions.flatMap((definition) =>
      this.#guarded(machine, definition.source.module, () =>
        pushDown(machine, definition, ({ module, binding }, value) => {
          const message = `The configuration of \`${module.label}' is no attribute set.`;
          const place = { path: this.request.prefix.path, origin: value.origin ?? binding, module };
          this.faults.push(...moduleFailure(message, place).problems);
        }),
      ),
    );
  }

  /** A module whose configuration fails as a whole is named, and the others go on without it. */
  #guarded(machine: Machine, module: ModuleInfo, body: () => readonly PushedSet[]): readonly PushedSet[] {
    const depth = machine.depth;
    try {
      return body();
    } catch (problem) {
      if (!(problem instanceof NixError) || problem.kind === "infiniteRecursion") throw problem;
      machine.depth = depth;
      const { kind, message, origin } = problem;
      if (problem instanceof ModuleError) this.faults.push(...problem.problems);
      else this.faults.push({ kind: "failed", path: null, error: kind, message, origin, definition: null, module });
      return [];
    }
  }

  #treeContext(): TreeContext {
    return {
      foundation: this.foundation,
      onProblem: (problem) => this.faults.push(problem),
      submoduleOf: (module, options) => this.#submoduleOf(module, options),
      doubtsShared: this.request.doubtsShared === true,
      unread: () => this.#unread(),
      isShared: (name) => (this.#isSystem() && sharedNames.has(name)) || this.#unread() !== null,
    };
  }

  /** Why a module could not be read that may declare anything here, or `null`. NixOS's own do no harm to a system. */
  #unread(): UnknownReason | null {
    const { isHarmless } = this.request.world;
    const isKnown = (reason: UnknownReason): boolean => this.#isSystem() && isHarmless(reason);
    const unread = this.#modules?.find(({ info }) => info.unreadable !== null && !isKnown(info.unreadable));
    return unread?.info.unreadable ?? null;
  }

  /** Whether this is a NixOS system, most of which is not at hand. */
  #isSystem(): boolean {
    const { className, prefix, strict } = this.request;
    return className === "nixos" && prefix.names.length === 0 && !strict;
  }

  #submoduleOf(module: ModuleInfo, options: Thunk): SubmoduleType {
    const attrs = new Map<string, Attr>([["options", { value: options, origin: null }]]);
    attrs.set("_file", { value: ready(makeString(module.label)), origin: null });
    return new SubmoduleType(this.request.evaluator, {
      modules: [ready(makeAttrs(attrs, module.importedAt))],
      specialArgs: new Map(),
      shorthandOnlyDefinesConfig: null,
      description: null,
      className: null,
    });
  }

  /** The type of everything that has no option, or `null` where such definitions are refused. */
  freeformType(machine: Machine): OptionType | null {
    return this.#freeformType.get(machine);
  }

  #readFreeformType(machine: Machine): OptionType | null {
    const value = this.#internal(machine, "freeformType");
    return value === null || value.type === "null" ? null : readType(machine, ready(value));
  }

  #internal(machine: Machine, name: string): Value | null {
    const level = this.root(machine).child(machine, "_module");
    const node = level instanceof OptionLevel ? level.child(machine, name) : null;
    return node instanceof EvaluatedOption ? node.value.force(machine) : null;
  }

  /** Definitions that no declaration allows, also those that a freeform type takes. */
  unmatched(machine: Machine): readonly Unmatched[] {
    return this.#unmatched.get(machine);
  }

  /** What the freeform type makes of them; `null`: there is no such type, or nothing for it. */
  freeform(machine: Machine): Combined | null {
    return this.#freeform.get(machine);
  }

  #combineFreeform(machine: Machine): Combined | null {
    const type = this.freeformType(machine);
    return type === null ? null : freeformOf(machine, type, this.request.prefix, this.unmatched(machine));
  }

  /** Why a freeform type may get more than is known, or `null`. */
  freeformRest(machine: Machine): UnknownReason | null {
    if (this.freeformType(machine) === null) return null;
    for (const { attrs, unknown } of this.root(machine).sets(machine)) {
      if (attrs === null) return unknown;
      if (attrs.rest !== null) return attrs.rest.reason;
    }
    return null;
  }

  /** Whether definitions without an option are faults here. */
  refusesUnmatched(machine: Machine): boolean {
    if (this.request.forDocs || this.freeformType(machine) !== null) return false;
    const check = this.#internal(machine, "check");
    return check?.type === "bool" && check.value;
  }

  /** Throws for what makes a whole configuration fail on a real system. */
  check(machine: Machine): void {
    this.unmatched(machine);
    const [fault] = this.faults;
    if (fault !== undefined) throw new ModuleError("message" in fault ? fault.message : fault.kind, [fault], null);
    if (!this.refusesUnmatched(machine)) return;
    const problems = this.unmatched(machine).map((one) => unmatchedProblem(machine, this.root(machine), one));
    const [first] = problems;
    if (first === undefined) return;
    throw new ModuleError(`The option \`${first.path.join(".")}' does not exist.`, problems, first.nameNode);
  }
}

/** The whole of an evaluation that types know in part: all of them are made here. */
export function evaluationOf(evaluated: SubmoduleEvaluation): Evaluation {
  if (evaluated instanceof Evaluation) return evaluated;
  throw new TypeError("an evaluation of a submodule that was not made by the module system");
}
