/** `lib.path`: paths and relative subpaths, taken apart by components. */
import { uriPath } from "../../../base/uri.ts";
import { expectKnown, expectList } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeBool, makeList, makePath, makeString, ready } from "../../../eval/core/make.ts";
import { withText } from "../../../eval/core/paths.ts";
import type { Origin, PathValue, Thunk, Value } from "../../../eval/core/value.ts";
import { fail, textThunk } from "../support/calls.ts";
import { record } from "../support/records.ts";
import { fn, table } from "../support/table.ts";

function path(machine: Machine, value: Thunk, what: string, at: Origin): PathValue {
  const known = expectKnown(machine, value);
  return known.type === "path" ? known : fail(`${what} is of type ${known.type}, but a path was expected`, at);
}

/** The names from the root. */
function components(value: PathValue): string[] {
  return uriPath(value.uri)
    .split("/")
    .filter((part) => part !== "");
}

/** Why a value is no subpath, or `null`. */
function invalidReason(value: Value): string | null {
  if (value.type !== "string") return `the value is of type ${value.type}, but a string was expected`;
  if (value.value === "") return "the string is empty";
  if (value.value.startsWith("/")) return `the string "${value.value}" starts with a "/"`;
  return value.value.split("/").includes("..") ? `the string "${value.value}" contains a ".." component` : null;
}

/** The components of a subpath. */
function subpath(machine: Machine, value: Thunk, what: string, at: Origin): string[] {
  const known = expectKnown(machine, value);
  const reason = invalidReason(known);
  if (known.type !== "string" || reason !== null) return fail(`${what} is not a valid subpath string: ${reason}`, at);
  return known.value.split("/").filter((part) => part !== "" && part !== ".");
}

function joined(parts: readonly string[], at: Origin): Value {
  return makeString(`./${parts.length === 0 ? "." : parts.join("/")}`, at);
}

function isPrefix(prefix: readonly string[], whole: readonly string[]): boolean {
  return prefix.every((part, index) => part === whole[index]);
}

export const paths = table(
  fn(
    "append",
    2,
    "Path -> String -> Path",
    "A path below another; refuses what leaves it.",
    (machine, [base, below], at) => {
      const start = path(machine, base, "lib.path.append: the first argument", at);
      const parts = subpath(machine, below, "lib.path.append: the second argument", at);
      return makePath(withText(start.uri, `${uriPath(start.uri)}/${parts.join("/")}`), at);
    },
  ),
  fn(
    "hasPrefix",
    2,
    "Path -> Path -> Bool",
    "Whether the second path is the first or below it.",
    (machine, [prefix, whole], at) => {
      const start = components(path(machine, prefix, "lib.path.hasPrefix: the first argument", at));
      return makeBool(
        isPrefix(start, components(path(machine, whole, "lib.path.hasPrefix: the second argument", at))),
        at,
      );
    },
  ),
  fn(
    "removePrefix",
    2,
    "Path -> Path -> String",
    "The second path as a subpath of the first.",
    (machine, [prefix, whole], at) => {
      const start = components(path(machine, prefix, "lib.path.removePrefix: the first argument", at));
      const parts = components(path(machine, whole, "lib.path.removePrefix: the second argument", at));
      if (!isPrefix(start, parts))
        return fail("lib.path.removePrefix: the first path is not a prefix of the second", at);
      return joined(parts.slice(start.length), at);
    },
  ),
  fn("splitRoot", 1, "Path -> { root, subpath }", "A path as its root and what is below.", (machine, [value], at) => {
    const whole = path(machine, value, "lib.path.splitRoot: the argument", at);
    const root = makePath(withText(whole.uri, "/"), at);
    return record({ root: ready(root), subpath: ready(joined(components(whole), at)) }, at);
  }),
  fn(
    "hasStorePathPrefix",
    1,
    "Path -> Bool",
    "Whether a path lies in a path of the Nix store.",
    (machine, [value], at) => {
      const [first = "", second, third = ""] = components(
        path(machine, value, "lib.path.hasStorePathPrefix: the argument", at),
      );
      const inStore = first === "nix" && second === "store" && /^.{32}-.+$/s.test(third);
      return makeBool(inStore || /^[0-9a-z]{52}$/.test(first), at);
    },
  ),
);

export const subpaths = table(
  fn(
    "isValid",
    1,
    "a -> Bool",
    "Whether a value is a relative path that stays below where it starts.",
    (machine, [value], at) => makeBool(invalidReason(expectKnown(machine, value)) === null, at),
  ),
  fn("join", 1, "[String] -> String", "Subpaths as one.", (machine, [list], at) => {
    const { items } = expectList(machine, list, at);
    return joined(
      items.flatMap((item, index) => subpath(machine, item, `lib.path.subpath.join: element ${index}`, at)),
      at,
    );
  }),
  fn("components", 1, "String -> [String]", "The names that a subpath is made of.", (machine, [value], at) =>
    makeList(subpath(machine, value, "lib.path.subpath.components: the argument", at).map(textThunk), at),
  ),
  fn("normalise", 1, "String -> String", "A subpath in its one form: `./a/b`.", (machine, [value], at) =>
    joined(subpath(machine, value, "lib.path.subpath.normalise: the argument", at), at),
  ),
);
