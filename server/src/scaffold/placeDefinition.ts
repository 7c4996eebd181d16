/**
 * Finds where in a file an option's definition belongs, and puts it there in the file's own style: beside the definition
 * that has most of its path in common, else into the module's set.
 *
 *   services.openssh.enable = true;      →  services.openssh.enable = true;
 *                                           services.openssh.openFirewall = false;
 *   services = { iam.enable = true; };   →  services = { iam.enable = true; openssh.enable = true; };
 *   { }                                  →  { services.openssh.enable = true; }
 *
 * Invariant: the text that comes out says nothing wrong by itself that the text before did not, so that a place which
 * Nix would refuse (`services = import ./services.nix;` stands there) is no place.
 */

import type { Range } from "../base/range.ts";
import { covers } from "../base/range.ts";
import { calledName } from "../features/resolve/literals.ts";
import { optionPlace } from "../features/resolve/optionPlace.ts";
import type { OptionNode, OptionPath } from "../modules/api.ts";
import { insertAfter } from "../rules/edit/insertAfter.ts";
import { insertBeside } from "../rules/edit/insertBeside.ts";
import { leadingIndent, lineBreak } from "../rules/edit/lines.ts";
import { checkSyntax } from "../rules/registry.ts";
import type { TextEdit } from "../rules/support/rule.ts";
import { definitionPath, nameOf } from "../syntax/cursor/definitionPath.ts";
import type { AttrSet, Node, ValueBinding } from "../syntax/tree/ast.ts";
import { formatPath } from "../syntax/tree/attrName.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { children } from "../syntax/tree/walk.ts";
import { bodyOf } from "./edit/draft.ts";

export interface NewOption {
  readonly path: OptionPath;
  /** Nix text on one line. */
  readonly value: string;
}

export interface PlacedOption {
  readonly edit: TextEdit;
  /** Where in the text of the edit the value stands. */
  readonly value: Range;
}

interface Place {
  readonly binding: ValueBinding;
  /** The option that it defines, or the set of options that it opens. */
  readonly path: OptionPath;
  /** The set of the module that it is in. */
  readonly module: Node | null;
  /** Whether it counts only if something holds. */
  readonly isConditional: boolean;
}

/** More places than these are not tried. */
const mostTried = 20;

/**
 * The edit, or `null` where no place is certain or the file defines the option already. `cursor` is where the person
 * is: of several modules in a file the one around it is meant. `parse` reads a text as this file.
 */
export function placeDefinition(
  file: ParsedFile,
  options: OptionNode,
  added: NewOption,
  cursor: number,
  parse: (text: string) => ParsedFile,
): PlacedOption | null {
  const places = placesIn(file, options);
  if (places.some(({ path }) => startsWith(path, added.path))) return null;
  const here = places.filter(({ module }) => module !== null && covers(file.rangeOf(module), at(cursor)));
  const asked = here.length > 0 ? here : places;
  const common = (place: Place): number => commonLength(place.path, added.path);
  const ordered = asked
    .filter(({ path, binding }) => !(startsWith(added.path, path) && isFilledSet(binding)))
    .sort((a, b) => Number(a.isConditional) - Number(b.isConditional) || common(b) - common(a) || start(b) - start(a));
  function start({ binding }: Place): number {
    return file.rangeOf(binding).start;
  }
  const before = faults(file);
  for (const place of ordered.slice(0, mostTried)) {
    const edit = beside(file, place, added);
    if (edit !== null && faults(parse(applied(file.text, edit))) <= before) return placed(edit, added);
  }
  if (places.length > 0) return null;
  const edit = intoModule(file, options, added);
  return edit !== null && faults(parse(applied(file.text, edit))) <= before ? placed(edit, added) : null;
}

function beside(file: ParsedFile, { binding, path }: Place, added: NewOption): TextEdit | null {
  const inside = binding.value;
  if (startsWith(added.path, path) && inside?.kind === "attrSet")
    return intoSet(file, inside, definition({ ...added, path: added.path.slice(path.length) }), binding);
  return insertBeside(file, file.rangeOf(binding), path, [added]);
}

/** Where nothing is defined yet: the set that the file amounts to, or what it has for `config`. */
function intoModule(file: ParsedFile, options: OptionNode, added: NewOption): TextEdit | null {
  const place = optionPlace({ root: { kind: "file" }, names: [] }, file, options);
  if (place?.kind !== "config") return null;
  if (file.root === null) {
    if (file.text.trim() !== "") return null;
    const newText = `{ ... }:\n{\n  ${definition(added)}\n}\n`;
    return { uri: file.uri, range: { start: 0, end: file.text.length }, newText };
  }
  const body = bodyOf(file.root);
  if (body === null) return null;
  const parts = new Map(
    body.bindings.flatMap((binding) => {
      const [first] = binding.kind === "binding" ? binding.path : [];
      return first?.kind === "attrName" && binding.kind === "binding" ? [[first.name, binding]] : [];
    }),
  );
  const config = parts.get("config");
  if (config !== undefined) {
    const set = config.path.length === 1 ? config.value : null;
    return set?.kind === "attrSet" ? intoSet(file, set, definition(added), config) : null;
  }
  const path = parts.has("options") ? ["config", ...added.path] : added.path;
  return intoSet(file, body, definition({ ...added, path }), body);
}

/** Behind the last binding of a set, or as its first; `outer` is what begins the line that an empty set is on. */
function intoSet(file: ParsedFile, set: AttrSet, text: string, outer: Node): TextEdit {
  const last = set.bindings.at(-1);
  if (last !== undefined) return insertAfter(file, last, last, text);
  const { start, end } = file.rangeOf(set);
  const open = file.text.indexOf("{", start) + 1;
  const between = file.text.slice(open, end - 1);
  const indent = leadingIndent(file.text, file.rangeOf(outer).start);
  // What stands between the braces, a comment such as "nothing yet", stays.
  const kept = between.trimEnd();
  const isOneLine = indent === null;
  const newline = lineBreak(file.text);
  const newText = isOneLine ? ` ${text} ` : `${newline}${indent}  ${text}${newline}${indent}`;
  return { uri: file.uri, range: { start: open + kept.length, end: end - 1 }, newText };
}

function definition({ path, value }: NewOption): string {
  return `${formatPath(path)} = ${value};`;
}

/** Every binding of the file that stands in a module. */
function placesIn(file: ParsedFile, options: OptionNode): Place[] {
  const places: Place[] = [];
  const visit = (trail: readonly Node[]): void => {
    const node = trail.at(-1);
    if (node === undefined || trail.length > deepest) return;
    if (node.kind === "binding") {
      const place = placeOf(file, options, trail, node);
      if (place !== null) places.push(place);
    }
    for (const child of children(node)) visit([...trail, child]);
  };
  if (file.root !== null) visit([file.root]);
  return places;
}

/** Deeper than any text that a person has written. */
const deepest = 200;

function placeOf(file: ParsedFile, options: OptionNode, trail: readonly Node[], binding: ValueBinding): Place | null {
  if (trail.some(changesMeaning)) return null;
  const { root, names } = definitionPath(trail);
  const own = binding.path.map((name) => nameOf(name) ?? "<name>");
  const place = optionPlace({ root, names: [...names, ...own] }, file, options);
  if (place?.kind !== "config" || place.path.length === 0) return null;
  const bindings = trail.filter((node) => node.kind === "binding");
  let left = place.path.length;
  let outermost: Node = binding;
  for (const one of bindings.reverse()) {
    if (left <= 0) break;
    left -= one.path.length;
    outermost = one;
  }
  if (left !== 0) return null;
  const module = trail[trail.indexOf(outermost) - 1] ?? null;
  return { binding, path: place.path, module, isConditional: trail.some(isCondition) };
}

/** Calls inside which a definition would be another one: of another priority, of many names, of an element. */
const changing: ReadonlySet<string> = new Set(
  "mkDefault mkForce mkOverride mkOptionDefault mkVMOverride mkImageMediaOverride mapAttrs genAttrs map forEach imap0 imap1 concatMap recursiveUpdate mergeAttrs".split(
    " ",
  ),
);

const conditions: ReadonlySet<string> = new Set(["mkIf", "mkAssert", "optionalAttrs", "optional", "optionals"]);

function changesMeaning(node: Node): boolean {
  if (node.kind === "binary") return node.operator !== "++";
  return node.kind === "apply" && changing.has(calledName(node) ?? "");
}

function isCondition(node: Node): boolean {
  return node.kind === "if" || (node.kind === "apply" && conditions.has(calledName(node) ?? ""));
}

/** A set whose bindings are places themselves. */
function isFilledSet({ value }: ValueBinding): boolean {
  return value?.kind === "attrSet" && value.bindings.some(({ kind }) => kind === "binding");
}

function placed(edit: TextEdit, { path, value }: NewOption): PlacedOption {
  const last = formatPath(path.slice(-1));
  const start = edit.newText.lastIndexOf(`${last} = ${value}`) + last.length + 3;
  return { edit, value: { start, end: start + value.length } };
}

function faults(file: ParsedFile): number {
  return checkSyntax(file).filter(({ code }) => code !== "unused-binding").length;
}

function applied(text: string, { range, newText }: TextEdit): string {
  return text.slice(0, range.start) + newText + text.slice(range.end);
}

function at(offset: number): Range {
  return { start: offset, end: offset };
}

function startsWith(path: OptionPath, start: OptionPath): boolean {
  return commonLength(path, start) === start.length;
}

function commonLength(left: OptionPath, right: OptionPath): number {
  const differ = left.findIndex((name, index) => name !== right[index]);
  return differ < 0 ? left.length : differ;
}
