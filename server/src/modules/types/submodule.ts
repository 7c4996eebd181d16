/** `submodule`, `submoduleWith`, `deferredModule`: values that modules make. */
import { uriPath } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeAttrs, makeList, makeString, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { Attr, Thunk, Value } from "../../eval/core/value.ts";
import { type DischargedDefinition, partOf, type RawDefinition } from "../definitions/definition.ts";
import { Loc } from "../model/location.ts";
import type { TypeInfo } from "../model/view.ts";
import { openReason } from "./attrsTypes.ts";
import {
  ACCEPTED,
  type Combined,
  headOf,
  OptionType,
  phrase,
  type SubmoduleEvaluation,
  type Verdict,
} from "./optionType.ts";
import { looksCallable } from "./wrappers.ts";

/** How a submodule is evaluated: given from above, because the evaluation of modules uses types. */
export interface SubmoduleEvaluator {
  evaluate(request: SubmoduleRequest): SubmoduleEvaluation;
}

export interface SubmoduleRequest {
  readonly prefix: Loc;
  readonly modules: readonly Thunk[];
  readonly specialArgs: ReadonlyMap<string, Attr>;
  readonly className: string | null;
  /** What users define. Sets are definitions, everything else is a module to import. */
  readonly definitions: readonly RawDefinition[];
  readonly imports: readonly { readonly settled: DischargedDefinition; readonly module: Thunk }[];
  /** For looking at what is declared: nothing is checked. */
  readonly forDocs: boolean;
}

export interface SubmoduleSpec {
  readonly modules: readonly Thunk[];
  readonly specialArgs: ReadonlyMap<string, Attr>;
  /** `null`: as the other declarations say. */
  readonly shorthandOnlyDefinesConfig: boolean | null;
  readonly description: string | null;
  readonly className: string | null;
}

/** A module that stands for further ones, which declare and define what nobody here can read. */
export const PARTLY_KNOWN: Thunk = ready(setOf([]));

/** Whether a value can be taken for a module: a set, a function, the path of a file. */
export function mayBeModule(value: Value): Verdict {
  if (value.type === "unknown") return "unknown";
  if (value.type === "attrs" || value.type === "path" || looksCallable(value)) return "accepted";
  return value.type === "string" && value.value.startsWith("/") ? "accepted" : "rejected";
}

export class SubmoduleType extends OptionType {
  readonly name = "submodule";
  readonly descriptionClass = null;
  readonly spec: SubmoduleSpec;
  readonly #evaluator: SubmoduleEvaluator;
  #docs: SubmoduleEvaluation | null = null;

  constructor(evaluator: SubmoduleEvaluator, spec: SubmoduleSpec) {
    super();
    this.#evaluator = evaluator;
    this.spec = spec;
  }

  protected makeDescription(machine: Machine): string {
    if (this.spec.description !== null) return this.spec.description;
    const freeform = this.documentation().freeformType(machine);
    return freeform === null ? "submodule" : `open submodule of ${phrase(machine, freeform, ["noun", "composite"])}`;
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "submodule" };
  }

  check(_machine: Machine, value: Value): Verdict {
    return mayBeModule(value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    const head = headOf(machine, this, definitions);
    const evaluation = this.#evaluate(machine, loc, definitions);
    return {
      head: head.verdict === "rejected" ? head : ACCEPTED,
      value: (later) => evaluation.config.force(later),
      inside: () => ({ kind: "submodule", evaluation }),
    };
  }

  override combineDoubtful(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined | null {
    const isShorthand = ({ value, state }: DischargedDefinition): boolean =>
      state !== "unknown" ||
      (this.spec.shorthandOnlyDefinesConfig === true && value.type === "attrs" && !looksCallable(value));
    return definitions.every(isShorthand) ? this.combine(machine, loc, definitions) : null;
  }

  merge(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    return this.#evaluate(machine, loc, definitions).config.force(machine);
  }

  /** Who evaluates the submodule evaluates it anew when its modules are others. */
  #evaluate(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): SubmoduleEvaluation {
    const shorthand = this.spec.shorthandOnlyDefinesConfig === true;
    const raw: RawDefinition[] = [];
    const imports: { settled: DischargedDefinition; module: Thunk }[] = [];
    for (const settled of definitions) {
      const { source, thunk, value } = settled;
      if (value.type === "unknown" || (shorthand && value.type === "attrs" && !looksCallable(value))) {
        raw.push(partOf(settled, source, thunk));
      } else imports.push({ settled, module: thunk });
    }
    const evaluation = this.#evaluator.evaluate({
      prefix: new Loc([], loc.length, loc),
      modules: this.spec.modules,
      specialArgs: this.spec.specialArgs,
      className: this.spec.className,
      definitions: raw,
      imports,
      forDocs: false,
    });
    evaluation.isUsed(machine);
    return evaluation;
  }

  /** The submodule without definitions, for its options. */
  documentation(prefix: Loc = new Loc([], 0)): SubmoduleEvaluation {
    if (this.#docs !== null && prefix.names.length === 0) return this.#docs;
    const { modules, specialArgs, className } = this.spec;
    const request = { prefix, modules, specialArgs, className, definitions: [], imports: [], forDocs: true };
    const evaluation = this.#evaluator.evaluate(request);
    if (prefix.names.length === 0) this.#docs = evaluation;
    return evaluation;
  }

  override emptyValue(machine: Machine): Thunk | null {
    return this.#evaluate(machine, new Loc([], 0), []).config;
  }

  override subModules(): readonly Thunk[] | null {
    return this.spec.modules;
  }

  override withSubModules(modules: readonly Thunk[]): OptionType {
    return new SubmoduleType(this.#evaluator, { ...this.spec, modules });
  }

  protected override mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    if (!(other instanceof SubmoduleType)) return null;
    return new SubmoduleType(this.#evaluator, {
      modules: [...other.spec.modules, ...this.spec.modules],
      specialArgs: new Map([...this.spec.specialArgs, ...other.spec.specialArgs]),
      shorthandOnlyDefinesConfig: this.spec.shorthandOnlyDefinesConfig ?? other.spec.shorthandOnlyDefinesConfig,
      description: this.spec.description ?? other.spec.description,
      className: this.spec.className ?? other.spec.className,
    });
  }
}

/** `deferredModule`: a module for later, in some other evaluation. */
export class DeferredModuleType extends OptionType {
  readonly name = "deferredModule";
  readonly descriptionClass = "noun";
  readonly staticModules: readonly Thunk[];

  constructor(staticModules: readonly Thunk[]) {
    super();
    this.staticModules = staticModules;
  }

  protected makeDescription(): string {
    return "module";
  }

  protected makeInfo(): Omit<TypeInfo, "description"> {
    return { kind: "opaque" };
  }

  check(_machine: Machine, value: Value): Verdict {
    return mayBeModule(value);
  }

  override combine(machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Combined {
    return {
      ...super.combine(machine, loc, definitions),
      head: openReason(definitions) === null ? headOf(machine, this, definitions) : ACCEPTED,
    };
  }

  merge(_machine: Machine, loc: Loc, definitions: readonly DischargedDefinition[]): Value {
    const located = definitions.map(({ source, thunk }) => {
      const { uri, label } = source.module;
      const file = makeString(`${uri === null ? label : uriPath(uri)}, via option ${loc.show()}`);
      const parts = [
        ["_file", ready(file)],
        ["imports", ready(makeList([thunk]))],
      ] as const;
      return ready(setOf(parts));
    });
    return makeAttrs(
      new Map([["imports", { value: ready(makeList([...this.staticModules, ...located])), origin: null }]]),
    );
  }

  protected override mergeTypes(_machine: Machine, other: OptionType): OptionType | null {
    return other instanceof DeferredModuleType
      ? new DeferredModuleType([...this.staticModules, ...other.staticModules])
      : null;
  }
}
