/** Every room of `lib` that is written here. The module system's rooms come from `modules`. */
import { asserts, debug, versions } from "./asserts.ts";
import { attrsetFolds } from "./attrsets/attrsetFolds.ts";
import { attrsetPaths } from "./attrsets/attrsetPaths.ts";
import { attrsets } from "./attrsets/attrsets.ts";
import { attrsetUpdates } from "./attrsets/attrsetUpdates.ts";
import { fixedPoints } from "./attrsets/fixedPoints.ts";
import { environment } from "./environment.ts";
import { fileset } from "./files/fileset.ts";
import { filesystem } from "./files/filesystem.ts";
import { paths, subpaths } from "./files/paths.ts";
import { sources } from "./files/sources.ts";
import { cli } from "./generators/cli.ts";
import { documents } from "./generators/documents.ts";
import { gvariant } from "./generators/gvariant.ts";
import { keyValueGenerators } from "./generators/keyValues.ts";
import { listOrder } from "./lists/listOrder.ts";
import { listSets } from "./lists/listSets.ts";
import { lists } from "./lists/lists.ts";
import { misc } from "./misc.ts";
import { ipv6 } from "./network.ts";
import { buildFlags } from "./packages/buildFlags.ts";
import { customisation, derivations } from "./packages/customisation.ts";
import { fetchers, stringsWithDeps } from "./packages/fetchers.ts";
import { licences } from "./packages/licences.ts";
import { kernel, meta, sourceTypes } from "./packages/meta.ts";
import { outputs } from "./packages/outputs.ts";
import { doubles, examples, systems } from "./packages/systems.ts";
import { stringEscapes } from "./strings/stringEscapes.ts";
import { stringParts } from "./strings/stringParts.ts";
import { strings } from "./strings/strings.ts";
import { stringValues } from "./strings/stringValues.ts";
import {
  ATTRSET_BUILTINS,
  LIST_BUILTINS,
  type Room,
  STRING_BUILTINS,
  TRIVIAL_BUILTINS,
  words,
} from "./support/rooms.ts";
import type { LibTable } from "./support/table.ts";
import { trivial } from "./trivial.ts";

/** In the order in which `lib` takes names from them: a later room does not replace a name. */
export const ROOMS: readonly Room[] = [
  {
    name: "trivial",
    entries: new Map([...trivial, ...environment]),
    builtins: TRIVIAL_BUILTINS,
    hidden: ["codeName", "oldestSupportedRelease", "release", "revisionWithDefault", "versionSuffix", "fileContents"],
  },
  { name: "fixedPoints", entries: fixedPoints, hidden: [] },
  {
    name: "attrsets",
    entries: new Map([...attrsets, ...attrsetPaths, ...attrsetFolds, ...attrsetUpdates, ...outputs]),
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
    entries: new Map([
      ...strings,
      ...stringParts,
      ...stringEscapes,
      ...stringValues,
      ...buildFlags,
      ...pick(environment, "fileContents"),
    ]),
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
  { name: "customisation", entries: customisation, hidden: [] },
  {
    name: "derivations",
    entries: derivations,
    builtins: ["addDrvOutputDependencies", "unsafeDiscardOutputDependency"],
    hidden: [],
  },
  { name: "meta", entries: meta, hidden: ["defaultPriority", "platformMatch", "availableOn"] },
  {
    name: "generators",
    entries: new Map([...keyValueGenerators, ...documents]),
    hidden: [...keyValueGenerators.keys(), ...documents.keys()].filter((name) => name !== "mkLuaInline"),
  },
  { name: "gvariant", entries: gvariant, hidden: "all" },
  { name: "cli", entries: cli, hidden: "all" },
  { name: "network", entries: new Map(), hidden: "all" },
  { name: "network.ipv6", entries: ipv6, hidden: ["fromString"] },
  { name: "path", entries: paths, hidden: "all" },
  { name: "path.subpath", entries: subpaths, hidden: "all" },
  {
    name: "filesystem",
    entries: filesystem,
    builtins: ["baseNameOf", "dirOf", "isPath", "readDir", "readFileType", "hashFile"],
    hidden: ["haskellPathsInDir", "listFilesRecursive", "locateDominatingFile", "resolveDefaultNix"],
  },
  { name: "fileset", entries: fileset, hidden: "all" },
  {
    name: "sources",
    entries: sources,
    builtins: ["filterSource"],
    hidden: ["shortRev", "urlToName"],
  },
  { name: "stringsWithDeps", entries: stringsWithDeps, hidden: [] },
  { name: "fetchers", entries: fetchers, hidden: "all" },
  { name: "flakes", entries: new Map(), builtins: ["parseFlakeRef", "flakeRefToString"], hidden: "all" },
  { name: "kernel", entries: kernel, hidden: "all" },
  { name: "misc", entries: misc, hidden: [] },
  { name: "licenses", entries: licences, hidden: "all" },
  { name: "systems", entries: systems, hidden: "all" },
  { name: "systems.doubles", entries: doubles, hidden: "all" },
  { name: "systems.examples", entries: examples, hidden: "all" },
  { name: "platforms", entries: doubles, hidden: "all" },
  { name: "sourceTypes", entries: sourceTypes, hidden: "all" },
  { name: "maintainers", entries: new Map(), hidden: "all" },
  { name: "teams", entries: new Map(), hidden: "all" },
];

/** One entry of a table as a table. */
function pick(entries: LibTable, name: string): LibTable {
  const entry = entries.get(name);
  return new Map(entry === undefined ? [] : [[name, entry]]);
}
