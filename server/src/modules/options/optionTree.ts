/**
 * The tree of options of one evaluation: declarations and definitions side by side, one level after the other, each
 * name looked at when it is asked for. Invariant: no option's value is computed to learn what is declared.
 */

import { pushTo } from "../../base/pushTo.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { attrsOf, makeString, makeUnknown, ready } from "../../eval/core/make.ts";
import { sameItems } from "../../eval/core/unchanged.ts";
import type { AttrsValue, Origin, Thunk, UnknownReason, Value } from "../../eval/core/value.ts";
import { type Foundation, Memo } from "../../eval/incremental/memo.ts";
import {
  type PushedSet,
  type RawDefinition,
  type Source,
  sameDefinitions,
  sameSets,
} from "../definitions/definition.ts";
import { moduleFailure } from "../definitions/moduleError.ts";
import { typeTag } from "../definitions/properties.ts";
import { definitionOf, pushDown } from "../definitions/pushDown.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import type { Loc } from "../model/location.ts";
import type { ModuleProblem } from "../model/moduleProblem.ts";
import { SubmoduleType } from "../types/submodule.ts";
import { readType, typeValue } from "../types/typeValue.ts";
import { type Declaring, declareOption } from "./declaration.ts";
import { EvaluatedOption } from "./evaluatedOption.ts";
import { isOwn } from "./sharedNames.ts";

/** Up to how many names a level's path is shown in a reason, of which one is made for each level that is read. */
const MOST_SHOWN = 24;

/** What a level needs to know of the evaluation that it is part of. */
export interface TreeContext {
  /** What all declarations are a part of. */
  readonly foundation: Foundation;
  readonly onProblem: (problem: ModuleProblem) => void;
  /** A type for options that are declared inside of another, submodule-typed one. */
  readonly submoduleOf: (module: ModuleInfo, options: Thunk) => SubmoduleType;
  /** Whether modules that are not at hand may declare options below this first name. */
  readonly isShared: (name: string) => boolean;
  /** Why there may be options at the root that no module at hand declares, or `null`. */
  readonly unread: () => UnknownReason | null;
  /** As in the request of the evaluation. */
  readonly doubtsShared: boolean;
}

/** One module's options below a level. */
interface Branch {
  readonly module: ModuleInfo;
  readonly value: Thunk;
  readonly origin: Origin;
}

export class OptionLevel {
  readonly loc: Loc;
  readonly #context: TreeContext;
  readonly #branches: readonly Branch[];
  readonly #sets: (machine: Machine) => readonly PushedSet[];
  /** Whether modules that are not at hand may declare options right here; `null`: this is the root. */
  readonly #isShared: boolean | null;
  #pushed: Memo<readonly PushedSet[]> | null = null;
  #names: ReadonlyMap<string, readonly Branch[]> | null = null;
  #unknownNames: UnknownReason | null = null;
  #definedNames: Memo<ReadonlySet<string>> | null = null;
  readonly #children = new Map<string, OptionLevel | EvaluatedOption | null>();
  readonly #definitions = new Map<string, Memo<readonly RawDefinition[]>>();

  constructor(
    context: TreeContext,
    loc: Loc,
    branches: readonly Branch[],
    sets: (machine: Machine) => readonly PushedSet[],
    isShared: boolean | null = null,
  ) {
    this.loc = loc;
    this.#context = context;
    this.#branches = branches;
    this.#sets = sets;
    this.#isShared = isShared;
  }

  /** The definitions of everything below, properties pushed down. */
  sets(machine: Machine): readonly PushedSet[] {
    this.#pushed ??= new Memo(this.#sets, sameSets);
    return this.#pushed.get(machine);
  }

  /** The names that are declared right below. */
  names(machine: Machine): ReadonlyMap<string, readonly Branch[]> {
    const { foundation } = this.#context;
    this.#names ??= foundation.within(machine, () => this.#readNames(machine));
    return this.#names;
  }

  #readNames(machine: Machine): ReadonlyMap<string, readonly Branch[]> {
    const names = new Map<string, Branch[]>();
    for (const { module, value, origin } of this.#branches) {
      const subtree = value.force(machine);
      if (subtree.type === "unknown") {
        this.#unknownNames = subtree.reason;
        continue;
      }
      if (subtree.type !== "attrs") {
        const message = `An option declaration for \`${this.loc.show()}' has type \`${subtree.type}' rather than an attribute set. Did you mean to define this outside of \`options'?`;
        throw moduleFailure(message, { path: this.loc.path, origin: subtree.origin ?? origin, module });
      }
      if (subtree.rest !== null) this.#unknownNames = subtree.rest.reason;
      for (const [name, attr] of subtree.attrs) {
        pushTo(names, name, { module, value: attr.value, origin: attr.origin });
      }
    }
    return names;
  }

  /** Whether names that are not declared may exist all the same; if not, this level is fully known. */
  isOpen(machine: Machine): boolean {
    return this.#unreadNames(machine) !== null || this.#isPart(machine);
  }

  /** Why they may, or `null`. */
  openness(machine: Machine): UnknownReason | null {
    const unread = this.#unreadNames(machine);
    if (unread !== null || !this.#isPart(machine)) return unread;
    const above = this.loc.length > MOST_SHOWN ? `${this.loc.length} names` : this.loc.show() || "the root";
    return { kind: "notModelled", what: `an option of NixOS below ${above}` };
  }

  #unreadNames(machine: Machine): UnknownReason | null {
    this.names(machine);
    return this.#unknownNames ?? (this.#isShared === null ? this.#context.unread() : null);
  }

  /** Whether modules that are not at hand declare options here. */
  #isPart(machine: Machine): boolean {
    if (this.#branches.some((branch) => branch.module.source === "nixos")) return true;
    return this.#isShared === true && !this.#isOwn(machine);
  }

  #isOwn(machine: Machine): boolean {
    return (
      isOwn(this.names(machine), this.loc) || this.#branches.every((branch) => branch.module.source === "plasmacloud")
    );
  }

  /** Whether modules that are not at hand may declare an option of this name, or options below it. */
  #sharesBelow(machine: Machine, name: string): boolean {
    return this.#isShared === null ? this.#context.isShared(name) : this.#isShared && !this.#isOwn(machine);
  }

  /** The level or option of a declared name, `null` when it is not declared. */
  child(machine: Machine, name: string): OptionLevel | EvaluatedOption | null {
    const { foundation } = this.#context;
    let child = this.#children.get(name);
    if (child === undefined) {
      child = foundation.within(machine, () => this.#makeChild(machine, name));
      this.#children.set(name, child);
    }
    return child;
  }

  /** What all modules say about one name, declared or not. */
  definitions(machine: Machine, name: string): readonly RawDefinition[] {
    let definitions = this.#definitions.get(name);
    if (definitions === undefined) {
      definitions = new Memo((later) => this.#readDefinitions(later, name), sameDefinitions);
      this.#definitions.set(name, definitions);
    }
    return definitions.get(machine);
  }

  #readDefinitions(machine: Machine, name: string): readonly RawDefinition[] {
    const found: RawDefinition[] = [];
    for (const set of this.sets(machine)) {
      const definition = definitionOf(set, name);
      if (definition !== null) found.push(definition);
    }
    return found;
  }

  /** The names that some definition certainly has. */
  definedNames(machine: Machine): ReadonlySet<string> {
    this.#definedNames ??= new Memo(
      (later) => this.#readDefinedNames(later),
      (before, now) => sameItems([...before], [...now]),
    );
    return this.#definedNames.get(machine);
  }

  #readDefinedNames(machine: Machine): ReadonlySet<string> {
    const names = new Set<string>();
    for (const set of this.sets(machine))
      if (set.attrs !== null) for (const name of set.attrs.attrs.keys()) names.add(name);
    return names;
  }

  /** Pushes the definitions of a name one level down. */
  pushed(machine: Machine, name: string): readonly PushedSet[] {
    const onFault = (source: Source, value: Value): void => this.#fault(source, value, name);
    return this.definitions(machine, name).flatMap((definition) => pushDown(machine, definition, onFault));
  }

  #fault({ module, binding }: Source, value: Value, name: string): void {
    const loc = this.loc.option(name);
    const message = `In module \`${module.label}', you're trying to define a value of type \`${value.type}' rather than an attribute set for the option \`${loc.show()}'!`;
    for (const problem of moduleFailure(message, { path: loc.path, origin: value.origin ?? binding, module })
      .problems) {
      this.#context.onProblem(problem);
    }
  }

  #makeChild(machine: Machine, name: string): OptionLevel | EvaluatedOption | null {
    const branches = this.names(machine).get(name);
    if (branches === undefined) return null;
    const loc = this.loc.option(name);
    const declared = branches.map(({ module, value, origin }) => ({ module, value: value.force(machine), origin }));
    const options = declared.filter(isOption(machine, loc));
    const unknown = declared.find((one) => one.value.type === "unknown");
    if (options.length === 0 && unknown === undefined) {
      const isShared = this.#sharesBelow(machine, name);
      return new OptionLevel(this.#context, loc, branches, (later) => this.pushed(later, name), isShared);
    }
    const definitions = (later: Machine): readonly RawDefinition[] => this.definitions(later, name);
    if (unknown?.value.type === "unknown" && options.length === 0) {
      return EvaluatedOption.unknown(this.#context.foundation, loc, makeUnknown(unknown.value.reason), definitions);
    }
    const trees = declared.filter(
      (one): one is DeclaredSet => one.value.type === "attrs" && !options.includes(one as DeclaredSet),
    );
    const isExtension = this.#sharesBelow(machine, name) && options.every(saysLittle);
    const all = trees.length === 0 ? options : [...options, ...this.#nested(machine, loc, options, trees)];
    const { foundation, doubtsShared, unread } = this.#context;
    return new EvaluatedOption(foundation, declareOption(loc, all, isExtension), definitions, { doubtsShared, unread });
  }

  /** Options declared inside of an option: they extend it if it is a submodule, and are refused otherwise. */
  #nested(machine: Machine, loc: Loc, options: readonly DeclaredSet[], trees: readonly DeclaredSet[]): DeclaredSet[] {
    for (const option of options) {
      const type = option.value.attrs.get("type");
      if (type !== undefined && readType(machine, type.value) instanceof SubmoduleType) continue;
      const message = `The option \`${loc.show()}' in module \`${option.module.label}' would be a parent of options that other modules declare, but its type does not support nested options.`;
      throw moduleFailure(message, {
        path: loc.path,
        origin: trees[0]?.origin ?? null,
        module: trees[0]?.module ?? null,
      });
    }
    return trees.map((tree) => {
      const branch = { force: () => tree.value, peek: () => tree.value };
      return { ...tree, value: optionOfType(this.#context.submoduleOf(tree.module, branch)) };
    });
  }
}

type DeclaredSet = Declaring & { readonly value: AttrsValue };

function isOption(machine: Machine, loc: Loc): (one: Declaring) => one is DeclaredSet {
  return (one): one is DeclaredSet => {
    const tag = typeTag(machine, one.value);
    if (tag === null) return false;
    if (tag === "option") return true;
    const message = `In module ${one.module.label}: expected an option declaration at option path \`${loc.show()}' but got an attribute set with type ${tag}`;
    throw moduleFailure(message, { path: loc.path, origin: one.origin, module: one.module });
  };
}

/**
 * Whether a declaration may only add to another one. What several declarations of an option say they must not say twice,
 * and every option of NixOS is described.
 */
function saysLittle({ module, value }: DeclaredSet): boolean {
  return module.source === "workspace" && !value.attrs.has("description") && !value.attrs.has("default");
}

/** `mkOption { type = …; }` */
function optionOfType(type: SubmoduleType): AttrsValue {
  return attrsOf([
    ["_type", ready(makeString("option"))],
    ["type", ready(typeValue(type))],
  ]);
}
