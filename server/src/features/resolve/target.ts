/**
 * What the cursor is on: the whole word under it, with what completion would want there. Works on half-typed text too,
 * because it looks at the text as it would parse.
 */

import type { Range } from "../../base/range.ts";
import type { OptionPath } from "../../modules/api.ts";
import type { CursorContext } from "../../syntax/cursor/cursor.ts";
import { cursorAt } from "../../syntax/cursor/cursorContext.ts";
import type { FeatureContext } from "../context/context.ts";
import type { NameEnvironment } from "./bindings.ts";
import { meaningOf, meaningOfName, memberOf, selectMeaning } from "./meaning.ts";
import type { Meaning } from "./meanings.ts";
import { optionPlace } from "./optionPlace.ts";

export interface CursorTarget {
  readonly cursor: CursorContext;
  readonly env: NameEnvironment;
  readonly range: Range;
  /** The whole word, decoded. */
  readonly word: string;
}

/** Between two of these there is no word; to look for one would cost a parse. */
const BETWEEN_WORDS = /^[\s=;,{}()[\]:?@]*$/;

/** The word at `offset`, or `null` where there is none. */
export function targetAt(context: FeatureContext, offset: number): CursorTarget | null {
  const { text } = context.file;
  if (BETWEEN_WORDS.test(text.slice(Math.max(0, offset - 1), offset + 1))) return null;
  const cursor = cursorAt(context.file, offset);
  if (cursor === null || cursor.replaced.start === cursor.replaced.end) return null;
  const word = decodeWord(text.slice(cursor.replaced.start, cursor.replaced.end));
  return { cursor, env: { file: cursor.file, scopes: cursor.scopes }, range: cursor.replaced, word };
}

function decodeWord(text: string): string {
  const inside = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  return inside.replace(/\\(.)/gs, "$1");
}

/** The option that the target names: on the left of `=`, in a read of `config` or `options`, or in an `inherit`. */
export function targetOption(target: CursorTarget, context: FeatureContext): OptionPath | null {
  const { wanted, file } = target.cursor;
  if (wanted.kind === "attrName") {
    const names = [...wanted.path.names, target.word];
    const place = optionPlace({ root: wanted.path.root, names }, file, context.options);
    return place?.kind === "config" || place?.kind === "options" ? place.path : null;
  }
  const meaning = targetMeaning(target, context);
  return meaning?.kind === "config" || meaning?.kind === "options" ? meaning.path : null;
}

/** What the target stands for where it is an expression, or the last name of one. */
export function targetMeaning(target: CursorTarget, context: FeatureContext): Meaning | null {
  const { cursor, env, word } = target;
  const isName = cursor.wanted.kind === "value" || (cursor.wanted.kind === "inherit" && cursor.wanted.from === null);
  if (isName) return meaningOfName(word, env, context);
  const owner = targetOwner(target, context);
  return owner === null ? null : memberOf(owner, word, context);
}

/** What the word is selected from, or inherited from. */
export function targetOwner({ cursor, env }: CursorTarget, context: FeatureContext): Meaning | null {
  const { wanted } = cursor;
  if (wanted.kind === "inherit") return wanted.from === null ? null : meaningOf(wanted.from, env, context);
  if (wanted.kind !== "select") return null;
  const target = meaningOf(wanted.target, env, context);
  return target === null ? null : selectMeaning(target, wanted.names, context);
}
