/** Files: all reading goes through the snapshot. What would copy into the store is unknown. */
import { below } from "../../base/reading.ts";
import { baseName, parentUri, uriPath } from "../../base/uri.ts";
import { coerceToTarget } from "../core/coerce.ts";
import { NixError } from "../core/errors.ts";
import { expectClosedAttrs, expectKnown } from "../core/expect.ts";
import { attrsOf, makeBool, makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import { readEntry, readFileText, readFolder } from "../core/readFile.ts";
import type { Thunk } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

export const fileBuiltins: Builtins = [
  [
    "import",
    native("import", 1, (machine, [path], at) => {
      const target = expectKnown(machine, path);
      const { uri, asked } = coerceToTarget(machine, target, at ?? target.origin);
      return machine.importFile(uri, at ?? target.origin, asked);
    }),
  ],
  [
    "scopedImport",
    native("scopedImport", 2, (machine, [scope, path], at) => {
      const names = new Map<string, Thunk>();
      for (const [name, attr] of expectClosedAttrs(machine, scope, at).attrs) names.set(name, attr.value);
      const { uri, asked } = coerceToTarget(machine, expectKnown(machine, path), at);
      return machine.importScoped(names, uri, at, asked);
    }),
  ],
  [
    "readFile",
    native("readFile", 1, (machine, [path], at) =>
      makeString(readFileText(machine, coerceToTarget(machine, expectKnown(machine, path), at), at), at),
    ),
  ],
  [
    "readDir",
    native("readDir", 1, (machine, [path], at) => {
      const entries = readFolder(machine, coerceToTarget(machine, expectKnown(machine, path), at), at);
      return attrsOf(
        entries.map((entry) => [entry.name, ready(makeString(entry.type, at))] as const),
        at,
      );
    }),
  ],
  [
    "readFileType",
    native("readFileType", 1, (machine, [path], at) => {
      const target = coerceToTarget(machine, expectKnown(machine, path), at);
      const { uri } = target;
      const entry = readEntry(machine, target, at);
      if (entry.kind === "absent") throw new NixError("missingFile", `no such file: ${uriPath(uri)}`, at);
      const parent = parentUri(uri);
      if (parent === uri) return makeString("directory", at);
      // What a link leads to is not asked.
      const name = baseName(uri);
      const type = readFolder(machine, below(target, parent), at).find((other) => other.name === name)?.type;
      return makeString(type ?? "unknown", at);
    }),
  ],
  [
    "pathExists",
    native("pathExists", 1, (machine, [path], at) => {
      const value = expectKnown(machine, path);
      const entry = readEntry(machine, coerceToTarget(machine, value, at), at);
      // `x/` and `x/.` are there only where x is a folder.
      const wantsFolder = value.type === "string" && /\/\.?$/.test(value.value);
      return makeBool(wantsFolder ? entry.kind === "folder" : entry.kind !== "absent", at);
    }),
  ],
  [
    "toPath",
    native("toPath", 1, (machine, [path], at) =>
      makeString(uriPath(coerceToTarget(machine, expectKnown(machine, path), at).uri), at),
    ),
  ],
];
