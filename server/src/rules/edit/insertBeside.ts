/**
 * Puts option definitions beside one that is already there, in the file's own style.
 *
 *   services.iam.enable = true;            →  services.iam.enable = true;
 *                                             services.flaredb.enable = true;
 *   services = { iam.enable = true; };     →  services = { iam.enable = true; flaredb.enable = true; };
 *   services.iam = {                       →  services.iam = {
 *     enable = true;                            enable = true;
 *   };                                        };
 *                                             services.flaredb = {
 *                                               enable = true;
 *                                             };
 *
 * Invariant: an edit only inserts text; what a user wrote stays byte for byte.
 */

import type { Range } from "../../base/range.ts";
import type { OptionPath } from "../../modules/api.ts";
import type { AttrSet, ValueBinding } from "../../syntax/tree/ast.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";
import { enclosingBindings } from "./enclosing.ts";
import { leadingIndent, lineBreak } from "./lines.ts";

export interface NewDefinition {
  readonly path: OptionPath;
  /** Nix text. */
  readonly value: string;
}

/**
 * An edit that defines `additions` beside the definition of `path` that stands at `at`.
 * Gives `null` when the text at `at` no longer spells `path`, so that no guess is written.
 */
export function insertBeside(
  file: ParsedFile,
  at: Range,
  path: OptionPath,
  additions: readonly NewDefinition[],
): TextEdit | null {
  const place = levels(file, at, path).find(({ prefix }) =>
    additions.every((addition) => isStrictPrefix(prefix, addition.path)),
  );
  if (place === undefined) return null;
  return edit(
    file,
    place,
    groups(place, additions).map((group) => bindingText(file, place, group)),
  );
}

/** A set that holds (a parent of) the definition, the binding in it that leads there, and the option path of the set. */
interface Place {
  readonly binding: ValueBinding;
  readonly prefix: OptionPath;
}

/** Every set around the definition that belongs to its module, the innermost first. */
function levels(file: ParsedFile, at: Range, path: OptionPath): Place[] {
  const places: Place[] = [];
  let left = path.length;
  for (const binding of enclosingBindings(file, at)) {
    const names = binding.path;
    if (left < names.length) break;
    const expected = path.slice(left - names.length, left);
    const spelled = names.every((name, index) => name.kind === "dynamicAttrName" || name.name === expected[index]);
    if (!spelled) break;
    left -= names.length;
    places.push({ binding, prefix: path.slice(0, left) });
    if (left === 0) break;
  }
  return left === 0 ? places : [];
}

function edit(file: ParsedFile, place: Place, texts: readonly string[]): TextEdit {
  const range = file.rangeOf(place.binding);
  const indent = leadingIndent(file.text, range.start);
  const separator = indent === null ? " " : lineBreak(file.text) + indent;
  return {
    uri: file.uri,
    range: { start: range.end, end: range.end },
    newText: texts.map((text) => separator + text).join(""),
  };
}

/** Where the sibling is a set, additions that begin like one with a name right in such a set go into it together. */
function groups({ binding, prefix }: Place, additions: readonly NewDefinition[]): NewDefinition[][] {
  const depth = prefix.length + binding.path.length;
  const groups: NewDefinition[][] = [];
  for (const addition of additions) {
    const group = groups.find(([first]) => {
      const isSet = binding.value?.kind === "attrSet" && !isBlank(binding.value) && first?.path.length === depth + 1;
      return (
        isSet &&
        addition.path.length > depth &&
        formatPath(first.path.slice(0, depth)) === formatPath(addition.path.slice(0, depth))
      );
    });
    if (group === undefined) groups.push([addition]);
    else group.push(addition);
  }
  return groups;
}

/** Bindings in the sibling's form: a set where the sibling is one, else dotted. A group begins alike. */
function bindingText(file: ParsedFile, { binding, prefix }: Place, group: readonly NewDefinition[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const rest = first.path.slice(prefix.length);
  const sibling = binding.value;
  const asSet = sibling?.kind === "attrSet" && rest.length === binding.path.length + 1 && !isBlank(sibling);
  if (!asSet) return `${formatPath(rest)} = ${first.value};`;
  const depth = prefix.length + binding.path.length;
  const lines = group.map(({ path, value }) => `${formatPath(path.slice(depth))} = ${value};`);
  const head = formatPath(rest.slice(0, -1));
  const indent = leadingIndent(file.text, file.rangeOf(binding).start);
  const range = file.rangeOf(sibling);
  const spansLines = file.lines.positionAt(range.start).line !== file.lines.positionAt(range.end).line;
  if (!spansLines || indent === null) return `${head} = { ${lines.join(" ")} };`;
  const newline = lineBreak(file.text);
  const inner = newline + indent + innerIndent(file, sibling, indent);
  return `${head} = {${lines.map((line) => inner + line).join("")}${newline}${indent}};`;
}

function isBlank(set: AttrSet): boolean {
  return set.bindings.length === 0;
}

/** What a line of `set` is indented by beyond `outer`; two spaces when that cannot be told. */
function innerIndent(file: ParsedFile, set: AttrSet, outer: string): string {
  const first = set.bindings[0];
  const indent = first === undefined ? null : leadingIndent(file.text, file.rangeOf(first).start);
  return indent?.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : "  ";
}

function isStrictPrefix(prefix: OptionPath, path: OptionPath): boolean {
  return prefix.length < path.length && prefix.every((name, index) => name === path[index]);
}
