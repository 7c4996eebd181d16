/** Brings a name into the arguments that a function takes as a set. */
import type { Formals } from "../../syntax/tree/ast.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";

/**
 * `{ pkgs, ... }:` → `{ lib, pkgs, ... }:`; `{ }:` → `{ lib }:`; `{ ... }:` → `{ lib, ... }:`.
 * Where each argument has a line of its own, the new one gets one too.
 */
export function addFormal(file: ParsedFile, formals: Formals, name: string): TextEdit {
  const { start } = file.rangeOf(formals);
  const insert = (at: number, newText: string): TextEdit => ({ uri: file.uri, range: { start: at, end: at }, newText });
  const first = formals.formals[0];
  if (first === undefined) return insert(start + 1, formals.ellipsis ? ` ${name},` : ` ${name}`);
  const at = file.rangeOf(first).start;
  const lineBreak = /\r?\n[ \t]*$/.exec(file.text.slice(start, at))?.[0] ?? " ";
  return insert(at, `${name},${lineBreak}`);
}
