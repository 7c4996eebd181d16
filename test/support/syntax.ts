/** The parser for tests: loaded once per test file. */

import { readFileSync } from "node:fs";
import { checkSyntax } from "../../server/src/rules/registry.ts";
import { createParser } from "../../server/src/syntax/parse/parser.ts";
import type { ParsedFile } from "../../server/src/syntax/tree/parsedFile.ts";

const read = (path: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../${path}`, import.meta.url)));

export const parser = await createParser({
  runtime: read("node_modules/web-tree-sitter/web-tree-sitter.wasm"),
  grammar: read("server/grammar/tree-sitter-nix.wasm"),
});

export const TEST_URI = "file:///test.nix";

/** Parses one text. */
export function parseNix(text: string, uri: string = TEST_URI): ParsedFile {
  return parser.parse(uri, text);
}

/** The codes of everything that can be said of a text alone. */
export const codesOf = (text: string): string[] => checkSyntax(parseNix(text)).map(({ code }) => code);
