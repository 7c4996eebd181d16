/** Reports an attribute that one set defines twice, exactly where Nix refuses it. */
import type { Range } from "../base/range.ts";
import type { AttrSet, Binding } from "../syntax/ast.ts";
import { formatPath } from "../syntax/attrName.ts";
import { type Definition, type Duplicate, findDuplicates, literalSet } from "../syntax/duplicates.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import { removeBinding } from "./edit/removeBinding.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta, TextEdit } from "./rule.ts";
import type { SyntaxRule } from "./syntaxRule.ts";

const meta: RuleMeta = {
  code: "duplicate-attribute",
  severity: "error",
  summary: "One set defines an attribute twice where Nix refuses it.",
};

export const duplicateAttribute: SyntaxRule = {
  meta,
  check(file) {
    if (file.root === null) return [];
    return findDuplicates(file.root).map(({ path, first, second }) => ({
      code: meta.code,
      uri: file.uri,
      range: rangeOf(file, second),
      message: `${formatPath(path)} is already defined in this set.`,
      related: [{ uri: file.uri, range: rangeOf(file, first), message: "It is first defined here." }],
    }));
  },
};

function rangeOf(file: ParsedFile, { names }: Definition): Range {
  const ranges = names.map((name) => file.rangeOf(name));
  return { start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0 };
}

/** Removes one of the two, or makes one set of two. */
export function duplicateAttributeFixes({ file }: FixContext, { range }: OpenFinding): Fix[] {
  if (file.root === null) return [];
  const duplicate = findDuplicates(file.root).find(({ second }) => {
    const found = rangeOf(file, second);
    return found.start === range.start && found.end === range.end;
  });
  if (duplicate === undefined) return [];
  const { path, first, second } = duplicate;
  const name = formatPath(path);
  const merged = mergeEdits(file, duplicate);
  return [
    ...(merged === null ? [] : [{ title: `Merge the two sets ${name}`, preferred: true, edits: merged }]),
    { title: `Remove this definition of ${name}`, preferred: merged === null, edits: [removal(file, second)] },
    { title: `Remove the first definition of ${name}`, preferred: false, edits: [removal(file, first)] },
  ];
}

function removal(file: ParsedFile, { binding, names }: Definition): TextEdit {
  const [name] = names;
  if (binding.kind === "binding" || binding.names.length === 1 || name === undefined)
    return removeBinding(file, binding);
  const { start, end } = file.rangeOf(name);
  return { uri: file.uri, range: { start: file.text.slice(0, start).trimEnd().length, end }, newText: "" };
}

/** `a.b = { x = 1; }; a = { b = { y = 2; }; };` → the second set's bindings at the end of the first. */
function mergeEdits(file: ParsedFile, { first, second }: Duplicate): TextEdit[] | null {
  const into = literalSet(first);
  const from = literalSet(second);
  if (into === null || from === null || into.recursive !== from.recursive || share(into, from)) return null;
  const close = file.rangeOf(into).end - 1;
  const offset = file.text.slice(0, close).trimEnd().length;
  const insertion = { uri: file.uri, range: { start: offset, end: offset }, newText: contents(file, from) };
  return [insertion, removal(file, second)];
}

/** What stands between the braces, so that it may follow another binding. */
function contents(file: ParsedFile, set: AttrSet): string {
  const { start, end } = file.rangeOf(set);
  const inside = file.text
    .slice(start, end)
    .replace(/^rec\s*/, "")
    .slice(1, -1)
    .trimEnd();
  return inside === "" || /^\s/.test(inside) ? inside : ` ${inside}`;
}

function share(left: AttrSet, right: AttrSet): boolean {
  const names = new Set(left.bindings.flatMap(firstNames));
  return right.bindings.flatMap(firstNames).some((name) => names.has(name));
}

function firstNames(binding: Binding): string[] {
  if (binding.kind === "inherit") return binding.names.map(({ name }) => name);
  const [first] = binding.path;
  return first?.kind === "attrName" ? [first.name] : [];
}
