/** The parser: loads the grammar, parses texts once or keeps documents that are edited. */
import { Language, Parser as TreeParser } from "web-tree-sitter";
import type { Range } from "../../base/range.ts";
import type { Uri } from "../../base/uri.ts";
import { grammarOf } from "../lower/grammar.ts";
import { changeBetween, type TextChange } from "../tree/anchors.ts";
import type { Anchor } from "../tree/ast.ts";
import type { Mend } from "../tree/mend.ts";
import type { ParsedFile } from "../tree/parsedFile.ts";
import type { Mender } from "./mender.ts";
import { type ParsedText, parseText, type TreeMachine } from "./parseText.ts";

export interface WasmFiles {
  /** `web-tree-sitter.wasm` */
  readonly runtime: Uint8Array<ArrayBuffer>;
  /** `tree-sitter-nix.wasm` */
  readonly grammar: Uint8Array<ArrayBuffer>;
}

export interface Parser {
  /** One text, once. */
  parse(uri: Uri, text: string): ParsedFile;
  /** A text that will be edited. */
  open(uri: Uri, text: string): SyntaxDocument;
  delete(): void;
}

/** An open text. It owns a tree, so it must be closed. */
export interface SyntaxDocument {
  readonly file: ParsedFile;
  edit(range: Range, newText: string): ParsedFile;
  /** The same as one edit, found by comparing: for changes that come as a whole text, or as several edits. */
  replace(text: string): ParsedFile;
  close(): void;
}

/** Loads the runtime and the grammar. */
export async function createParser({ runtime, grammar }: WasmFiles): Promise<Parser> {
  await TreeParser.init({ wasmBinary: runtime, locateFile: (name: string) => name });
  const language = await Language.load(grammar);
  const parser = new TreeParser();
  parser.setLanguage(language);
  const machine: TreeMachine = { parser, grammar: grammarOf(language) };
  return {
    parse(uri, text) {
      const made = parseText(machine, { uri, text, before: null, mends: null, lastKnown: new WeakMap() });
      const { file, tree } = made;
      tree?.delete();
      const mender: Mender = (mends, { whole }) => mend(machine, file, null, mends, whole);
      file.mending = { mender, mends: made.mends, notes: made.notes };
      return file;
    },
    open: (uri, text) => new OpenDocument(machine, uri, text),
    delete: () => parser.delete(),
  };
}

function mend(
  machine: TreeMachine,
  { uri, text }: ParsedFile,
  analysis: ParsedText | null,
  mends: readonly Mend[],
  whole: boolean,
): ParsedFile | null {
  const before = analysis && { analysis, change: changeBetween(analysis.file.text, text) };
  const request = { uri, text, before, mends, onlyWhole: whole, lastKnown: new WeakMap() };
  const { file, tree } = parseText(machine, request);
  tree?.delete();
  return tree === null ? null : file;
}

class OpenDocument implements SyntaxDocument {
  readonly #machine: TreeMachine;
  readonly #uri: Uri;
  readonly #lastKnown = new WeakMap<Anchor, number>();
  #analysis: ParsedText;
  /** The last one that parsed, while the current one does not: mending starts from there. */
  #whole: ParsedText | null = null;

  constructor(machine: TreeMachine, uri: Uri, text: string) {
    this.#machine = machine;
    this.#uri = uri;
    this.#analysis = parseText(machine, { uri, text, before: null, mends: null, lastKnown: this.#lastKnown });
    this.#letMend();
  }

  get file(): ParsedFile {
    return this.#analysis.file;
  }

  edit(range: Range, newText: string): ParsedFile {
    const { text } = this.#analysis.file;
    const change = { start: range.start, end: range.end, newEnd: range.start + newText.length };
    return this.#change(text.slice(0, range.start) + newText + text.slice(range.end), change);
  }

  replace(text: string): ParsedFile {
    const current = this.#analysis.file.text;
    return current === text ? this.file : this.#change(text, changeBetween(current, text));
  }

  close(): void {
    this.#whole?.tree?.delete();
    this.#whole = null;
    this.#analysis.tree?.delete();
    this.#analysis = { ...this.#analysis, tree: null };
  }

  #change(text: string, change: TextChange): ParsedFile {
    const before = { analysis: this.#analysis, change };
    this.#analysis = parseText(this.#machine, {
      uri: this.#uri,
      text,
      before,
      mends: null,
      lastKnown: this.#lastKnown,
    });
    this.#keepWhole(before.analysis);
    this.#letMend();
    return this.file;
  }

  /** Frees the tree before this one, unless it is the newest that parsed. */
  #keepWhole(before: ParsedText): void {
    if (isWhole(before) || isWhole(this.#analysis)) {
      this.#whole?.tree?.delete();
      this.#whole = null;
    }
    if (isWhole(before) && !isWhole(this.#analysis)) this.#whole = before;
    else before.tree?.delete();
  }

  /** The tree helps only for as long as the file is the current one. */
  #letMend(): void {
    const { file, mends: own, notes } = this.#analysis;
    const mender: Mender = (mends, { whole }) => {
      const analysis = this.#analysis.file === file ? (this.#whole ?? this.#analysis) : null;
      return mend(this.#machine, file, analysis, mends, whole);
    };
    file.mending = { mender, mends: own, notes };
  }
}

function isWhole({ tree, mends }: ParsedText): boolean {
  return tree !== null && mends.length === 0;
}
