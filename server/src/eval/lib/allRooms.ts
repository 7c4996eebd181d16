/** Every room of `lib` that is written here. The module system's rooms come from `modules`. */
import { asserts, debug, versions } from "./asserts.ts";
import { attrsetFolds } from "./attrsetFolds.ts";
import { attrsetPaths } from "./attrsetPaths.ts";
import { attrsets } from "./attrsets.ts";
import { fixedPoints } from "./fixedPoints.ts";
import { listOrder } from "./listOrder.ts";
import { listSets } from "./listSets.ts";
import { lists } from "./lists.ts";
import { outputs } from "./outputs.ts";
import { ATTRSET_BUILTINS, LIST_BUILTINS, type Room, STRING_BUILTINS, TRIVIAL_BUILTINS, words } from "./rooms.ts";
import { stringEscapes } from "./stringEscapes.ts";
import { strings } from "./strings.ts";
import { stringValues } from "./stringValues.ts";
import { trivial } from "./trivial.ts";

/** In the order in which `lib` takes names from them: a later room does not replace a name. */
export const ROOMS: readonly Room[] = [
  { name: "trivial", entries: trivial, builtins: TRIVIAL_BUILTINS, hidden: [] },
  { name: "fixedPoints", entries: fixedPoints, hidden: [] },
  {
    name: "attrsets",
    entries: new Map([...attrsets, ...attrsetPaths, ...attrsetFolds, ...outputs]),
    builtins: ATTRSET_BUILTINS,
    hidden: ["longestValidPathPrefix", "unionOfDisjoint"],
  },
  {
    name: "lists",
    entries: new Map([...lists, ...listSets, ...listOrder]),
    builtins: LIST_BUILTINS,
    hidden: ["commonPrefix", "findFirstIndex", "hasPrefix", "removePrefix"],
  },
  {
    name: "strings",
    entries: new Map([...strings, ...stringEscapes, ...stringValues]),
    builtins: STRING_BUILTINS,
    hidden: words(`
      charToInt commonPrefixLength commonSuffixLength escapeC escapeNixIdentifier escapeNixString floatToString
      isConvertibleWithToString levenshtein levenshteinAtMost normalizePath replicate sanitizeDerivationName storeDir
    `),
  },
  { name: "versions", entries: versions, builtins: ["compareVersions", "splitVersion"], hidden: [...versions.keys()] },
  { name: "asserts", entries: asserts, hidden: ["assertEachOneOf", "checkAssertWarn"] },
  {
    name: "debug",
    entries: debug,
    builtins: ["trace", "addErrorContext", "unsafeGetAttrPos"],
    hidden: ["throwTestFailures"],
  },
];
