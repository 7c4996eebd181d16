/** `lib.generators`: whole values as documents of other languages: JSON, Lua, property lists, Dhall, dconf. */
import { coerceToString } from "../../../eval/core/coerce.ts";
import { NixError } from "../../../eval/core/errors.ts";
import { expectBool, expectClosedAttrs, expectInt, expectKnown, expectString } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { lazy, makeAttrs, makeList, makeString, ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import type { Attr, Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";
import { printJson, quoteJson } from "../../../eval/print/printJson.ts";
import { isDerivationThunk } from "../attrsets/attrsets.ts";
import { fail, refuse, textThunk } from "../support/calls.ts";
import { escapeXml } from "../support/escapes.ts";
import { emptyFormals, fieldOf, formals, record, required } from "../support/records.ts";
import { fn, table } from "../support/table.ts";
import { interpolated, shown } from "../support/texts.ts";
import { toVariant } from "./gvariant.ts";
import { dconfIni, dconfLine } from "./keyValues.ts";
import { pretty } from "./pretty.ts";

function json(machine: Machine, value: Thunk, at: Origin): StringValue {
  const printed = printJson(machine, expectKnown(machine, value), at);
  return makeString(printed.text, at, printed.context);
}

interface LuaOptions {
  readonly multiline: boolean;
  readonly indent: string;
}

/** An expression of Lua. */
function lua(machine: Machine, value: Thunk, options: LuaOptions, at: Origin): string {
  machine.step();
  const known = expectKnown(machine, value);
  const inner = { multiline: options.multiline, indent: `${options.indent}  ` };
  const intro = options.multiline ? `\n${inner.indent}` : " ";
  const outro = options.multiline ? `\n${options.indent}` : " ";
  switch (known.type) {
    case "null":
      return "nil";
    case "bool":
    case "int":
    case "float":
    case "string":
      return json(machine, value, at).value;
    case "path":
      return quoteJson(interpolated(machine, value, at).value);
    case "function":
      throw new NixError("abort", "generators.toLua: type lambda is unsupported", at);
    case "list": {
      if (known.items.length === 0) return "{}";
      const items = machine.deeper(() => known.items.map((item) => lua(machine, item, inner, at)));
      return `{${intro}${items.join(`,${intro}`)}${outro}}`;
    }
    case "attrs": {
      if (isDerivationThunk(machine, value)) return quoteJson(interpolated(machine, value, at).value);
      const tag = fieldOf(known, "_type");
      const kind = tag === null ? null : expectKnown(machine, tag);
      const expression = fieldOf(known, "expr");
      if (kind?.type === "string" && kind.value === "lua-inline" && expression !== null) {
        return `(${interpolated(machine, expression, at).value})`;
      }
      const attrs = sortedAttrs(expectClosedAttrs(machine, value, at));
      if (attrs.length === 0) return "{}";
      const entries = machine.deeper(() =>
        attrs.map(([name, attr]) => `[${quoteJson(name)}] = ${lua(machine, attr.value, inner, at)}`),
      );
      return `{${intro}${entries.join(`,${intro}`)}${outro}}`;
    }
  }
}

/** A statement of Lua for each attribute. */
function luaBindings(machine: Machine, value: Thunk, options: LuaOptions, at: Origin): string {
  const attrs = sortedAttrs(expectClosedAttrs(machine, value, at));
  const bad = attrs
    .map(([name]) => name)
    .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(name));
  if (bad.length > 0) return fail(`Bad Lua var names: ${bad.map(quoteJson).join(" ")}`, at);
  return attrs.map(([name, attr]) => `${options.indent}${name} = ${lua(machine, attr.value, options, at)}\n`).join("");
}

/** An element of a property list, with its indentation. */
function plist(machine: Machine, value: Thunk, indent: string, escaped: (text: string) => string, at: Origin): string {
  machine.step();
  const known = expectKnown(machine, value);
  switch (known.type) {
    case "null":
      return "";
    case "bool":
      return `${indent}<${known.value}/>`;
    case "int":
      return `${indent}<integer>${known.value}</integer>`;
    case "float":
      return `${indent}<real>${shown(machine, value, at).value}</real>`;
    case "string":
      return `${indent}<string>${escaped(known.value)}</string>`;
    case "path":
      return `${indent}<string>${escaped(coerceToString(machine, known, "path", at).value)}</string>`;
    case "function":
      throw new NixError("abort", "generators.toPlist: a function has no form in a property list", at);
    case "list": {
      const items = machine.deeper(() => known.items.map((item) => plist(machine, item, `\t${indent}`, escaped, at)));
      return [`${indent}<array>`, items.join("\n"), `${indent}</array>`].join("\n");
    }
    case "attrs": {
      const attrs = sortedAttrs(expectClosedAttrs(machine, value, at)).filter(
        ([name, attr]) => name !== "_module" && expectKnown(machine, attr.value).type !== "null",
      );
      const entries = machine.deeper(() =>
        attrs.map(
          ([name, attr]) =>
            `\t${indent}<key>${escaped(name)}</key>\n${plist(machine, attr.value, `\t${indent}`, escaped, at)}`,
        ),
      );
      return [`${indent}<dict>`, entries.join("\n"), `${indent}</dict>`].join("\n");
    }
  }
}

function dhall(machine: Machine, value: Thunk, at: Origin): string {
  machine.step();
  const known = expectKnown(machine, value);
  switch (known.type) {
    case "attrs": {
      const attrs = sortedAttrs(expectClosedAttrs(machine, value, at));
      const entries = machine.deeper(() => attrs.map(([name, attr]) => `${name} = ${dhall(machine, attr.value, at)}`));
      return `{ ${entries.join(", ")} }`;
    }
    case "list":
      return `[ ${machine.deeper(() => known.items.map((item) => dhall(machine, item, at))).join(", ")} ]`;
    case "int":
      return `${known.value < 0n ? "" : "+"}${known.value}`;
    case "bool":
      return known.value ? "True" : "False";
    case "function":
    case "null":
      throw new NixError("abort", `generators.toDhall: cannot convert ${known.type} to Dhall`, at);
    default:
      return json(machine, value, at).value;
  }
}

const LEFT_ALONE = new Set(["__functor", "__functionArgs", "__toString", "__pretty"]);

/** The value with everything below a depth replaced, or an error for who looks there. */
function limited(machine: Machine, value: Thunk, depth: number, limit: number, throws: boolean, at: Origin): Value {
  const below = (inner: Thunk): Thunk =>
    lazy((later) => {
      if (depth + 1 > limit)
        return throws ? fail(`Exceeded maximum eval-depth limit of ${limit}`, at) : makeString("<unevaluated>", at);
      return limited(later, inner, depth + 1, limit, throws, at);
    });
  const known = expectKnown(machine, value);
  if (known.type === "list") return makeList(known.items.map(below), at);
  if (known.type === "attrs") {
    const attrs = new Map<string, Attr>();
    for (const [name, attr] of known.attrs) {
      attrs.set(name, LEFT_ALONE.has(name) ? attr : { value: below(attr.value), origin: attr.origin });
    }
    return makeAttrs(attrs, at, known.rest);
  }
  if (depth + 1 <= limit) return known;
  return throws ? fail(`Exceeded maximum eval-depth limit of ${limit}`, at) : makeString("<unevaluated>", at);
}

function flag(machine: Machine, value: Thunk | null, fallback: boolean, at: Origin): boolean {
  return value === null ? fallback : expectBool(machine, value, at);
}

function luaOptions(machine: Machine, option: (name: "multiline" | "indent") => Thunk | null, at: Origin): LuaOptions {
  const indent = option("indent");
  return {
    multiline: flag(machine, option("multiline"), true, at),
    indent: indent === null ? "" : expectString(machine, indent, at),
  };
}

const PLIST_HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">`;

export const documents = table(
  fn("toJSON", 2, "{ } -> a -> String", "The value as JSON.", (machine, [options, value], at) => {
    emptyFormals(machine, "toJSON", options, at);
    return json(machine, value, at);
  }),
  fn("toYAML", 2, "{ } -> a -> String", "The value as YAML, in the form of JSON.", (machine, [options, value], at) => {
    emptyFormals(machine, "toYAML", options, at);
    return json(machine, value, at);
  }),
  fn(
    "toPretty",
    2,
    "{ allowPrettyValues ?, multiline ?, indent ? } -> a -> String",
    "The value as Nix text for people to read.",
    (machine, [given, value], at) => {
      const option = formals(machine, "toPretty", given, ["allowPrettyValues", "multiline", "indent"], at);
      const allowPrettyValues = flag(machine, option("allowPrettyValues"), false, at);
      return makeString(pretty(machine, value, { ...luaOptions(machine, option, at), allowPrettyValues }, at), at);
    },
  ),
  fn(
    "toLua",
    2,
    "{ multiline ?, indent ?, asBindings ? } -> a -> String",
    "The value as an expression of Lua.",
    (machine, [given, value], at) => {
      const option = formals(machine, "toLua", given, ["multiline", "indent", "asBindings"], at);
      const options = luaOptions(machine, option, at);
      const bindings = flag(machine, option("asBindings"), false, at);
      return makeString(bindings ? luaBindings(machine, value, options, at) : lua(machine, value, options, at), at);
    },
  ),
  fn(
    "mkLuaInline",
    1,
    "String -> LuaInline",
    "An expression of Lua that `toLua` puts in as it is.",
    (_machine, [expr], at) => record({ _type: textThunk("lua-inline"), expr }, at),
  ),
  fn(
    "toPlist",
    2,
    "{ escape ? } -> a -> String",
    "The value as an XML property list.",
    (machine, [given, value], at) => {
      const escapes = flag(machine, formals(machine, "toPlist", given, ["escape"], at)("escape"), false, at);
      const body = plist(machine, value, "", escapes ? escapeXml : (plain) => plain, at);
      return makeString(`${PLIST_HEAD}\n${body}\n</plist>`, at);
    },
  ),
  fn("toDhall", 2, "{ } -> a -> String", "The value as an expression of Dhall.", (machine, [options, value], at) => {
    expectClosedAttrs(machine, options, at);
    return makeString(dhall(machine, value, at), at);
  }),
  fn(
    "withRecursion",
    2,
    "{ depthLimit, throwOnDepthLimit ? } -> a -> a",
    "The value with an end to how deep it goes.",
    (machine, [given, value], at) => {
      const option = formals(machine, "withRecursion", given, ["depthLimit", "throwOnDepthLimit"], at);
      const limit = required(option("depthLimit"), "withRecursion", "depthLimit", at);
      if (expectKnown(machine, limit).type !== "int") return refuse("assertion 'isInt depthLimit' failed", at);
      const throws = flag(machine, option("throwOnDepthLimit"), true, at);
      return limited(machine, value, 0, Number(expectInt(machine, limit, at)), throws, at);
    },
  ),
  fn("mkDconfKeyValue", 2, "String -> a -> String", "A line of dconf's INI files.", (machine, [key, value], at) =>
    dconfLine(
      machine,
      (inner, shownValue) => shown(inner, ready(toVariant(inner, shownValue, at)), at),
      expectString(machine, key, at),
      value,
      at,
    ),
  ),
  fn("toDconfINI", 1, "AttrSet -> String", "An INI file of dconf.", (machine, [set], at) =>
    dconfIni(machine, (inner, value) => shown(inner, ready(toVariant(inner, value, at)), at), set, at),
  ),
);
