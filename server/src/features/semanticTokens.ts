/**
 * What each name in a file is, for colours: from the scopes of the text and, for options, from its place in a module.
 * Invariant: tokens are in the order of the text, each on one line, and no two share a character.
 */
import type { Range } from "../base/range.ts";
import { analyseScopes, type NameUse, type Resolution } from "../syntax/scopes/scope.ts";
import type { AttrName, Expression, Node } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { children } from "../syntax/tree/walk.ts";

/** The types, in the order in which a client counts them; all are the protocol's own, which themes colour. */
export const tokenTypes = ["variable", "parameter", "property", "function", "namespace"] as const;
/** The modifiers, likewise by bit. */
export const tokenModifiers = ["declaration", "definition", "readonly", "defaultLibrary"] as const;

export type NameType = (typeof tokenTypes)[number];
export type NameModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  readonly range: Range;
  readonly type: NameType;
  readonly modifiers: readonly NameModifier[];
}

/** `range`: only tokens that it touches; `null`: all. */
export function semanticTokens(file: ParsedFile, range: Range | null): readonly SemanticToken[] {
  if (file.root === null) return [];
  const tokens: SemanticToken[] = [];
  const { uses } = analyseScopes(file.root);
  const add = (node: Node, kind: Kind): void => {
    if (node.kind === "attrName" && node.quoted) return;
    const at = file.rangeOf(node);
    if (at.start < at.end && isOneLine(file.text, at)) tokens.push({ range: at, ...kind });
  };
  const touches = (node: Node): boolean => {
    if (range === null) return true;
    const { start, end } = file.rangeOf(node);
    return start <= range.end && range.start <= end;
  };
  const stack: Node[] = [file.root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!touches(node)) continue;
    own(node, uses, add);
    for (const child of children(node)) stack.push(child);
  }
  tokens.sort((a, b) => a.range.start - b.range.start);
  // Where a text was mended, nodes may stand on the same place.
  let end = 0;
  return tokens.filter(({ range: at }) => {
    const isFree = at.start >= end;
    if (isFree) end = at.end;
    return isFree;
  });
}

interface Kind {
  readonly type: NameType;
  readonly modifiers: readonly NameModifier[];
}

const kind = (type: NameType, ...modifiers: NameModifier[]): Kind => ({ type, modifiers });
const property = kind("property");
const constants: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** The tokens that a node makes itself; what is inside it comes by itself. */
function own(node: Node, uses: ReadonlyMap<NameUse, Resolution>, add: (node: Node, kind: Kind) => void): void {
  switch (node.kind) {
    case "variable":
      add(node, useKind(node.name, uses.get(node)));
      return;
    case "inheritName":
      add(node, uses.has(node) ? useKind(node.name, uses.get(node)) : property);
      return;
    case "formal":
      add(node.name, kind("parameter", "declaration"));
      return;
    case "lambda":
      if (node.name !== null) add(node.name, kind("parameter", "declaration"));
      return;
    case "let":
      for (const binding of node.bindings) {
        const [first] = binding.kind === "binding" ? binding.path : [];
        if (binding.kind !== "binding" || first?.kind !== "attrName") continue;
        const type = binding.path.length === 1 && binding.value?.kind === "lambda" ? "function" : "variable";
        add(first, kind(type, "declaration"));
        names(binding.path.slice(1), binding.value, add);
      }
      return;
    case "attrSet":
      for (const binding of node.bindings) if (binding.kind === "binding") names(binding.path, binding.value, add);
      return;
    case "select":
    case "hasAttr": {
      const library = node.kind === "select" && libraryOf(node.target, uses);
      for (const [index, name] of node.path.entries()) {
        if (name.kind !== "attrName") continue;
        const isLast = index === node.path.length - 1;
        if (library === "packages") add(name, kind("variable", "readonly"));
        else if (library) add(name, isLast ? kind("function", "defaultLibrary") : kind("namespace", "defaultLibrary"));
        else add(name, property);
      }
      return;
    }
    default:
  }
}

/** The names of an attribute path that is defined. */
function names(path: readonly AttrName[], value: Expression | null, add: (node: Node, kind: Kind) => void): void {
  for (const [index, name] of path.entries()) {
    if (name.kind !== "attrName") continue;
    const isFunction = index === path.length - 1 && value?.kind === "lambda";
    add(name, isFunction ? kind("function", "definition") : kind("property", "definition"));
  }
}

function useKind(name: string, resolution: Resolution | undefined): Kind {
  switch (resolution?.kind) {
    case "declared": {
      const { declaration } = resolution;
      if (declaration.kind === "formal" || declaration.kind === "parameter")
        return isNamespace(name) ? kind("namespace") : kind("parameter");
      const [node] = declaration.nodes;
      const isFunction = node?.kind === "binding" && node.path.length === 1 && node.value?.kind === "lambda";
      return kind(isFunction ? "function" : declaration.scope.kind === "attrSet" ? "property" : "variable");
    }
    case "global":
      if (constants.has(name)) return kind("variable", "readonly", "defaultLibrary");
      return name === "builtins" ? kind("namespace", "defaultLibrary") : kind("function", "defaultLibrary");
    default:
      return kind("variable");
  }
}

/** What modules and packages are given under these names. */
function isNamespace(name: string): boolean {
  return name === "lib" || name === "pkgs" || name === "builtins";
}

/** Whether a selection is from the library, or from packages. */
function libraryOf(target: Expression | null, uses: ReadonlyMap<NameUse, Resolution>): "library" | "packages" | false {
  if (target?.kind === "select" && target.path.at(-1)?.kind === "attrName") {
    const last = target.path.at(-1);
    return last?.kind === "attrName" && last.name === "lib" ? "library" : false;
  }
  if (target?.kind !== "variable") return false;
  const resolution = uses.get(target);
  if (target.name === "builtins") return resolution?.kind === "global" ? "library" : false;
  const isGiven =
    resolution?.kind === "declared" &&
    (resolution.declaration.kind === "formal" || resolution.declaration.kind === "parameter");
  if (!isGiven) return false;
  return target.name === "lib" ? "library" : target.name === "pkgs" ? "packages" : false;
}

function isOneLine(text: string, { start, end }: Range): boolean {
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) return false;
  }
  return true;
}
