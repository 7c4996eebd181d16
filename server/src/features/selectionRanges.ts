/** Growing a selection: from the word under the cursor to the whole file, node by node. */
import type { Range } from "../base/range.ts";
import type { Node } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { children } from "../syntax/tree/walk.ts";

/** From the smallest to the largest, each within the next and none twice; the first holds the offset. */
export function selectionRanges(file: ParsedFile, offset: number): readonly Range[] {
  const { text } = file;
  const found: Range[] = [{ start: 0, end: text.length }];
  const add = (range: Range): void => {
    const last = found.at(-1);
    if (last === undefined || range.start < last.start || range.end > last.end) return;
    if (range.start === last.start && range.end === last.end) return;
    if (range.start <= offset && offset <= range.end) found.push(range);
  };
  const comment = file.comments.find(({ start, end }) => start <= offset && offset <= end);
  let node: Node | null = file.root;
  while (node !== null) {
    const range = file.rangeOf(node);
    add(range);
    for (const inner of insides(node, range, text)) add(inner);
    node = nextAt(node, offset, (child) => file.rangeOf(child));
  }
  if (comment !== undefined) add(comment);
  add(wordAt(text, offset));
  return found.reverse();
}

/** Of two children that meet at the offset, the one that begins there. */
function nextAt(node: Node, offset: number, rangeOf: (node: Node) => Range): Node | null {
  let found: Node | null = null;
  for (const child of children(node)) {
    const { start, end } = rangeOf(child);
    if (start <= offset && offset <= end) found = child;
  }
  return found;
}

/** What stands between a node's brackets or quotes. */
function insides(node: Node, { start, end }: Range, text: string): readonly Range[] {
  const width = node.kind === "string" ? (node.quote === "indented" ? 2 : node.quote === "double" ? 1 : 0) : 1;
  if (!["string", "attrSet", "list", "formals"].includes(node.kind) || width === 0) return [];
  const from = node.kind === "attrSet" ? text.indexOf("{", start) + 1 : start + width;
  return from <= end - width ? [{ start: from, end: end - width }] : [];
}

function wordAt(text: string, offset: number): Range {
  let [start, end] = [offset, offset];
  while (/[\w'-]/.test(text[start - 1] ?? "")) start--;
  while (/[\w'-]/.test(text[end] ?? "")) end++;
  return { start, end };
}
