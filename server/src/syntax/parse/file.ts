/** `ParsedFile` over lowered anchors. Invariant: offsets are worked out once, when first asked for. */
import { LineIndex } from "../../base/lineIndex.ts";
import type { Location, Range } from "../../base/range.ts";
import type { Lowered } from "../lower/lower.ts";
import { newAnchor } from "../lower/lowering.ts";
import type { AnchorData } from "../tree/anchors.ts";
import type { Anchor, Expression, Node } from "../tree/ast.ts";
import type { ParsedFile, SyntaxProblem } from "../tree/parsedFile.ts";
import { MendableFile } from "./mender.ts";

export class AnalysedFile extends MendableFile implements ParsedFile {
  readonly uri: string;
  readonly text: string;
  readonly root: Expression | null;
  readonly anchor: AnchorData;
  readonly start: number;
  readonly notAnalysed: string | null;
  readonly #outerComments: readonly Range[];
  readonly #parserProblems: readonly SyntaxProblem[];
  readonly #lastKnown: WeakMap<Anchor, number>;
  #lines: LineIndex | null = null;
  #starts: ReadonlyMap<Anchor, number> | null = null;
  #comments: readonly Range[] | null = null;
  #problems: readonly SyntaxProblem[] | null = null;

  /** `lastKnown`: where anchors stood that are in the document no more; shared by all files of one document. */
  constructor(
    uri: string,
    text: string,
    lowered: Lowered | { readonly notAnalysed: string },
    parserProblems: readonly SyntaxProblem[],
    lastKnown: WeakMap<Anchor, number>,
  ) {
    super();
    const analysed = "anchor" in lowered ? lowered : null;
    this.uri = uri;
    this.text = text;
    this.root = analysed?.root ?? null;
    this.anchor = analysed?.anchor ?? newAnchor(uri, 0).anchor;
    this.start = analysed?.start ?? 0;
    this.notAnalysed = "anchor" in lowered ? null : lowered.notAnalysed;
    this.#outerComments = analysed?.outerComments ?? [];
    this.#parserProblems = parserProblems;
    this.#lastKnown = lastKnown;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  get comments(): readonly Range[] {
    this.#comments ??= this.#gatherComments();
    return this.#comments;
  }

  get problems(): readonly SyntaxProblem[] {
    this.#problems ??= this.#gatherProblems();
    return this.#problems;
  }

  rangeOf(node: Node): Range {
    const base = this.#startOf(node.anchor);
    const limit = this.text.length;
    return { start: Math.min(base + node.start, limit), end: Math.min(base + node.end, limit) };
  }

  locationOf(node: Node): Location {
    return { uri: this.uri, range: this.rangeOf(node) };
  }

  /** Where the anchors now are that the next file of the document will not have. */
  rememberWithout(kept: ReadonlySet<AnchorData>): void {
    const remember = (anchor: AnchorData, start: number): void => {
      if (kept.has(anchor)) return;
      this.#lastKnown.set(anchor, start);
      for (const child of anchor.children) remember(child.anchor, start + child.offset);
    };
    remember(this.anchor, this.start);
  }

  #startOf(anchor: Anchor): number {
    if (anchor === this.anchor) return this.start;
    this.#starts ??= this.#gatherStarts();
    return this.#starts.get(anchor) ?? this.#lastKnown.get(anchor) ?? 0;
  }

  #gatherStarts(): Map<Anchor, number> {
    const starts = new Map<Anchor, number>();
    const gather = (anchor: AnchorData, start: number): void => {
      starts.set(anchor, start);
      for (const child of anchor.children) gather(child.anchor, start + child.offset);
    };
    gather(this.anchor, this.start);
    return starts;
  }

  #gatherComments(): readonly Range[] {
    const comments = [...this.#outerComments];
    const gather = (anchor: AnchorData, start: number): void => {
      for (const range of anchor.comments) comments.push({ start: start + range.start, end: start + range.end });
      for (const child of anchor.children) gather(child.anchor, start + child.offset);
    };
    gather(this.anchor, this.start);
    return comments.sort((a, b) => a.start - b.start);
  }

  #gatherProblems(): readonly SyntaxProblem[] {
    const problems = [...this.#parserProblems];
    const gather = (anchor: AnchorData, start: number): void => {
      for (const problem of anchor.problems) problems.push(moved(problem, start));
      for (const child of anchor.children) {
        if (child.anchor.problematic) gather(child.anchor, start + child.offset);
      }
    };
    if (this.anchor.problematic) gather(this.anchor, this.start);
    return problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  }
}

function moved({ range, message, insertion }: SyntaxProblem, by: number): SyntaxProblem {
  return {
    range: { start: range.start + by, end: range.end + by },
    message,
    insertion: insertion && { offset: insertion.offset + by, text: insertion.text },
  };
}
