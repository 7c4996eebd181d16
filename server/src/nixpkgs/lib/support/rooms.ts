/**
 * The rooms of `lib` (`lib.lists`, `lib.strings`, …) and which of their names also stand in `lib` itself. Facts about
 * nixpkgs; where its versions differ, a name of any of them is here.
 */

import { BUILTINS } from "../../../eval/builtins/globals.ts";
import { lazy, makeUnknown } from "../../../eval/core/make.ts";
import { selectOrNull } from "../../../eval/core/select.ts";
import type { Thunk } from "../../../eval/core/value.ts";
import type { LibTable } from "./table.ts";

export interface Room {
  /** `lists`; with a dot for a room inside a room: `network.ipv6`. */
  readonly name: string;
  readonly entries: LibTable;
  /** Builtins that the room has under their own names. */
  readonly builtins?: readonly string[];
  /** Names that do not stand in `lib` itself; `all`: none does. */
  readonly hidden: "all" | readonly string[];
}

/** A builtin as a member of `lib`; one that the evaluator does not have is unknown. */
export function builtin(name: string): Thunk {
  return lazy((machine) => {
    const value = selectOrNull(machine, BUILTINS.force(machine), name, null);
    return value ?? makeUnknown({ kind: "notModelled", what: `builtins.${name}` });
  });
}

/** Builtins that stand in `lib` itself and in no room that this file lists them for. */
export const TOP_BUILTINS: readonly string[] = words(`
  addErrorContext unsafeGetAttrPos trace getContext hasContext convertHash hashString parseDrvName placeholder
  fromJSON fromTOML toFile toJSON toString toXML tryEval match split typeOf isPath readDir readFileType hashFile
  baseNameOf dirOf compareVersions splitVersion unsafeDiscardStringContext appendContext filterSource
  addDrvOutputDependencies unsafeDiscardOutputDependency storePath
`);

export const LIST_BUILTINS: readonly string[] = words(`
  head tail length isList elemAt concatLists filter genList map concatMap partition sort groupBy
`);

export const ATTRSET_BUILTINS: readonly string[] = words(`
  attrNames attrValues catAttrs listToAttrs hasAttr isAttrs getAttr mapAttrs removeAttrs intersectAttrs
`);

export const STRING_BUILTINS: readonly string[] = words(`
  compareVersions concatStringsSep elem elemAt filter fromJSON genList head isInt isList isAttrs isPath isString match
  parseDrvName readFile replaceStrings split storeDir stringLength substring tail toJSON typeOf
  unsafeDiscardStringContext appendContext
`);

export const TRIVIAL_BUILTINS: readonly string[] = words(`
  pathExists readFile isBool isInt isFloat add sub mul div lessThan seq deepSeq genericClosure bitAnd bitOr bitXor
  ceil floor
`);

export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
