/** Folding ranges: sets, lists, `let`, long strings, runs of comments, `imports`. By lines, as editors fold. */
import type { Range } from "../base/range.ts";
import type { Node } from "../syntax/tree/ast.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { descendants } from "../syntax/tree/walk.ts";
import type { FeatureContext } from "./context/context.ts";

export interface Fold {
  readonly startLine: number;
  /** The last line that is hidden; the line with the closing bracket stays. */
  readonly endLine: number;
  readonly kind: "code" | "comment" | "imports" | "region";
}

export function folding({ file }: FeatureContext): readonly Fold[] {
  const folds = new Map<number, Fold>();
  const add = (fold: Fold | null) => {
    // One fold a line: the outermost, which comes first.
    if (fold !== null && !folds.has(fold.startLine)) folds.set(fold.startLine, fold);
  };
  for (const fold of regions(file)) add(fold);
  if (file.root !== null) {
    for (const node of descendants(file.root)) {
      if (node.kind === "binding" && isImports(node)) add(foldOf(file, file.rangeOf(node), "imports"));
      else if (folded(node)) add(foldOf(file, file.rangeOf(node), "code"));
      else if (node.kind === "let") add(letFold(file, node));
    }
  }
  for (const range of commentRuns(file)) add(commentFold(file, range));
  return [...folds.values()].sort((a, b) => a.startLine - b.startLine);
}

function folded(node: Node): boolean {
  if (node.kind === "string") return node.quote === "indented";
  return node.kind === "attrSet" || node.kind === "list" || node.kind === "formals";
}

function isImports(node: Node & { kind: "binding" }): boolean {
  const [first] = node.path;
  return node.path.length === 1 && first?.kind === "attrName" && first.name === "imports";
}

function foldOf(file: ParsedFile, { start, end }: Range, kind: Fold["kind"]): Fold | null {
  const startLine = file.lines.positionAt(start).line;
  const endLine = file.lines.positionAt(end).line - 1;
  return endLine > startLine ? { startLine, endLine, kind } : null;
}

/** `let` folds down to the line before `in`. */
function letFold(file: ParsedFile, node: Node & { kind: "let" }): Fold | null {
  const last = node.bindings.at(-1);
  if (last === undefined) return null;
  const startLine = file.lines.positionAt(file.rangeOf(node).start).line;
  const endLine = file.lines.positionAt(file.rangeOf(last).end).line;
  return endLine > startLine ? { startLine, endLine, kind: "code" } : null;
}

function commentFold(file: ParsedFile, { start, end }: Range): Fold | null {
  const startLine = file.lines.positionAt(start).line;
  const endLine = file.lines.positionAt(end).line;
  return endLine > startLine ? { startLine, endLine, kind: "comment" } : null;
}

/** From `# region` to its `# endregion`, both shown; the inner ones of nested regions end first. */
function regions(file: ParsedFile): readonly Fold[] {
  const open: number[] = [];
  const folds: Fold[] = [];
  for (const comment of file.comments) {
    const mark = /^#\s*#?(region|endregion)\b/.exec(file.text.slice(comment.start, comment.start + 80))?.[1];
    if (mark === undefined || !startsLine(file, comment)) continue;
    const { line } = file.lines.positionAt(comment.start);
    if (mark === "region") open.push(line);
    else {
      const startLine = open.pop();
      if (startLine !== undefined) folds.push({ startLine, endLine: line, kind: "region" });
    }
  }
  return folds;
}

/** Comments with nothing but blanks and one line end between them are one. */
function commentRuns(file: ParsedFile): readonly Range[] {
  const runs: Range[] = [];
  for (const comment of file.comments) {
    const last = runs.at(-1);
    const between = last === undefined ? null : file.text.slice(last.end, comment.start);
    const joins = between !== null && /^[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(between) && startsLine(file, comment);
    if (last !== undefined && joins && startsLine(file, last))
      runs[runs.length - 1] = { start: last.start, end: comment.end };
    else runs.push(comment);
  }
  return runs;
}

function startsLine(file: ParsedFile, { start }: Range): boolean {
  const { line } = file.lines.positionAt(start);
  return file.text.slice(file.lines.offsetAt({ line, character: 0 }), start).trim() === "";
}
