/**
 * The parsed form of every file that was asked for, by text.
 * Invariant: equal text gives the same object, and an edit keeps what it did not touch (`root` included) as long as the
 * file is held as a document. Documents own trees, which are large, so only so many are held.
 */
import type { Uri } from "../../base/uri.ts";
import type { Parser, SyntaxDocument } from "../../syntax/parse/parser.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

/** UTF-16 units of text held as documents; a tree takes about thirty times its text. */
const documentBudget = 512 * 1024;

interface Held {
  file: ParsedFile;
  readonly document: SyntaxDocument | null;
}

export class ParsedFiles {
  readonly #parser: Parser;
  readonly #held = new Map<Uri, Held>();
  #documentUnits = 0;
  /** How often a text was parsed, for those who count. */
  parses = 0;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  get(uri: Uri, text: string): ParsedFile {
    const held = this.#held.get(uri);
    if (held?.file.text === text) return held.file;
    this.parses++;
    if (held !== undefined && held.document !== null) {
      this.#documentUnits += text.length - held.file.text.length;
      held.file = held.document.replace(text);
      return held.file;
    }
    const fits = this.#documentUnits + text.length <= documentBudget;
    const document = fits || held !== undefined ? this.#parser.open(uri, text) : null;
    if (document !== null) this.#documentUnits += text.length;
    const file = document?.file ?? this.#parser.parse(uri, text);
    this.#held.set(uri, { file, document });
    return file;
  }

  /** The parsed form as it was last asked for. */
  last(uri: Uri): ParsedFile | null {
    return this.#held.get(uri)?.file ?? null;
  }

  forget(uri: Uri): void {
    const held = this.#held.get(uri);
    if (held === undefined) return;
    if (held.document !== null) {
      this.#documentUnits -= held.file.text.length;
      held.document.close();
    }
    this.#held.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#held.keys()]) this.forget(uri);
  }
}
