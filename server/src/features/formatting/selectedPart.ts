/**
 * Formatting a selection: whole bindings or elements that it touches are put into sets as deep as they stand, formatted
 * there, and taken out again, so that the formatter itself indents them.
 *
 *     { a = { b=1; c=2; }; }      with `c` selected asks for      { a = {
 *                                                                 c=2;
 *                                                                 }; }
 */
import { covers, type Range } from "../../base/range.ts";
import type { Node } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { children, descendants } from "../../syntax/tree/walk.ts";

export interface SelectedPart {
  /** What is replaced: from the first to the last of what the selection touches, comments between them too. */
  readonly range: Range;
  readonly wrapped: string;
  /** The formatted part without its wrapping; `null` where that is not to be found. */
  unwrap(formatted: string, reparse: (text: string) => ParsedFile): string | null;
}

interface Touched {
  readonly kind: "bindings" | "elements";
  readonly nodes: readonly Node[];
  readonly range: Range;
}

/** `null`: the selection touches no binding and no element. */
export function selectedPart(file: ParsedFile, selection: Range): SelectedPart | null {
  const touched = innermost(file, selection);
  if (touched === null) return null;
  const { kind, nodes, range } = touched;
  const text = file.text.slice(range.start, range.end);
  const isList = kind === "elements";
  const above = Math.max(1, Math.floor(indentation(file, range.start) / 2) - (isList ? 1 : 0)) - 1;
  const inside = isList ? `l = [\n${text}\n];` : text;
  const wrapped = `${"{\na = ".repeat(above)}{\n${inside}\n}${";\n}".repeat(above)}\n`;
  return {
    range,
    wrapped,
    unwrap(formatted, reparse) {
      const made = reparse(formatted);
      let holder: Node | null = made.root;
      for (let level = isList ? -1 : 0; level < above; level++) holder = valueOfOnly(holder);
      const parts = holder?.kind === "attrSet" ? holder.bindings : holder?.kind === "list" ? holder.items : [];
      const [first] = parts;
      const last = parts.at(-1);
      if (first === undefined || last === undefined || parts.length !== nodes.length) return null;
      return formatted.slice(wholeRange(made, first).start, wholeRange(made, last).end);
    },
  };
}

/** The value of a set's only binding. */
function valueOfOnly(set: Node | null): Node | null {
  const [binding] = set?.kind === "attrSet" ? set.bindings : [];
  return binding?.kind === "binding" ? binding.value : null;
}

/**
 * The smallest set, `let` or list that the selection lies within, its brackets left out; where it lies in none, the
 * outermost that it reaches into.
 */
function innermost(file: ParsedFile, selection: Range): Touched | null {
  let found: Touched | null = null;
  for (let node: Node | null = file.root; node !== null; node = inner(file, node, selection)) {
    const { start, end } = file.rangeOf(node);
    if (start < selection.start && selection.end < end) found = touchedIn(file, node, selection) ?? found;
  }
  if (found !== null || file.root === null) return found;
  for (const node of descendants(file.root)) {
    const touched = touchedIn(file, node, selection);
    if (touched !== null) return touched;
  }
  return null;
}

function inner(file: ParsedFile, node: Node, selection: Range): Node | null {
  return children(node).find((child) => covers(file.rangeOf(child), selection)) ?? null;
}

function touchedIn(file: ParsedFile, node: Node, selection: Range): Touched | null {
  const isSet = node.kind === "attrSet" || node.kind === "let";
  if (!isSet && node.kind !== "list") return null;
  const all: readonly Node[] = isSet ? node.bindings : node.items;
  const nodes = all.filter((child) => {
    const { start, end } = wholeRange(file, child);
    return start <= selection.end && selection.start <= end;
  });
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return null;
  if (node.kind === "let" && node.body !== null && file.rangeOf(node.body).start <= selection.end) return null;
  const range = { start: wholeRange(file, first).start, end: wholeRange(file, last).end };
  return { kind: isSet ? "bindings" : "elements", nodes, range };
}

/** Where a node stands with the parentheses around it. */
function wholeRange(file: ParsedFile, node: Node): Range {
  const { text } = file;
  let { start, end } = file.rangeOf(node);
  for (;;) {
    const open = beforeBlanks(text, start) - 1;
    const close = afterBlanks(text, end);
    if (text[open] !== "(" || text[close] !== ")") return { start, end };
    [start, end] = [open, close + 1];
  }
}

function beforeBlanks(text: string, offset: number): number {
  let at = offset;
  while (/\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

function afterBlanks(text: string, offset: number): number {
  let at = offset;
  while (/\s/.test(text[at] ?? "")) at++;
  return at;
}

/** How many blanks stand before the first text of the line that an offset is on; a tab counts as one. */
function indentation(file: ParsedFile, offset: number): number {
  const { line } = file.lines.positionAt(offset);
  const start = file.lines.offsetAt({ line, character: 0 });
  return /^[ \t]*/.exec(file.text.slice(start, offset))?.[0].length ?? 0;
}
