/** Decides what is wanted at the marker, from the last nodes on the way to it. */
import type { Range } from "../../base/range.ts";
import type { AttrName, Binding, Inherit, Node, ValueBinding } from "../tree/ast.ts";
import { MARKER } from "../tree/mend.ts";
import type { ParsedFile } from "../tree/parsedFile.ts";
import type { Wanted } from "./cursor.ts";
import { definitionPath, nameOf } from "./definitionPath.ts";

export interface FoundNode {
  readonly wanted: Wanted;
  readonly replaced: Range;
}

/** `trail`: the nodes from the root to the one that holds the marker. */
export function wantedAt(file: ParsedFile, trail: readonly Node[], word: Range): FoundNode | null {
  const node = trail.at(-1);
  const parent = trail.at(-2);
  if (node === undefined) return null;
  switch (node.kind) {
    case "attrName":
      return wantedName(file, trail, node, parent, word);
    case "inheritName":
      return parent?.kind === "inherit" ? { wanted: wantedInherit(trail, parent, node), replaced: word } : null;
    case "identifier":
      return wantedFormal(trail, parent, node, word);
    case "variable":
      return wantedValue(file, trail, word);
    case "string":
      return wantedString(file, trail, parent);
    case "path":
      return wantedPath(file, trail, word);
    default:
      return null;
  }
}

function wantedName(
  file: ParsedFile,
  trail: readonly Node[],
  node: AttrName,
  parent: Node | undefined,
  word: Range,
): FoundNode | null {
  const quoted = node.kind === "attrName" && node.quoted;
  const replaced = quoted ? insideQuotes(file, file.rangeOf(node)) : word;
  if (parent?.kind === "select" || parent?.kind === "hasAttr") {
    if (parent.target === null) return null;
    const names = parent.path.slice(0, parent.path.indexOf(node)).map(nameOf);
    return { wanted: { kind: "select", target: parent.target, names, path: definitionPath(trail) }, replaced };
  }
  const set = trail.at(-3);
  if (parent?.kind !== "binding" || (set?.kind !== "attrSet" && set?.kind !== "let")) return null;
  const index = parent.path.indexOf(node);
  const leading = parent.path.slice(0, index).map((name) => nameOf(name) ?? "<name>");
  const above = definitionPath(trail.slice(0, -1));
  const wanted: Wanted = {
    kind: "attrName",
    path: { root: above.root, names: [...above.names, ...leading] },
    leading,
    defined: definedNames(set.bindings, leading, parent),
    hasValue: hasEquals(file, parent),
    quoted,
  };
  return { wanted, replaced };
}

/** Whether the text itself, not a mend, has an `=` after the binding's path. */
function hasEquals(file: ParsedFile, { path }: ValueBinding): boolean {
  const last = path.at(-1);
  return last !== undefined && /^\s*=(?!=)/.test(file.text.slice(file.rangeOf(last).end));
}

/** The names that `bindings` define right below `leading`, also inside nested literal sets; `except` does not count. */
function definedNames(bindings: readonly Binding[], leading: readonly string[], except: Node): string[] {
  const found = new Set<string>();
  for (const binding of bindings) {
    if (binding === except) continue;
    if (binding.kind === "inherit") {
      if (leading.length === 0) for (const { name } of binding.names) found.add(name);
    } else for (const name of definedBy(binding, leading)) found.add(name);
  }
  found.delete(MARKER);
  return [...found];
}

function definedBy({ path, value }: ValueBinding, leading: readonly string[]): string[] {
  const shared = Math.min(path.length, leading.length);
  for (let index = 0; index < shared; index++) {
    const name = path[index];
    if (name === undefined || nameOf(name) !== leading[index]) return [];
  }
  const next = path[leading.length];
  if (next !== undefined) {
    const name = nameOf(next);
    return name === null ? [] : [name];
  }
  return value?.kind === "attrSet" ? definedNames(value.bindings, leading.slice(path.length), value) : [];
}

function wantedInherit(trail: readonly Node[], parent: Inherit, node: Node): Wanted {
  const defined = parent.names.filter((name) => name !== node).map(({ name }) => name);
  return { kind: "inherit", from: parent.from ?? null, defined, path: definitionPath(trail.slice(0, -1)) };
}

function wantedFormal(trail: readonly Node[], parent: Node | undefined, node: Node, word: Range): FoundNode | null {
  const lambda = trail.at(-4);
  const formals = trail.at(-3);
  if (parent?.kind !== "formal" || formals?.kind !== "formals" || lambda?.kind !== "lambda") return null;
  const defined = formals.formals.filter(({ name }) => name !== node).map(({ name }) => name.name);
  return { wanted: { kind: "formal", defined, lambda }, replaced: word };
}

function wantedValue(file: ParsedFile, trail: readonly Node[], word: Range): FoundNode | null {
  if (/^[0-9]/.test(file.text.slice(word.start, word.end))) return null;
  const interpolation = isInterpolated(trail);
  return { wanted: { kind: "value", path: definitionPath(trail), interpolation }, replaced: word };
}

function isInterpolated(trail: readonly Node[]): boolean {
  const parent = trail.at(-2)?.kind;
  return parent === "string" || parent === "path" || parent === "dynamicAttrName";
}

/** A plain string between double quotes is a value that may have members; the rest is text. */
function wantedString(file: ParsedFile, trail: readonly Node[], parent: Node | undefined): FoundNode | null {
  const node = trail.at(-1);
  if (node?.kind !== "string" || node.quote !== "double" || node.parts.length !== 1) return null;
  if (parent?.kind === "dynamicAttrName") return null;
  const wanted: Wanted = { kind: "string", path: definitionPath(trail) };
  return { wanted, replaced: insideQuotes(file, file.rangeOf(node)) };
}

/** The closing quote may not be there yet. */
function insideQuotes(file: ParsedFile, { start, end }: Range): Range {
  const closed = end - 1 > start && file.text.charAt(end - 1) === '"';
  return { start: start + 1, end: closed ? end - 1 : end };
}

function wantedPath(file: ParsedFile, trail: readonly Node[], word: Range): FoundNode | null {
  const node = trail.at(-1);
  if (node?.kind !== "path" || node.parts.length !== 1) return null;
  const { start, end } = file.rangeOf(node);
  const slash = file.text.lastIndexOf("/", word.start - 1);
  if (slash < start) return null;
  const rest = file.text.indexOf("/", word.end);
  const replaced = { start: slash + 1, end: rest < 0 || rest >= end ? end : rest };
  const folder = file.text.slice(start, slash + 1);
  return { wanted: { kind: "path", folder, path: definitionPath(trail) }, replaced };
}
