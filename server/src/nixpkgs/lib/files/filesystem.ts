/** `lib.filesystem`: what lies in folders. Everything is read from the snapshot; what is not loaded is unknown. */
import { below, type ReadTarget } from "../../../base/reading.ts";
import { joinUri, uriPath } from "../../../base/uri.ts";
import { coerceToTarget } from "../../../eval/core/coerce.ts";
import { expectKnown } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeList,
  makeNull,
  makePath,
  makeString,
  makeUnknown,
  ready,
} from "../../../eval/core/make.ts";
import { compareNames } from "../../../eval/core/names.ts";
import { readEntry, readFolder } from "../../../eval/core/readFile.ts";
import type { Attr, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { call, fail, later, textThunk } from "../support/calls.ts";
import { formals, record, required } from "../support/records.ts";
import { builtin } from "../support/rooms.ts";
import { fn, table } from "../support/table.ts";
import { shown } from "../support/texts.ts";

/** What stands at a path, or `null` for nothing. */
function typeAt(machine: Machine, value: Thunk, at: Origin): "directory" | "regular" | null {
  const entry = readEntry(machine, coerceToTarget(machine, expectKnown(machine, value), at), at);
  if (entry.kind === "absent") return null;
  return entry.kind === "folder" ? "directory" : "regular";
}

/** All files below a folder, folder by folder in the order of names. */
export function filesBelow(machine: Machine, folder: ReadTarget, at: Origin, into: string[] = []): string[] {
  machine.enter();
  const entries = [...readFolder(machine, folder, at)].sort((a, b) => compareNames(a.name, b.name));
  for (const { name, type } of entries) {
    machine.step();
    const uri = joinUri(folder.uri, name);
    if (type === "directory") filesBelow(machine, below(folder, uri), at, into);
    else into.push(uri);
  }
  machine.leave();
  return into;
}

/** The nearest folder upwards with a file whose name matches. */
function dominating(machine: Machine, pattern: Thunk, file: Thunk, at: Origin): Value {
  const start = coerceToTarget(machine, expectKnown(machine, file), at);
  let folder = readEntry(machine, start, at).kind === "folder" ? start.uri : joinUri(start.uri, "..");
  for (;;) {
    machine.step();
    const found: Thunk[] = [];
    for (const { name } of readFolder(machine, below(start, folder), at)) {
      const groups = later(builtin("match"), at, pattern, textThunk(name));
      if (expectKnown(machine, groups).type !== "null") found.push(groups);
    }
    if (found.length > 0) return record({ path: ready(makePath(folder, at)), matches: ready(makeList(found, at)) }, at);
    if (uriPath(folder) === "/") return makeNull(at);
    folder = joinUri(folder, "..");
  }
}

/** Each `NAME.nix` and `NAME/package.nix` below a folder, called as a package. */
function packagesBelow(machine: Machine, callPackage: Thunk, folder: ReadTarget, at: Origin): Value {
  const own = joinUri(folder.uri, "package.nix");
  if (readEntry(machine, below(folder, own), at).kind !== "absent") return packageAt(machine, callPackage, own, at);
  const attrs = new Map<string, Attr>();
  for (const { name, type } of readFolder(machine, folder, at)) {
    machine.step();
    const uri = joinUri(folder.uri, name);
    if (type === "directory") {
      const inside = below(folder, uri);
      attrs.set(name, { value: lazy((inner) => packagesBelow(inner, callPackage, inside, at)), origin: at });
    } else if (type === "regular" && name.endsWith(".nix")) {
      attrs.set(name.slice(0, -".nix".length), {
        value: lazy((inner) => packageAt(inner, callPackage, uri, at)),
        origin: at,
      });
    } else if (type !== "regular") {
      return fail(
        `lib.filesystem.packagesFromDirectoryRecursive: Unsupported file type ${type} at path ${uriPath(uri)}`,
        at,
      );
    }
  }
  return makeAttrs(attrs, at);
}

function packageAt(machine: Machine, callPackage: Thunk, uri: string, at: Origin): Value {
  return call(machine, callPackage, at, ready(makePath(uri, at)), ready(record({}, at)));
}

export const filesystem = table(
  fn("pathType", 1, "Path -> String", "`regular`, `directory`, `symlink` or `unknown`.", (machine, [value], at) =>
    call(machine, builtin("readFileType"), at, value),
  ),
  fn("pathIsDirectory", 1, "Path -> Bool", "Whether there is a folder at a path.", (machine, [value], at) =>
    makeBool(typeAt(machine, value, at) === "directory", at),
  ),
  fn("pathIsRegularFile", 1, "Path -> Bool", "Whether there is a file at a path.", (machine, [value], at) =>
    makeBool(typeAt(machine, value, at) === "regular", at),
  ),
  fn("listFilesRecursive", 1, "Path -> [Path]", "All files below a folder.", (machine, [folder], at) =>
    makeList(
      filesBelow(machine, coerceToTarget(machine, expectKnown(machine, folder), at), at).map((uri) =>
        ready(makePath(uri, at)),
      ),
      at,
    ),
  ),
  fn(
    "locateDominatingFile",
    2,
    "String -> Path -> { path, matches } | null",
    "The nearest folder upwards that holds a file with a matching name.",
    (machine, [pattern, file], at) => dominating(machine, pattern, file, at),
  ),
  fn(
    "haskellPathsInDir",
    1,
    "Path -> { *: Path }",
    "The folders of a folder that hold a Cabal file of their own name.",
    (machine, [root], at) => {
      const folder = coerceToTarget(machine, expectKnown(machine, root), at);
      const attrs = new Map<string, Attr>();
      for (const { name } of readFolder(machine, folder, at)) {
        const cabal = joinUri(folder.uri, `${name}/${name}.cabal`);
        if (readEntry(machine, below(folder, cabal), at).kind === "absent") continue;
        attrs.set(name, { value: ready(makePath(joinUri(folder.uri, name), at)), origin: at });
      }
      return makeAttrs(attrs, at);
    },
  ),
  fn(
    "packagesFromDirectoryRecursive",
    1,
    "{ callPackage, newScope ?, directory } -> AttrSet",
    "The packages in a folder: every `NAME.nix` and `NAME/package.nix`.",
    (machine, [options], at) => {
      const option = formals(
        machine,
        "packagesFromDirectoryRecursive",
        options,
        ["callPackage", "newScope", "directory"],
        at,
      );
      const directory = required(option("directory"), "packagesFromDirectoryRecursive", "directory", at);
      const callPackage = required(option("callPackage"), "packagesFromDirectoryRecursive", "callPackage", at);
      if (option("newScope") !== null)
        return makeUnknown({ kind: "notModelled", what: "packagesFromDirectoryRecursive with newScope" }, at);
      return packagesBelow(machine, callPackage, coerceToTarget(machine, expectKnown(machine, directory), at), at);
    },
  ),
  fn(
    "resolveDefaultNix",
    1,
    "Path -> Path",
    "A folder's `default.nix`, or the file itself.",
    (machine, [value], at) => {
      const known = expectKnown(machine, value);
      if (known.type === "string" && known.value.endsWith("/")) return makeString(`${known.value}default.nix`, at);
      if (typeAt(machine, value, at) !== "directory") return known;
      if (known.type === "path") return makePath(joinUri(known.uri, "default.nix"), at);
      return makeString(`${shown(machine, value, at).value}/default.nix`, at);
    },
  ),
);
