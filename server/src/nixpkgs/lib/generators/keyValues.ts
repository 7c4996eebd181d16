/** `lib.generators`: lines of keys and values, INI files and git's configuration. Context of strings is kept. */
import { coerceToString } from "../../../eval/core/coerce.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectAttrs, expectBool, expectClosedAttrs, expectKnown, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeAttrs, makeString, ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Attr, Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { recursiveUpdate } from "../attrsets/attrsetPaths.ts";
import { isDerivationThunk } from "../attrsets/attrsets.ts";
import { isCallable } from "../support/callables.ts";
import { call, textThunk } from "../support/calls.ts";
import { emptyFormals, formals, required } from "../support/records.ts";
import { fn, table } from "../support/table.ts";
import { interpolated } from "../support/texts.ts";
import { pretty } from "./pretty.ts";

type Line = (machine: Machine, key: string, value: Thunk) => StringValue;
type ShowValue = (machine: Machine, value: Thunk) => StringValue;

/** `mkValueStringDefault { }`: text of a scalar; lists, sets and functions end evaluation. */
export function valueString(machine: Machine, value: Thunk, at: Origin): StringValue {
  const known = expectKnown(machine, value);
  switch (known.type) {
    case "string":
      return known;
    case "null":
      return makeString("null", at);
    case "bool":
      return makeString(String(known.value), at);
    case "int":
    case "float":
      return coerceToString(machine, known, "toString", at);
  }
  if (isDerivationThunk(machine, value)) return coerceToString(machine, known, "toString", at);
  const what =
    known.type === "list"
      ? "lists"
      : known.type === "attrs"
        ? "attrsets"
        : isCallable(machine, value, at)
          ? "functions"
          : "this value";
  const shown = pretty(machine, value, {}, at);
  throw new NixError("abort", `generators.mkValueStringDefault: ${what} not supported: ${shown}`, at);
}

/** `mkKeyValueDefault`: the key, with the separator escaped in it, the separator, the value. */
function defaultLine(separator: string, show: ShowValue, at: Origin): Line {
  return (machine, key, value) => {
    const escaped = separator === "" ? key : key.replaceAll(separator, `\\${separator}`);
    return joinStrings(machine, [escaped, separator, show(machine, value)], "", at);
  };
}

/** A function of the user's that makes a string of a value. */
export function shownBy(f: Thunk, at: Origin): ShowValue {
  return (machine, value) => interpolated(machine, ready(call(machine, f, at, value)), at);
}

function defaultShow(at: Origin): ShowValue {
  return (machine, value) => valueString(machine, value, at);
}

interface LineOptions {
  readonly line: Line;
  readonly listsAsDuplicateKeys: boolean;
}

function lineOptions(machine: Machine, makeLine: Thunk | null, duplicates: Thunk | null, at: Origin): LineOptions {
  return {
    line:
      makeLine === null
        ? defaultLine("=", defaultShow(at), at)
        : (inner, key, value) => interpolated(inner, ready(call(inner, makeLine, at, textThunk(key), value)), at),
    listsAsDuplicateKeys: duplicates !== null && expectBool(machine, duplicates, at),
  };
}

/** `toKeyValue`: a line for each attribute, or for each element of one that is a list. */
function keyValues(machine: Machine, options: LineOptions, indent: string, set: Thunk, at: Origin): StringValue {
  const pieces: (string | StringValue)[] = [];
  for (const [key, attr] of sortedAttrs(expectClosedAttrs(machine, set, at))) {
    const known = options.listsAsDuplicateKeys ? expectKnown(machine, attr.value) : null;
    for (const value of known?.type === "list" ? known.items : [attr.value]) {
      machine.step();
      pieces.push(indent, options.line(machine, key, value), "\n");
    }
  }
  return joinStrings(machine, pieces, "", at);
}

type SectionName = (machine: Machine, name: string) => StringValue;

function sectionNames(custom: Thunk | null, at: Origin): SectionName {
  if (custom !== null)
    return (machine, name) => interpolated(machine, ready(call(machine, custom, at, textThunk(name))), at);
  return (_machine, name) => makeString(name.replace(/[[\]]/g, "\\$&"));
}

/** `toINI`: a section for each attribute, an empty line between. */
function sections(
  machine: Machine,
  options: LineOptions,
  sectionName: SectionName,
  set: Thunk,
  at: Origin,
): StringValue {
  const parts = sortedAttrs(expectClosedAttrs(machine, set, at)).map(([name, attr]) => {
    const lines = keyValues(machine, options, "", attr.value, at);
    return joinStrings(machine, ["[", sectionName(machine, name), "]\n", lines], "", at);
  });
  return joinStrings(machine, parts, "\n", at);
}

const INI_OPTIONS = ["mkSectionName", "mkKeyValue", "listsAsDuplicateKeys"] as const;

/** git's way to write a value: strings in quotes. */
const gitValue =
  (at: Origin): ShowValue =>
  (machine, value) => {
    const known = expectKnown(machine, value);
    if (known.type !== "string") return valueString(machine, value, at);
    const escaped = known.value.replace(/[\n\t"\\]/g, (found) =>
      found === "\n" ? "\\n" : found === "\t" ? "\\t" : `\\${found}`,
    );
    return makeString(`"${escaped}"`, at, known.context);
  };

/** `a.b.c` is the section `a "b.c"`. */
function gitSection(name: string): string {
  const [first = "", ...others] = name.split(".");
  return name.includes('"') || others.length === 0 ? name : `${first} "${others.join(".")}"`;
}

/** Sets nested deeper than sections and keys, each as `{ "outer.inner".key = value; }`. */
function gitFlatten(machine: Machine, path: readonly string[], value: Thunk, into: Value[], at: Origin): void {
  const known = expectKnown(machine, value);
  if (known.type === "attrs" && !isDerivationThunk(machine, value)) {
    machine.enter();
    for (const [name, attr] of sortedAttrs(expectClosedAttrs(machine, value, at))) {
      gitFlatten(machine, [...path, name], attr.value, into, at);
    }
    machine.leave();
    return;
  }
  const key = path.at(-1) ?? "";
  const inner = single(key, value, at);
  into.push(path.length > 1 ? single(path.slice(0, -1).join("."), ready(inner), at) : inner);
}

function single(name: string, value: Thunk, at: Origin): Value {
  return makeAttrs(new Map([[name, { value, origin: at }]]), at);
}

function gitIni(machine: Machine, set: Thunk, at: Origin): Value {
  const given = expectClosedAttrs(machine, set, at);
  const kept = new Map<string, Attr>();
  const flat: Value[] = [];
  for (const [name, attr] of sortedAttrs(given)) {
    if (hasInnerSet(machine, attr.value, at)) gitFlatten(machine, [name], attr.value, flat, at);
    else kept.set(name, attr);
  }
  let rewritten: Value = makeAttrs(new Map(), at);
  for (const part of flat) rewritten = recursiveUpdate(machine, rewritten, part, at);
  const all = new Map([...kept, ...expectAttrs(machine, ready(rewritten), at).attrs]);
  const one = defaultLine(" = ", gitValue(at), at);
  const indented: Line = (inner, key, value) => joinStrings(inner, ["\t", one(inner, key, value)], "", at);
  const line: Line = (inner, key, value) => {
    const known = expectKnown(inner, value);
    if (known.type !== "list") return indented(inner, key, value);
    return joinStrings(
      inner,
      known.items.map((item) => indented(inner, key, item)),
      "\n",
      at,
    );
  };
  const options = { line, listsAsDuplicateKeys: false };
  return sections(machine, options, (_inner, name) => makeString(gitSection(name)), ready(makeAttrs(all, at)), at);
}

function hasInnerSet(machine: Machine, value: Thunk, at: Origin): boolean {
  if (expectKnown(machine, value).type !== "attrs") return false;
  return sortedAttrs(expectClosedAttrs(machine, value, at)).some(
    ([, attr]) => expectKnown(machine, attr.value).type === "attrs" && !isDerivationThunk(machine, attr.value),
  );
}

export const keyValueGenerators = table(
  fn(
    "mkValueStringDefault",
    2,
    "{ } -> a -> String",
    "A string, number, Boolean or null as text.",
    (machine, [options, value], at) => {
      emptyFormals(machine, "mkValueStringDefault", options, at);
      return valueString(machine, value, at);
    },
  ),
  fn(
    "mkKeyValueDefault",
    4,
    "{ mkValueString ? } -> String -> String -> a -> String",
    "A line of key, separator and value.",
    (machine, [options, separator, key, value], at) => {
      const custom = formals(machine, "mkKeyValueDefault", options, ["mkValueString"], at)("mkValueString");
      const show = custom === null ? defaultShow(at) : shownBy(custom, at);
      return defaultLine(expectString(machine, separator, at), show, at)(
        machine,
        expectString(machine, key, at),
        value,
      );
    },
  ),
  fn(
    "toKeyValue",
    2,
    "{ mkKeyValue ?, listsAsDuplicateKeys ?, indent ? } -> AttrSet -> String",
    "A line `key=value` for each attribute.",
    (machine, [given, set], at) => {
      const option = formals(machine, "toKeyValue", given, ["mkKeyValue", "listsAsDuplicateKeys", "indent"], at);
      const indent = option("indent");
      const options = lineOptions(machine, option("mkKeyValue"), option("listsAsDuplicateKeys"), at);
      return keyValues(machine, options, indent === null ? "" : expectString(machine, indent, at), set, at);
    },
  ),
  fn(
    "toINI",
    2,
    "{ mkSectionName ?, mkKeyValue ?, listsAsDuplicateKeys ? } -> AttrSet -> String",
    "An INI file: a section for each attribute.",
    (machine, [given, set], at) => {
      const option = formals(machine, "toINI", given, INI_OPTIONS, at);
      const options = lineOptions(machine, option("mkKeyValue"), option("listsAsDuplicateKeys"), at);
      return sections(machine, options, sectionNames(option("mkSectionName"), at), set, at);
    },
  ),
  fn(
    "toINIWithGlobalSection",
    2,
    "{ … } -> { globalSection, sections ? } -> String",
    "An INI file with keys before the first section.",
    (machine, [given, content], at) => {
      const option = formals(machine, "toINI", given, INI_OPTIONS, at);
      const part = formals(machine, "toINIWithGlobalSection", content, ["globalSection", "sections"], at);
      const options = lineOptions(machine, option("mkKeyValue"), option("listsAsDuplicateKeys"), at);
      const global = keyValues(
        machine,
        options,
        "",
        required(part("globalSection"), "toINIWithGlobalSection", "globalSection", at),
        at,
      );
      const named = part("sections");
      const rest =
        named === null ? "" : sections(machine, options, sectionNames(option("mkSectionName"), at), named, at);
      return joinStrings(machine, [global, global.value === "" ? "" : "\n", rest], "", at);
    },
  ),
  fn(
    "toGitINI",
    1,
    "AttrSet -> String",
    "A configuration file of git; nested sets become subsections.",
    (machine, [set], at) => gitIni(machine, set, at),
  ),
);

/** Lines as dconf wants them: values shown by `show`. */
export function dconfIni(machine: Machine, show: ShowValue, set: Thunk, at: Origin): Value {
  const options = { line: defaultLine("=", show, at), listsAsDuplicateKeys: false };
  return sections(machine, options, sectionNames(null, at), set, at);
}

/** `mkDconfKeyValue key value`. */
export function dconfLine(machine: Machine, show: ShowValue, key: string, value: Thunk, at: Origin): Value {
  return defaultLine("=", show, at)(machine, key, value);
}
