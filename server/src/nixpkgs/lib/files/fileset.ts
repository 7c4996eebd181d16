/**
 * `lib.fileset`: sets of files of the workspace. A file set knows where its files may be and which of those it holds;
 * files are looked at only when they are listed.
 */
import type { ReadTarget } from "../../../base/reading.ts";
import { baseName, isInside } from "../../../base/uri.ts";
import { coerceToTarget } from "../../../eval/core/coerce.ts";
import { expectBool, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeAttrs, makeBool, makeFunction, makeList, makePath, makeUnknown, ready } from "../../../eval/core/make.ts";
import { compareNames } from "../../../eval/core/names.ts";
import { pathTarget } from "../../../eval/core/paths.ts";
import { readEntry } from "../../../eval/core/readFile.ts";
import { UnknownSignal } from "../../../eval/core/signal.ts";
import type { Attr, Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { booleanThunk, fail, later, textThunk } from "../support/calls.ts";
import { formals, record, required } from "../support/records.ts";
import { fn, libConstant, table } from "../support/table.ts";
import { filesBelow } from "./filesystem.ts";

/** The native part of a file set's value. */
class Files {
  /** Files, and folders all of whose files are candidates. */
  readonly roots: readonly ReadTarget[];
  readonly holds: (machine: Machine, uri: string) => boolean;
  constructor(roots: readonly ReadTarget[], holds: (machine: Machine, uri: string) => boolean) {
    this.roots = roots;
    this.holds = holds;
  }
}

const NOTHING = new Files([], () => false);

function toValue(files: Files, at: Origin): Value {
  const attrs = new Map<string, Attr>([["_type", { value: textThunk("fileset"), origin: at }]]);
  return makeAttrs(attrs, at, null, files);
}

/** A file set, or the path of a file or folder as one. */
function filesOf(machine: Machine, value: Thunk, at: Origin): Files {
  const known = expectKnown(machine, value);
  if (known.type === "attrs" && known.native instanceof Files) return known.native;
  if (known.type !== "path") return fail(`lib.fileset: a path or a file set was expected, not ${known.type}`, at);
  const { uri } = known;
  const target = pathTarget(known, at);
  if (readEntry(machine, target, at).kind === "absent") return fail(`lib.fileset: ${baseName(uri)} does not exist`, at);
  return new Files([target], (_machine, file) => isInside(file, uri));
}

function union(sets: readonly Files[]): Files {
  return new Files(
    sets.flatMap((set) => set.roots),
    (machine, uri) => sets.some((set) => set.holds(machine, uri)),
  );
}

/** The files of a set, sorted, each once. */
function listed(machine: Machine, files: Files, at: Origin): string[] {
  const found = new Set<string>();
  for (const root of files.roots) {
    const candidates = readEntry(machine, root, at).kind === "folder" ? filesBelow(machine, root, at) : [root.uri];
    for (const uri of candidates) {
      machine.step();
      if (files.holds(machine, uri)) found.add(uri);
    }
  }
  return [...found].sort(compareNames);
}

/** What a filter of `fileFilter` gets of a file. */
function fileInfo(uri: string, at: Origin): Thunk {
  const name = baseName(uri);
  const hasExt = makeFunction("hasExt", (machine, extension) =>
    makeBool(name.endsWith(`.${expectString(machine, extension, at)}`), at),
  );
  return ready(record({ name: textThunk(name), type: textThunk("regular"), hasExt: ready(hasExt) }, at));
}

function combined(name: string, summary: string, combine: (left: Files, right: Files) => Files) {
  return fn(name, 2, "FileSet -> FileSet -> FileSet", summary, (machine, [left, right], at) =>
    toValue(combine(filesOf(machine, left, at), filesOf(machine, right, at)), at),
  );
}

function untracked(what: string, at: Origin): never {
  throw new UnknownSignal(makeUnknown({ kind: "notModelled", what: `lib.fileset.${what}` }, at));
}

export const fileset = table(
  libConstant("empty", "FileSet", "The file set without files.", toValue(NOTHING, null)),
  fn("isFileset", 1, "a -> Bool", "Whether a value is a file set.", (machine, [value], at) => {
    const known = expectKnown(machine, value);
    return makeBool(known.type === "path" || (known.type === "attrs" && known.native instanceof Files), at);
  }),
  combined("union", "The files of both sets.", (left, right) => union([left, right])),
  fn("unions", 1, "[FileSet] -> FileSet", "The files of all sets of a list.", (machine, [list], at) =>
    toValue(union(expectList(machine, list, at).items.map((item) => filesOf(machine, item, at))), at),
  ),
  combined(
    "intersection",
    "The files that are in both sets.",
    (left, right) => new Files(left.roots, (machine, uri) => left.holds(machine, uri) && right.holds(machine, uri)),
  ),
  combined(
    "difference",
    "The files of the first set that are not in the second.",
    (left, right) => new Files(left.roots, (machine, uri) => left.holds(machine, uri) && !right.holds(machine, uri)),
  ),
  fn(
    "fileFilter",
    2,
    "({ name, type, hasExt } -> Bool) -> Path -> FileSet",
    "The files below a folder that pass.",
    (machine, [predicate, folder], at) => {
      const below = filesOf(machine, folder, at);
      const passes = (inner: Machine, uri: string) => expectBool(inner, later(predicate, at, fileInfo(uri, at)), at);
      return toValue(new Files(below.roots, (inner, uri) => below.holds(inner, uri) && passes(inner, uri)), at);
    },
  ),
  fn(
    "maybeMissing",
    1,
    "Path -> FileSet",
    "The files at a path, or none when there is nothing.",
    (machine, [path], at) => {
      const target = coerceToTarget(machine, expectKnown(machine, path), at);
      return toValue(readEntry(machine, target, at).kind === "absent" ? NOTHING : filesOf(machine, path, at), at);
    },
  ),
  fn("toList", 1, "FileSet -> [Path]", "The files of a set.", (machine, [set], at) =>
    makeList(
      listed(machine, filesOf(machine, set, at), at).map((uri) => ready(makePath(uri, at))),
      at,
    ),
  ),
  fn(
    "toSource",
    1,
    "{ root, fileset } -> Source",
    "A folder with the files of a set, as the source of a build.",
    (machine, [options], at) => {
      const option = formals(machine, "toSource", options, ["root", "fileset"], at);
      const root = required(option("root"), "toSource", "root", at);
      if (expectKnown(machine, root).type !== "path") return fail("lib.fileset.toSource: `root` is no path", at);
      filesOf(machine, required(option("fileset"), "toSource", "fileset", at), at);
      return record(
        { _isLibCleanSourceWith: booleanThunk(true), origSrc: root, name: textThunk("source"), outPath: root },
        at,
      );
    },
  ),
  fn("fromSource", 1, "Source -> FileSet", "The files that a cleaned source holds.", (_machine, _args, at) =>
    untracked("fromSource", at),
  ),
  fn("gitTracked", 1, "Path -> FileSet", "The files of a folder that git tracks.", (_machine, _args, at) =>
    untracked("gitTracked", at),
  ),
  fn(
    "gitTrackedWith",
    2,
    "{ recurseSubmodules ? } -> Path -> FileSet",
    "The files of a folder that git tracks.",
    (_machine, _args, at) => untracked("gitTrackedWith", at),
  ),
  fn("trace", 2, "FileSet -> a -> a", "Prints the files of a set, and gives the value.", (_machine, [, value]) =>
    value.force(_machine),
  ),
  fn("traceVal", 1, "FileSet -> FileSet", "Prints the files of a set, and gives it.", (machine, [set]) =>
    set.force(machine),
  ),
);
