/** `lib.fetchers` and `lib.stringsWithDeps`: hashes of what is fetched, and texts in the order of their dependencies. */
import { expectBool, expectClosedAttrs, expectKnown, expectList, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeList, makeNull, makeString, ready } from "../../../eval/core/make.ts";
import type { Origin, Thunk, Value } from "../../../eval/core/value.ts";
import { joinItems } from "../strings/strings.ts";
import { fail, later, textThunk } from "../support/calls.ts";
import { field, formals, record } from "../support/records.ts";
import { fn, libConstant, table } from "../support/table.ts";

/** The texts of entries, each after those it depends on, each named one once. */
function textClosure(machine: Machine, predefined: Thunk, list: Thunk, at: Origin): Thunk[] {
  const done = new Set<string>();
  const texts: Thunk[] = [];
  const visit = (entries: readonly Thunk[]) => {
    machine.enter();
    for (const entry of entries) {
      const known = expectKnown(machine, entry);
      if (known.type !== "attrs") {
        const name = expectString(machine, entry, at);
        if (done.has(name)) continue;
        done.add(name);
        visit([field(machine, predefined, name, at)]);
      } else {
        visit(expectList(machine, field(machine, entry, "deps", at), at).items);
        texts.push(field(machine, entry, "text", at));
      }
    }
    machine.leave();
  };
  visit(expectList(machine, list, at).items);
  return texts;
}

export const stringsWithDeps = table(
  fn(
    "textClosureList",
    2,
    "{ *: Entry } -> [String | Entry] -> [String]",
    "The texts of entries in the order of their dependencies.",
    (machine, [predefined, list], at) => makeList(textClosure(machine, predefined, list, at), at),
  ),
  fn(
    "textClosureMap",
    3,
    "(String -> String) -> { *: Entry } -> [String] -> String",
    "The texts of entries in the order of their dependencies, mapped and joined as lines.",
    (machine, [f, predefined, list], at) =>
      joinItems(
        machine,
        "\n",
        textClosure(machine, predefined, list, at).map((item) => later(f, at, item)),
        at,
      ),
  ),
  fn("noDepEntry", 1, "String -> Entry", "An entry that depends on none.", (_machine, [value], at) =>
    record({ text: value, deps: ready(makeList([], at)) }, at),
  ),
  fn(
    "fullDepEntry",
    2,
    "String -> [String] -> Entry",
    "An entry with what it depends on.",
    (_machine, [value, deps], at) => record({ text: value, deps }, at),
  ),
  fn("packEntry", 1, "[String] -> Entry", "An entry without a text of its own.", (_machine, [deps], at) =>
    record({ deps, text: textThunk("") }, at),
  ),
  fn(
    "stringAfter",
    2,
    "[String] -> String -> Entry",
    "A text that comes after other entries: for activation scripts.",
    (_machine, [deps, value], at) => record({ text: value, deps }, at),
  ),
);

/** Hashes that are wrong, by algorithm. */
export const FAKE: Readonly<Record<"hash" | "sha256" | "sha512", string>> = {
  hash: "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  sha256: "0".repeat(64),
  sha512: "0".repeat(128),
};

/** `fetchers.normalizeHash`: the one hash among the arguments as `outputHash` and `outputHashAlgo`. */
function normalizeHash(machine: Machine, options: Thunk, args: Thunk, at: Origin): Value {
  const option = formals(machine, "normalizeHash", options, ["hashTypes", "required"], at);
  const types = option("hashTypes");
  const known = expectClosedAttrs(machine, args, at);
  if (known.attrs.has("outputHash")) return known;
  const names = [
    "hash",
    ...(types === null
      ? ["sha256"]
      : expectList(machine, types, at).items.map((type) => expectString(machine, type, at))),
  ];
  const given = names.filter((name) => known.attrs.has(name));
  const needed = option("required");
  if (given.length > 1) return fail(`fetcher called with mutually-incompatible arguments: ${given.join(", ")}`, at);
  if (given.length === 0 && (needed === null || expectBool(machine, needed, at)))
    return fail("fetcher called without `hash`", at);
  const attrs = new Map(known.attrs);
  for (const name of names) attrs.delete(name);
  const [name] = given;
  const hash = name === undefined ? undefined : known.attrs.get(name);
  if (name === undefined || hash === undefined) return makeAttrs(attrs, at);
  const value = lazy((inner) => {
    const read = hash.value.force(inner);
    if (read.type !== "string" || read.value !== "") return read;
    return makeString(new Map(Object.entries(FAKE)).get(name) ?? fail(`no fake hash defined for ${name}`, at), at);
  });
  attrs.set("outputHash", { value, origin: hash.origin });
  attrs.set("outputHashAlgo", { value: name === "hash" ? ready(makeNull(at)) : textThunk(name), origin: hash.origin });
  return makeAttrs(attrs, at);
}

const PROXIES = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

export const fetchers = table(
  libConstant(
    "proxyImpureEnvVars",
    "[String]",
    "The environment variables that name proxies.",
    makeList([...PROXIES, ...PROXIES.map((name) => name.toUpperCase()), "NIX_SSL_CERT_FILE"].map(textThunk)),
  ),
  fn(
    "normalizeHash",
    2,
    "{ hashTypes ?, required ? } -> AttrSet -> AttrSet",
    "Arguments of a fetcher with their hash under one name.",
    (machine, [options, args], at) => normalizeHash(machine, options, args, at),
  ),
);
