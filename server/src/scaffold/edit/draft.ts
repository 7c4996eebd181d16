/**
 * A text that is being made from another, such as an example's: changes are gathered, then made at once.
 * Invariant: what no change touches stays byte for byte, but for blank lines that a removal left behind.
 */
import type { Range } from "../../base/range.ts";
import type { AttrSet, Binding, Expression, Let, Node, ValueBinding } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

/** A change of a text: what stands at `range` becomes `text`. */
interface Change {
  readonly range: Range;
  readonly text: string;
}

export class TextDraft {
  readonly file: ParsedFile;
  readonly #changes: Change[] = [];
  #removed = false;

  constructor(file: ParsedFile) {
    this.file = file;
  }

  replace(range: Range, text: string): void {
    this.#changes.push({ range, text });
  }

  replaceNode(node: Node, text: string): void {
    this.replace(this.file.rangeOf(node), text);
  }

  /** Takes a binding out with its lines and the comment lines right above it. */
  remove(binding: Binding): void {
    const { end } = this.file.rangeOf(binding);
    this.#removed = true;
    this.replace({ start: startWithComments(this.file, binding), end: lineEnd(this.file.text, end) }, "");
  }

  insert(at: number, text: string): void {
    this.replace({ start: at, end: at }, text);
  }

  text(): string {
    const made = [...this.#changes]
      .sort((left, right) => right.range.start - left.range.start)
      .reduce(
        (text, change) => text.slice(0, change.range.start) + change.text + text.slice(change.range.end),
        this.file.text,
      );
    return this.#removed ? withoutGaps(made) : made;
  }
}

/** A binding's text with the comment lines right above it. */
export function textWithComments(file: ParsedFile, binding: Binding): string {
  const { start, end } = file.rangeOf(binding);
  const from = startWithComments(file, binding);
  const indent = /^[ \t]*/.exec(file.text.slice(from))?.[0].length ?? 0;
  return file.text.slice(from === start ? start : from + indent, end);
}

/** The set that a file amounts to: the body below functions, `let`, `with` and `assert`. */
export function bodyOf(expression: Expression | null): AttrSet | null {
  for (let at = expression; at !== null; ) {
    if (at.kind === "attrSet") return at;
    if (at.kind !== "lambda" && at.kind !== "let" && at.kind !== "with" && at.kind !== "assert") return null;
    at = at.body;
  }
  return null;
}

/** The outermost `let` around a file's body. */
export function letOf(expression: Expression | null): Let | null {
  for (let at = expression; at !== null; ) {
    if (at.kind === "let") return at;
    if (at.kind !== "lambda" && at.kind !== "with" && at.kind !== "assert") return null;
    at = at.body;
  }
  return null;
}

/** The binding that spells `path`, in whatever steps: `a.b.c = …`, or `a = { b.c = …; }`. */
export function bindingOfPath(bindings: readonly Binding[], path: readonly string[]): ValueBinding | null {
  for (const binding of bindings) {
    if (binding.kind !== "binding" || binding.path.length > path.length) continue;
    if (!binding.path.every((name, index) => name.kind === "attrName" && name.name === path[index])) continue;
    if (binding.path.length === path.length) return binding;
    const inside = bodyOf(binding.value);
    const found = inside && bindingOfPath(inside.bindings, path.slice(binding.path.length));
    if (found) return found;
  }
  return null;
}

function startWithComments(file: ParsedFile, binding: Binding): number {
  const { start } = file.rangeOf(binding);
  let from = lineStart(file.text, start);
  if (file.text.slice(from, start).trim() !== "") return start;
  while (from > 0) {
    const above = lineStart(file.text, from - 1);
    if (!/^[ \t]*#/.test(file.text.slice(above, from))) break;
    from = above;
  }
  return from;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** After the line break behind `offset`, when nothing but blanks stand before it. */
function lineEnd(text: string, offset: number): number {
  return offset + (/^[ \t]*\n/.exec(text.slice(offset))?.[0].length ?? 0);
}

function withoutGaps(text: string): string {
  return text
    .replace(/\n{3,}/g, "\n\n")
    .replace(/([{[(])\n\n/g, "$1\n")
    .replace(/\n\n([ \t]*[}\])])/g, "\n$1");
}
