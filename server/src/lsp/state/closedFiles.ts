/** Parsed forms of files that are not open and that requests asked for. A few at most; equal text is parsed once. */
import type { Uri } from "../../base/uri.ts";
import type { Parser } from "../../syntax/parse/parser.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";

const limit = 32;

export class ClosedFiles {
  readonly #parser: Parser;
  readonly #files = new Map<Uri, ParsedFile>();

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  get(uri: Uri, text: string): ParsedFile {
    const known = this.#files.get(uri);
    const file = known?.text === text ? known : this.#parser.parse(uri, text);
    this.#files.delete(uri);
    this.#files.set(uri, file);
    const [oldest] = this.#files.keys();
    if (this.#files.size > limit && oldest !== undefined) this.#files.delete(oldest);
    return file;
  }
}
