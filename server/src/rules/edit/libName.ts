/** Names a function of `lib` at a place, and says what has to be added for that. */

import { namesIn, scopesAlong } from "../../syntax/scopes/scope.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { TextEdit } from "../support/rule.ts";
import { addFormal } from "./addFormal.ts";
import { nodesAround } from "./enclosing.ts";

export interface LibName {
  /** `lib.mkForce` */
  readonly name: string;
  /** Brings `lib` into the module's formals where it is not there yet. */
  readonly edits: readonly TextEdit[];
}

/** Gives `null` where `lib` is not in scope and no formals can take it in. */
export function libName(file: ParsedFile, offset: number, name: string): LibName | null {
  const around = nodesAround(file, { start: offset, end: offset });
  if (scopesAlong(around).some((scope) => namesIn(scope).includes("lib"))) return { name: `lib.${name}`, edits: [] };
  const { root } = file;
  if (root?.kind !== "lambda" || root.formals === null) return null;
  return { name: `lib.${name}`, edits: [addFormal(file, root.formals, "lib")] };
}
