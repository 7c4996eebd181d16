/** `lib.mkOption` and its kin: declarations and their documentation. */
import { NixError } from "../../eval/core/errors.ts";
import { expectAttrs, expectBool, expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import {
  lazy,
  makeAttrs,
  makeBool,
  makeList,
  makeNull,
  makeString,
  ready,
  attrsOf as setOf,
} from "../../eval/core/make.ts";
import { selectAttr, selectOrNull } from "../../eval/core/select.ts";
import type { Attr, Origin, Thunk, Value } from "../../eval/core/value.ts";
import { field, formals } from "../../nixpkgs/lib/support/records.ts";
import { fn, table } from "../../nixpkgs/lib/support/table.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import { typeTag, withTag } from "../definitions/properties.ts";
import { showOption } from "../model/location.ts";
import { bool } from "../types/atoms.ts";
import { packageType } from "../types/paths.ts";
import { typeValue } from "../types/typeValue.ts";
import { NullOrType } from "../types/wrappers.ts";

const FIELDS = [
  "default",
  "defaultText",
  "example",
  "description",
  "relatedPackages",
  "type",
  "apply",
  "internal",
  "visible",
  "readOnly",
] as const;

function text(tag: string, content: Thunk): Value {
  return setOf([
    ["_type", ready(makeString(tag))],
    ["text", content],
  ]);
}

function literal(name: string, tag: string, summary: string) {
  return fn(name, 1, "String -> Text", summary, (machine, [content], at) => {
    const value = expectKnown(machine, content);
    if (value.type !== "string") throw new NixError("throw", `${name} expects a string.`, at);
    return text(tag, content);
  });
}

/** An option's set, made by a native. */
export function optionSet(fields: Iterable<readonly [string, Thunk]>, at: Origin, mark: object | null = null): Value {
  return { ...setOf([...fields, ["_type", ready(makeString("option"))]], at), native: mark };
}

const BOOL = ready(typeValue(bool));
const FALSE = ready(makeBool(false));
const TRUE = ready(makeBool(true));

export const optionLib = table(
  fn("mkOption", 1, "{ type, default, description, … } -> Option", "Declares an option.", (machine, [argument], at) => {
    formals(machine, "mkOption", argument, FIELDS, at);
    return withTag(machine, argument, "option", at);
  }),
  fn(
    "mkEnableOption",
    1,
    "String -> Option",
    "Declares a Boolean option `enable` with the default false.",
    (_machine, [name], at) =>
      optionSet(
        [
          ["default", FALSE],
          ["example", TRUE],
          ["description", lazy((machine) => makeString(`Whether to enable ${expectString(machine, name, at)}.`))],
          ["type", BOOL],
        ],
        at,
      ),
  ),
  fn(
    "mkPackageOption",
    3,
    "Pkgs -> String -> { default?, nullable?, example?, … } -> Option",
    "Declares an option for the package a module uses.",
    (machine, [pkgs, name, argument], at) => packageOption(machine, pkgs, name, argument, at),
  ),
  fn(
    "mkSinkUndeclaredOptions",
    1,
    "AttrSet -> Option",
    "Declares an option that takes anything and gives nothing.",
    (machine, [given], at) => {
      const attrs = new Map<string, Attr>([
        ["_type", { value: ready(makeString("option")), origin: at }],
        ["internal", { value: TRUE, origin: at }],
        ["visible", { value: FALSE, origin: at }],
        ["default", { value: FALSE, origin: at }],
        ...expectAttrs(machine, given, at).attrs,
      ]);
      return makeAttrs(attrs, at);
    },
  ),
  literal("literalExpression", "literalExpression", "Nix text for documentation, shown as it stands."),
  literal("literalExample", "literalExpression", "Nix text for documentation; `literalExpression` today."),
  literal("literalMD", "literalMD", "Markdown for documentation in place of a value."),
  literal("literalDocBook", "literalDocBook", "DocBook text for documentation; no longer used."),
  fn(
    "literalCode",
    2,
    "String -> String -> Text",
    "Code of another language for documentation.",
    (_m, [language, content], at) =>
      text(
        "literalMD",
        lazy((machine) =>
          makeString(`\`\`\`${expectString(machine, language, at)}\n${expectString(machine, content, at)}\n\`\`\``),
        ),
      ),
  ),
  fn("mdDoc", 1, "String -> String", "Its argument; descriptions are Markdown today.", (machine, [content]) =>
    content.force(machine),
  ),
  fn("isOption", 1, "a -> Bool", "Whether a value is an option declaration.", (machine, [value]) =>
    makeBool(typeTag(machine, expectKnown(machine, value)) === "option"),
  ),
  fn("showOption", 1, "[String] -> String", "An option path as text.", (machine, [path], at) =>
    makeString(showOption(strings(machine, path, at))),
  ),
  fn("showFiles", 1, "[String] -> String", "File names as text.", (machine, [files], at) =>
    makeString(
      strings(machine, files, at)
        .map((file) => `\`${file}'`)
        .join(" and "),
    ),
  ),
  fn("getValues", 1, "[Definition a] -> [a]", "The values of definitions.", (machine, [definitions], at) =>
    makeList(
      expectList(machine, definitions, at).items.map((item) =>
        lazy((later) => field(later, item, "value", at).force(later)),
      ),
    ),
  ),
  fn("getFiles", 1, "[Definition a] -> [String]", "The files of definitions.", (machine, [definitions], at) =>
    makeList(
      expectList(machine, definitions, at).items.map((item) =>
        lazy((later) => field(later, item, "file", at).force(later)),
      ),
    ),
  ),
);

function strings(machine: Machine, list: Thunk, at: Origin): string[] {
  return expectList(machine, list, at).items.map((item) => {
    const value = expectKnown(machine, item);
    return value.type === "string" ? value.value : String(value.type);
  });
}

const PACKAGE_FIELDS = ["nullable", "default", "example", "extraDescription", "pkgsText"] as const;

function packageOption(machine: Machine, pkgs: Thunk, name: Thunk, argument: Thunk, at: Origin): Value {
  const given = formals(machine, "mkPackageOption", argument, PACKAGE_FIELDS, at);
  const nullableThunk = given("nullable");
  const nullable = nullableThunk !== null && expectBool(machine, nullableThunk, at);
  const path = (thunk: Thunk): string[] | null => {
    const value = expectKnown(machine, thunk);
    if (value.type === "null") return null;
    return value.type === "list" ? strings(machine, thunk, at) : [expectString(machine, thunk, at)];
  };
  const names = path(name) ?? [];
  const wanted = path(given("default") ?? name);
  const textOf = (thunk: Thunk | null, fallback: string): string =>
    thunk === null ? fallback : expectString(machine, thunk, at);
  const pkgsText = textOf(given("pkgsText"), "pkgs");
  const extra = textOf(given("extraDescription"), "");
  const type = nullable ? new NullOrType(packageType) : packageType;
  const fields: [string, Thunk][] = [
    ["description", ready(makeString(`The ${names.at(-1) ?? ""} package to use.${extra === "" ? "" : ` ${extra}`}`))],
    ["type", ready(typeValue(type))],
  ];
  if (wanted !== null) {
    fields.push(["default", lazy((later) => select(later, pkgs, wanted, pkgsText, at))]);
    fields.push([
      "defaultText",
      ready(text("literalExpression", ready(makeString(`${pkgsText}.${formatPath(wanted)}`)))),
    ]);
  } else if (nullable) fields.push(["default", ready(makeNull())]);
  const example = given("example");
  if (example !== null && expectKnown(machine, example).type !== "null") {
    const value = expectKnown(machine, example);
    const shown =
      value.type === "list"
        ? `${pkgsText}.${formatPath(strings(machine, example, at))}`
        : expectString(machine, example, at);
    fields.push(["example", ready(text("literalExpression", ready(makeString(shown))))]);
  }
  return optionSet(fields, at);
}

function select(machine: Machine, pkgs: Thunk, path: readonly string[], pkgsText: string, at: Origin): Value {
  let value = pkgs.force(machine);
  for (const name of path.slice(0, -1)) value = selectAttr(machine, value, name, at);
  const found = selectOrNull(machine, value, path.at(-1) ?? "", at);
  if (found === null) throw new NixError("throw", `${formatPath(path)} cannot be found in ${pkgsText}`, at);
  return found;
}
