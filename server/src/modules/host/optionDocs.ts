/** Declared options as plain data: the tree that completion, hover and the schema are made of. Nothing is dropped. */
import { attempt } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { renderValue } from "../../eval/print/render.ts";
import { type Evaluation, evaluationOf } from "../evaluation/evaluation.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import { type Loc, ROOT } from "../model/location.ts";
import type { OptionDoc, OptionNode, TypeInfo } from "../model/view.ts";
import { flagOf, type OptionDeclaration } from "../options/declaration.ts";
import { EvaluatedOption as LiveNode } from "../options/evaluatedOption.ts";
import { OptionLevel } from "../options/optionTree.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import { ListType } from "../types/lists.ts";
import type { OptionType } from "../types/optionType.ts";
import { SubmoduleType } from "../types/submodule.ts";
import { placeOf } from "./places.ts";

const LONGEST_TEXT = 2_000;
/** Options inside options beyond this many names are not listed: types may hold themselves. */
const MOST_NAMES = 24;
/** Options below this many names are not listed: deeper data does not fit through a message between threads. */
const MOST_LEVELS = 100;

type Tree = Map<string, OptionNode>;

/** All options that the modules of an evaluation declare. `wanted` picks the modules whose declarations count. */
export function optionTree(
  machine: Machine,
  evaluation: Evaluation,
  wanted: (module: ModuleInfo) => boolean = () => true,
): OptionNode {
  const writer = new Writer(machine, wanted);
  const outcome = attempt(machine, () => writer.level(evaluation.root(machine), ROOT, evaluation));
  return outcome.kind === "value" ? outcome.value : { option: null, children: new Map(), open: true };
}

/** The options of a tree one after the other, parents first. */
export function optionList(tree: OptionNode): readonly OptionDoc[] {
  const inner = [...tree.children.values()].flatMap(optionList);
  return tree.option === null ? inner : [tree.option, ...inner];
}

class Writer {
  readonly #machine: Machine;
  readonly #wanted: (module: ModuleInfo) => boolean;
  readonly #above: OptionType[] = [];

  constructor(machine: Machine, wanted: (module: ModuleInfo) => boolean) {
    this.#machine = machine;
    this.#wanted = wanted;
  }

  level(level: OptionLevel, path: Loc, evaluation: Evaluation): OptionNode {
    const machine = this.#machine;
    const children: Tree = new Map();
    for (const name of level.names(machine).keys()) {
      if (name === "_module") continue;
      const outcome = attempt(machine, () => this.#child(level, name, path.option(name), evaluation));
      if (outcome.kind === "value" && outcome.value !== null) children.set(name, outcome.value);
    }
    const isFree = attempt(machine, () => evaluation.freeformType(machine) !== null);
    const isOpen = level.isOpen(machine) || (isFree.kind === "value" && isFree.value);
    return { option: null, children, open: isOpen };
  }

  #child(level: OptionLevel, name: string, path: Loc, evaluation: Evaluation): OptionNode | null {
    const child = level.child(this.#machine, name);
    if (child instanceof OptionLevel) {
      if (path.length >= MOST_LEVELS) return { option: null, children: new Map(), open: true };
      const node = this.level(child, path, evaluation);
      return node.children.size === 0 ? null : node;
    }
    return child instanceof LiveNode ? this.#option(child, path) : null;
  }

  #option(node: LiveNode, path: Loc): OptionNode | null {
    const machine = this.#machine;
    const { declaration } = node;
    if (!declaration.declared.some(({ module }) => this.#wanted(module))) return null;
    const typed = attempt(machine, () => node.type(machine));
    const type = typed.kind === "value" ? typed.value : null;
    const inside = type === null ? NOTHING : this.#inside(type, path);
    return { option: this.#doc(declaration, type, path), children: inside.children, open: inside.open };
  }

  #inside(given: OptionType, path: Loc): { readonly children: Tree; readonly open: boolean } {
    const machine = this.#machine;
    const type = given.resolve();
    if (path.length > MOST_NAMES || this.#above.includes(type)) return NOTHING;
    this.#above.push(type);
    const outcome = attempt(machine, () => {
      if (type instanceof SubmoduleType) return this.#submodule(type, path);
      if (type instanceof AttrsOfType) return this.#below(type.element, path, `<${type.placeholder}>`);
      if (type instanceof ListType) return this.#below(type.element, path, "*");
      return this.#alternatives(type, path);
    });
    this.#above.pop();
    return outcome.kind === "value" ? outcome.value : NOTHING;
  }

  #submodule(type: SubmoduleType, path: Loc): { readonly children: Tree; readonly open: boolean } {
    const evaluation = evaluationOf(type.documentation());
    const node = this.level(evaluation.root(this.#machine), path, evaluation);
    return { children: new Map(node.children), open: node.open };
  }

  #below(element: OptionType, path: Loc, name: string): { readonly children: Tree; readonly open: boolean } {
    const { children, open } = this.#inside(element, path.option(name));
    if (children.size === 0) return NOTHING;
    return { children: new Map([[name, { option: null, children, open }]]), open: false };
  }

  /** `nullOr`, `either` and the like: what any of the types inside declares. */
  #alternatives(type: OptionType, path: Loc): { readonly children: Tree; readonly open: boolean } {
    const children: Tree = new Map();
    let open = false;
    for (const [, inner] of type.nested()) {
      const found = this.#inside(inner, path);
      open ||= found.open;
      for (const [name, node] of found.children) if (!children.has(name)) children.set(name, node);
    }
    return { children, open };
  }

  #doc(declaration: OptionDeclaration, type: OptionType | null, path: Loc): OptionDoc {
    const machine = this.#machine;
    const modules = declaration.declared;
    const places = modules.map(({ origin }) => placeOf(machine, origin));
    const field = (name: string): Thunk | null => declaration.fields.get(name)?.value ?? null;
    const flag = (name: string): boolean => {
      const outcome = attempt(machine, () => flagOf(machine, declaration, name));
      return outcome.kind === "value" && outcome.value;
    };
    const isHidden = declaration.fields.has("visible") && !flag("visible");
    return {
      path: path.path,
      type: this.#type(type),
      description: this.#description(field("description")),
      defaultText: this.#text(field("defaultText") ?? field("default")),
      exampleText: this.#text(field("example")),
      readOnly: flag("readOnly"),
      internal: flag("internal") || isHidden,
      declarations: places.flatMap((place) => place ?? []),
      declaredIn: modules.flatMap(({ module }, index) => (places[index] == null ? [module.label] : [])),
      source: modules[0]?.module.source ?? "workspace",
    };
  }

  #type(type: OptionType | null): TypeInfo {
    const outcome = type === null ? null : attempt(this.#machine, () => type.info(this.#machine));
    return outcome?.kind === "value" ? outcome.value : { kind: "opaque", description: "unspecified value" };
  }

  #value(thunk: Thunk | null): Value | null {
    const outcome = thunk === null ? null : attempt(this.#machine, () => thunk.force(this.#machine));
    return outcome?.kind === "value" ? outcome.value : null;
  }

  #description(thunk: Thunk | null): string | null {
    const value = this.#value(thunk);
    if (value?.type === "string") return value.value.trim();
    return value?.type === "attrs" ? this.#description(value.attrs.get("text")?.value ?? null) : null;
  }

  /** Nix text: as it is given for documentation, else the value itself. */
  #text(thunk: Thunk | null): string | null {
    if (thunk === null) return null;
    const value = this.#value(thunk);
    if (value === null) return "…";
    const given =
      value.type === "attrs" && value.attrs.has("_type") ? this.#value(value.attrs.get("text")?.value ?? null) : null;
    if (given?.type === "string") return given.value.trim();
    if (value.type === "unknown") return value.reason.kind === "pkgs" ? ["pkgs", ...value.reason.path].join(".") : "…";
    return renderValue(this.#machine, value, LONGEST_TEXT);
  }
}

const NOTHING: { readonly children: Tree; readonly open: boolean } = { children: new Map(), open: false };
