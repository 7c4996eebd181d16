/**
 * Takes out of a file what binds names that nothing uses. Invariant: an edit only removes text, and never a comment that
 * stands outside of what is removed.
 */
import { covers, type Range } from "../../base/range.ts";
import type { Unused } from "../../syntax/scopes/nameUses.ts";
import { analyseScopes, type NameDeclaration } from "../../syntax/scopes/scope.ts";
import type { Binding, Formal, Lambda, Let, Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";
import { removeBinding } from "./removeBinding.ts";

/** The edits that remove all of these. */
export function removeUnused(file: ParsedFile, unused: readonly Unused[]): TextEdit[] {
  const edits = [...lets(unused)].flatMap(([scope, nodes]) => fromLet(file, scope, nodes));
  for (const one of unused) {
    const range = rangeOf(file, one);
    if (range !== null) edits.push({ uri: file.uri, range, newText: "" });
  }
  // What stands inside of something that goes, goes with it.
  return edits.filter((edit) => !edits.some((other) => other !== edit && covers(other.range, edit.range)));
}

/** The same and, beyond them, the bindings of `let`s and the arguments that only what goes uses. */
export function withWhatTheyUse(file: ParsedFile, unused: readonly Unused[]): readonly Unused[] {
  if (file.root === null) return unused;
  const { uses } = analyseScopes(file.root);
  const users = new Map<NameDeclaration, Range[]>();
  for (const [use, resolution] of uses) {
    if (resolution.kind !== "declared" || asUnused(resolution.declaration).length === 0) continue;
    const known = users.get(resolution.declaration);
    if (known === undefined) users.set(resolution.declaration, [file.rangeOf(use)]);
    else known.push(file.rangeOf(use));
  }
  const all = [...unused];
  for (;;) {
    const gone = all.flatMap((one) => nodesOf(one).map((node) => file.rangeOf(node)));
    const next = [...users].filter(([, ranges]) => ranges.every((use) => gone.some((range) => covers(range, use))));
    if (next.length === 0) return all;
    for (const [declaration] of next) {
      users.delete(declaration);
      all.push(...asUnused(declaration));
    }
  }
}

/** What goes once nothing uses it; nothing where it has to stay. */
function asUnused({ name, kind, nodes, scope }: NameDeclaration): Unused[] {
  if (scope.kind === "lambda") {
    const [node] = nodes;
    const maySpare = scope.formals?.ellipsis === true && scope.name === null && node?.kind === "formal";
    return maySpare && !name.startsWith("_") ? [{ kind: "formal", name, scope, node }] : [];
  }
  if (scope.kind !== "let" || scope.legacy || name.startsWith("_")) return [];
  if (kind === "binding") return [{ kind, name, scope, nodes: nodes.filter((node) => node.kind === "binding") }];
  return nodes.flatMap((node): Unused[] =>
    node.kind === "inheritName" ? [{ kind: "inherit", name, scope, node }] : [],
  );
}

function nodesOf(unused: Unused): readonly Node[] {
  if (unused.kind === "binding") return unused.nodes;
  if (unused.kind !== "with") return [unused.node];
  return unused.node.environment === null ? [] : [unused.node.environment];
}

/** What goes of each `let`: bindings, and names of `inherit`s. */
function lets(unused: readonly Unused[]): ReadonlyMap<Let, ReadonlySet<Node>> {
  const found = new Map<Let, Set<Node>>();
  for (const one of unused) {
    if (one.kind !== "binding" && one.kind !== "inherit") continue;
    const nodes = found.get(one.scope) ?? new Set();
    for (const node of nodesOf(one)) nodes.add(node);
    found.set(one.scope, nodes);
  }
  return found;
}

function fromLet(file: ParsedFile, scope: Let, nodes: ReadonlySet<Node>): TextEdit[] {
  const goes = (binding: Binding): boolean =>
    binding.kind === "binding" ? nodes.has(binding) : binding.names.every((name) => nodes.has(name));
  const going = scope.bindings.filter(goes);
  if (going.length === scope.bindings.length && scope.body !== null) {
    const range = { start: file.rangeOf(scope).start, end: file.rangeOf(scope.body).start };
    const kept = commentsIn(file, range).filter((comment) => !going.some((one) => covers(file.rangeOf(one), comment)));
    if (kept.length === 0) return [{ uri: file.uri, range, newText: "" }];
  }
  const names = scope.bindings.flatMap((binding) =>
    binding.kind === "inherit" && !goes(binding) ? binding.names.filter((name) => nodes.has(name)) : [],
  );
  return [
    ...going.map((binding) => removeBinding(file, binding)),
    ...names.map((name) => ({ uri: file.uri, range: withBlanksBefore(file, file.rangeOf(name)), newText: "" })),
  ];
}

function withBlanksBefore({ text }: ParsedFile, { start, end }: Range): Range {
  return { start: text.slice(0, start).trimEnd().length, end };
}

/** What goes with an argument or a `with`; `null` for what stands in a `let`. */
function rangeOf(file: ParsedFile, unused: Unused): Range | null {
  switch (unused.kind) {
    case "formal":
      return formalRange(file, unused.scope, unused.node);
    case "argument":
      return wholeRange(file, unused.scope);
    case "with": {
      const { node } = unused;
      const { start } = file.rangeOf(node);
      return node.body === null ? null : headRange(file, { start, end: file.rangeOf(node.body).start });
    }
    default:
      return null;
  }
}

/** `with lib;` and what is blank behind it, or up to a comment there. */
function headRange(file: ParsedFile, { start, end }: Range): Range {
  const [comment] = commentsIn(file, { start, end });
  return { start, end: comment?.start ?? end };
}

/** `{ a, b, ... }` without `a`: up to what comes next, or to the comma where a comment follows it. */
function formalRange(file: ParsedFile, { formals }: Lambda, formal: Formal): Range | null {
  if (formals === null) return null;
  const { start, end } = file.rangeOf(formal);
  const next = formals.formals[formals.formals.indexOf(formal) + 1];
  const limit = next === undefined ? file.rangeOf(formals).end : file.rangeOf(next).start;
  const [comment] = commentsIn(file, { start: end, end: limit });
  const comma = file.text.indexOf(",", end);
  if (comma < 0 || comma >= limit || (comment !== undefined && comment.start < comma)) return null;
  const rest = file.text.slice(comma + 1, comment?.start ?? limit);
  return { start, end: comma + 1 + rest.length - rest.trimStart().length };
}

/** `@args` or `args@`. */
function wholeRange(file: ParsedFile, { name, formals }: Lambda): Range | null {
  if (name === null || formals === null) return null;
  const own = file.rangeOf(name);
  const other = file.rangeOf(formals);
  const range = own.start < other.start ? { start: own.start, end: other.start } : { start: other.end, end: own.end };
  return commentsIn(file, range).length === 0 ? range : null;
}

function commentsIn(file: ParsedFile, range: Range): readonly Range[] {
  return file.comments.filter((comment) => covers(range, comment));
}
