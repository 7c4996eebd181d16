import { coerceToString } from "../../../eval/core/coerce.ts";
import { expectBool, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeBool, makeFunction, makeString, ready } from "../../../eval/core/make.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { booleanThunk, fail, later, textThunk } from "../support/calls.ts";
import { formals, optionalField, record, required } from "../support/records.ts";
import { builtin } from "../support/rooms.ts";
import { fn, table } from "../support/table.ts";
import { shown } from "../support/texts.ts";

/** `cleanSourceFilter`: leaves out version control, editors' files, objects and results of builds. */
function isClean(path: string, type: string): boolean {
  const name = path.slice(path.replace(/\/+$/, "").lastIndexOf("/") + 1).replace(/\/+$/, "");
  if (name === ".git") return false;
  if (type === "directory" && /^(\.svn|CVS|\.hg|\.jj|\.pijul|_darcs)$/.test(name)) return false;
  if (/~$/.test(name) || /^\.sw[a-z]$/.test(name) || /^\..*\.sw[a-z]$/s.test(name) || /\.s?o$/.test(name)) return false;
  return !(type === "symlink" && name.startsWith("result")) && type !== "unknown";
}

interface Source {
  readonly origin: Thunk;
  readonly filter: Thunk | null;
  readonly name: Thunk;
}

/** A source's parts; anything that no filter made is its own origin. */
function sourceOf(machine: Machine, src: Thunk): Source {
  if (optionalField(machine, src, "_isLibCleanSourceWith") === null)
    return { origin: src, filter: null, name: textThunk("source") };
  return {
    origin: optionalField(machine, src, "origSrc") ?? src,
    filter: optionalField(machine, src, "filter"),
    name: optionalField(machine, src, "name") ?? textThunk("source"),
  };
}

function filtered(machine: Machine, src: Thunk, filter: Thunk, name: Thunk | null, at: Origin): Value {
  const source = sourceOf(machine, src);
  const both = makeFunction("filter", (_machine, path) =>
    makeFunction("filter", (inner, type) => {
      const passes = expectBool(inner, later(filter, at, path, type), at);
      return makeBool(
        passes && (source.filter === null || expectBool(inner, later(source.filter, at, path, type), at)),
        at,
      );
    }),
  );
  const custom = name !== null && expectKnown(machine, name).type !== "null" ? name : source.name;
  const fields = { origSrc: source.origin, filter: ready(both), name: custom, outPath: source.origin };
  return record({ _isLibCleanSourceWith: booleanThunk(true), ...fields }, at);
}

/** A filter of path and type, as a Nix function. */
function pathFilter(
  name: string,
  passes: (machine: Machine, path: string, type: string, at: Origin) => boolean,
): Thunk {
  return ready(
    makeFunction(name, (_machine, path) =>
      makeFunction(name, (machine, type, at) => {
        const file = coerceToString(machine, expectKnown(machine, path), "path", at).value;
        return makeBool(passes(machine, file, expectString(machine, type, at), at), at);
      }),
    ),
  );
}

const CLEAN = pathFilter("cleanSourceFilter", (_machine, path, type) => isClean(path, type));

/** `urlToName`: the last part of a URL without the endings of archives and repositories. */
function nameOfUrl(url: string): string {
  const last = url.split(":").at(-1) ?? "";
  let name = last.replace(/\/$/, "").split("/").at(-1) ?? "";
  const ending = /^(.*)\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd)$/s;
  for (let found = ending.exec(name)?.[1]; found !== undefined; found = ending.exec(name)?.[1]) name = found;
  return name;
}

function shortRevision(revision: string): string {
  const name = revision.replace(/\/$/, "").split("/").at(-1) ?? "";
  if (/^[a-f0-9]+$/.test(name)) return name.slice(0, 7);
  return /^([A-Za-z]+[-_. ]?)*(v)?([0-9.]+.*)$/s.exec(name)?.[3] ?? name;
}

/** `repoRevToName kind repo rev suffix`. */
function repositoryName(
  machine: Machine,
  kind: Thunk,
  [repo, rev, suffix]: readonly [Thunk, Thunk, Thunk],
  at: Origin,
): Value {
  const how = expectString(machine, kind, at);
  if (how === "source") return makeString("source", at);
  if (how !== "versioned" && how !== "full") return fail("repoRevToName: invalid kind", at);
  const optional = (value: Thunk, show: (text: string) => string) =>
    expectKnown(machine, value).type === "null" ? "" : `-${show(shown(machine, value, at).value)}`;
  const ending = how === "full" ? optional(suffix, (plain) => plain) : "";
  return makeString(`${nameOfUrl(shown(machine, repo, at).value)}${optional(rev, shortRevision)}${ending}-source`, at);
}

export const sources = table(
  {
    name: "cleanSourceFilter",
    signature: "Path -> String -> Bool",
    summary: "The filter of `cleanSource`.",
    value: CLEAN,
  },
  fn(
    "cleanSource",
    1,
    "Path -> Source",
    "A folder without version control, editors' files and results of builds.",
    (machine, [src], at) => filtered(machine, src, CLEAN, null, at),
  ),
  fn(
    "cleanSourceWith",
    1,
    "{ src, filter ?, name ? } -> Source",
    "A folder with what a filter of path and type lets pass.",
    (machine, [options], at) => {
      const option = formals(machine, "cleanSourceWith", options, ["src", "filter", "name"], at);
      const everything = pathFilter("filter", () => true);
      return filtered(
        machine,
        required(option("src"), "cleanSourceWith", "src", at),
        option("filter") ?? everything,
        option("name"),
        at,
      );
    },
  ),
  fn(
    "sourceByRegex",
    2,
    "Path -> [String] -> Source",
    "A folder with what matches one of some regular expressions.",
    (machine, [src, expressions], at) => {
      const match = (inner: Machine, expression: Thunk, path: string): boolean =>
        expectKnown(inner, later(builtin("match"), at, expression, textThunk(path))).type !== "null";
      const filter = pathFilter("sourceByRegex", (inner, path) => {
        const root = coerceToString(inner, expectKnown(inner, sourceOf(inner, src).origin), "path", at).value;
        const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
        return expectList(inner, expressions, at).items.some((expression) => match(inner, expression, relative));
      });
      return filtered(machine, src, filter, null, at);
    },
  ),
  fn(
    "sourceFilesBySuffices",
    2,
    "Path -> [String] -> Source",
    "A folder with its folders and the files with some endings.",
    (machine, [src, endings], at) => {
      const filter = pathFilter("sourceFilesBySuffices", (inner, path, type) => {
        if (type === "directory") return true;
        return expectList(inner, endings, at).items.some((ending) => path.endsWith(expectString(inner, ending, at)));
      });
      return filtered(machine, src, filter, null, at);
    },
  ),
  fn(
    "canCleanSource",
    1,
    "a -> Bool",
    "Whether `cleanSource` takes the value: a path outside the store.",
    (machine, [src], at) => {
      if (optionalField(machine, src, "_isLibCleanSourceWith") !== null) return makeBool(true, at);
      return makeBool(shown(machine, src, at).context.length === 0, at);
    },
  ),
  fn("pathHasContext", 1, "String -> Bool", "Whether a string refers to the store.", (machine, [value], at) =>
    makeBool(shown(machine, value, at).context.length > 0, at),
  ),
  fn("urlToName", 1, "String -> String", "The name that a URL ends with.", (machine, [url], at) =>
    makeString(nameOfUrl(shown(machine, url, at).value), at),
  ),
  fn("shortRev", 1, "String -> String", "A revision or tag in short.", (machine, [rev], at) =>
    makeString(shortRevision(shown(machine, rev, at).value), at),
  ),
  fn(
    "revOrTag",
    2,
    "String | null -> String | null -> String",
    "The tag, else the revision, else `HEAD`.",
    (machine, [rev, tag], at) => {
      if (expectKnown(machine, tag).type !== "null") return tag.force(machine);
      return expectKnown(machine, rev).type === "null" ? makeString("HEAD", at) : rev.force(machine);
    },
  ),
  fn(
    "repoRevToName",
    4,
    "String -> String -> String | null -> String | null -> String",
    "The name of a fetched repository.",
    (machine, [kind, ...rest], at) => repositoryName(machine, kind, rest, at),
  ),
);
