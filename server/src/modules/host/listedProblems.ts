/**
 * What a list of NixOS's options says against a host's definitions: names that the list does not have, and values that
 * the types of the list refuse. The list speaks only where no module at hand does: an option that the workspace declares
 * is its own.
 * Invariant: this only gathers what the list has to say, with all that tells how far it can be believed; a rule decides.
 */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { describeDefinition, nameNode, type RawDefinition } from "../definitions/definition.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import { Loc } from "../model/location.ts";
import type { UnknownOptionProblem } from "../model/moduleProblem.ts";
import type { ListedMismatch, ListedNode, ListedProblems, ListedUnknown, OptionList } from "../model/optionList.ts";
import type { TypeInfo } from "../model/view.ts";
import type { EvaluatedOption } from "../options/evaluatedOption.ts";
import { OptionLevel } from "../options/optionTree.ts";
import { unspecified } from "../types/atoms.ts";
import { describedType } from "../types/describedType.ts";
import { ListType } from "../types/lists.ts";
import { Merging, mismatches } from "../types/merging.ts";
import { headOf } from "../types/optionType.ts";
import { definitionsBelow, pushAll } from "./navigate.ts";
import { problemsInside } from "./problems.ts";

/** Everything that `list` has to say against the definitions of an evaluation. */
export function listedProblems(machine: Machine, evaluation: Evaluation, list: OptionList): ListedProblems {
  const walk = new Walk(machine, list);
  attempt(machine, () => walk.level(evaluation.root(machine), 0, []));
  return walk;
}

const MOST_DEEPER = 3;

/** Deeper than any option of NixOS stands. */
const MOST_NAMES = 24;

class Walk implements ListedProblems {
  readonly unknown: ListedUnknown[] = [];
  readonly mismatches: ListedMismatch[] = [];
  readonly #machine: Machine;
  readonly #list: OptionList;

  constructor(machine: Machine, list: OptionList) {
    this.#machine = machine;
    this.#list = list;
  }

  /** A level of the host's own options beside the same level of the list. */
  level(level: OptionLevel, node: ListedNode, path: readonly string[]): void {
    const machine = this.#machine;
    const declared = level.names(machine);
    const isOpen = level.isOpen(machine);
    for (const name of level.definedNames(machine)) {
      if (name === "_module") continue;
      const child = this.#list.child(node, name);
      const here = [...path, name];
      attempt(machine, () => {
        if (declared.has(name)) this.#declared(level.child(machine, name), child, here);
        else if (isOpen) {
          const definitions = certain(level.definitions(machine, name));
          if (child !== null) this.#option(definitions, child, here, true);
          else this.#unknown(definitions, node, here, [...declared.keys()], true);
        }
      });
    }
  }

  #declared(live: OptionLevel | EvaluatedOption | null, child: ListedNode | null, path: readonly string[]): void {
    if (child === null || live === null) return;
    if (live instanceof OptionLevel) this.level(live, child, path);
    // What stands in for NixOS knows but a part of what it declares.
    else if (live.declaration.declared.every(({ module }) => module.source === "nixos"))
      this.#option(certain(live.merging(this.#machine).raw), child, path, true);
  }

  /** Definitions of what the list has at `node`. `isSure`: no name above is the user's own. */
  #option(definitions: readonly RawDefinition[], node: ListedNode, path: readonly string[], isSure: boolean): void {
    if (definitions.length === 0 || path.length > MOST_NAMES) return;
    this.#machine.step();
    const type = this.#list.type(node);
    const hasChildren = this.#list.hasChildren(node);
    if (type !== null) this.#check(definitions, type, path, this.#list.isConfirmed(node), !hasChildren);
    if (!hasChildren) return;
    const element = this.#list.child(node, "*");
    if (element !== null) this.#elements(definitions, element, path);
    this.#names(definitions, node, type, path, isSure);
  }

  /** The values that the type refuses; `deeply`: what is inside them, too. */
  #check(
    definitions: readonly RawDefinition[],
    type: TypeInfo,
    path: readonly string[],
    isConfirmed: boolean | null,
    deeply: boolean,
  ): void {
    const machine = this.#machine;
    const loc = new Loc(path, path.length);
    const merging = new Merging(loc, describedType(type), definitions);
    attempt(machine, () => {
      const found = deeply
        ? problemsInside(machine, merging)
        : mismatches(machine, loc, headOf(machine, merging.type, merging.outline(machine).final));
      for (const problem of found) if (problem.kind === "typeMismatch") this.mismatches.push({ problem, isConfirmed });
    });
  }

  #elements(definitions: readonly RawDefinition[], node: ListedNode, path: readonly string[]): void {
    const machine = this.#machine;
    const inside = new Merging(new Loc(path, path.length), new ListType(unspecified), definitions).inside(machine);
    if (inside?.kind !== "list") return;
    for (const [index, item] of inside.items.entries())
      attempt(machine, () => this.#option(item.raw, node, [...path, String(index)], false));
  }

  #names(
    definitions: readonly RawDefinition[],
    node: ListedNode,
    type: TypeInfo | null,
    path: readonly string[],
    isSure: boolean,
  ): void {
    const machine = this.#machine;
    const any = this.#placeholder(node);
    const isClosed = !this.#list.isOption(node) || (type !== null && isClosedSet(type));
    const names = new Set<string>();
    for (const { attrs } of pushAll(machine, definitions)) {
      if (attrs?.attrs.has("outPath") || attrs?.attrs.has("_type")) continue;
      for (const name of attrs?.attrs.keys() ?? []) names.add(name);
    }
    for (const name of names) {
      const below = certain(definitionsBelow(machine, definitions, name));
      const here = [...path, name];
      const child = this.#list.child(node, name);
      attempt(machine, () => {
        if (child !== null) this.#option(below, child, here, isSure);
        else if (any !== null) this.#option(below, any, here, false);
        else if (isClosed) this.#unknown(below, node, here, [], isSure);
      });
    }
  }

  #unknown(
    definitions: readonly RawDefinition[],
    parent: ListedNode,
    path: readonly string[],
    declared: readonly string[],
    isSure: boolean,
  ): void {
    const list = this.#list;
    const deeper = this.#deeper(parent, path.at(-1) ?? "");
    const siblings = new Set(declared.filter((name) => name !== "_module"));
    for (const child of list.children(parent)) if (!list.isHidden(child)) siblings.add(list.name(child));
    for (const { source, value } of definitions) {
      const problem: UnknownOptionProblem = {
        kind: "unknownOption",
        path,
        definition: describeDefinition(path, { source, thunk: value, priority: null }, "active"),
        nameNode: nameNode(source),
        siblings: [...siblings],
      };
      this.unknown.push({ problem, isParentSure: isSure && list.isInBoth(parent), deeper });
    }
  }

  /** Where the name stands one level further down: `firewall.allowedTCPPorts` for `networking.allowedTCPPorts`. */
  #deeper(parent: ListedNode, name: string): readonly (readonly [string, string])[] {
    const found: (readonly [string, string])[] = [];
    for (const child of this.#list.children(parent)) {
      const between = this.#list.name(child);
      if (/^[<*]/.test(between) || this.#list.child(child, name) === null) continue;
      // So many say nothing.
      if (found.length === MOST_DEEPER) return [];
      found.push([between, name]);
    }
    return found;
  }

  /** The child that stands for any name. */
  #placeholder(node: ListedNode): ListedNode | null {
    for (const child of this.#list.children(node)) {
      const name = this.#list.name(child);
      if (name.startsWith("<") && name.endsWith(">")) return child;
    }
    return null;
  }
}

/** What is certainly said. */
function certain(definitions: readonly RawDefinition[]): readonly RawDefinition[] {
  return definitions.filter((definition) => definition.weak === null);
}

/** Whether a set of this type has no names but those that its options have. */
function isClosedSet(type: TypeInfo): boolean {
  switch (type.kind) {
    case "submodule":
      return type.inner === undefined && type.description === "submodule";
    case "nullOr":
      return (type.inner ?? []).every(isClosedSet);
    case "either":
    case "coercedTo":
      return (
        (type.inner ?? []).some(isClosedSet) && (type.inner ?? []).every((inner) => !isSet(inner) || isClosedSet(inner))
      );
    default:
      return false;
  }
}

function isSet({ kind, inner = [] }: TypeInfo): boolean {
  if (kind === "nullOr" || kind === "either" || kind === "coercedTo") return inner.some(isSet);
  return kind === "attrs" || kind === "attrsOf" || kind === "submodule" || kind === "anything" || kind === "opaque";
}
