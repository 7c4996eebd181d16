/** `generators.toPretty`: values as Nix text for people. Sets are shown in full, functions by their arguments. */
import { coerceToString } from "../../../eval/core/coerce.ts";
import { joinStrings } from "../../../eval/core/contextStrings.ts";
import { expectAttrs, expectClosedAttrs, expectKnown } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { ready } from "../../../eval/core/make.ts";
import { sortedAttrs } from "../../../eval/core/names.ts";
import { formatGeneral } from "../../../eval/core/number.ts";
import type { AttrsValue, ListValue, Origin, Thunk } from "../../../eval/core/value.ts";
import { functionArgs, isCallable } from "../support/callables.ts";
import { call } from "../support/calls.ts";
import { escapeIdentifier } from "../support/escapes.ts";
import { fieldOf } from "../support/records.ts";
import { interpolated } from "../support/texts.ts";

export interface PrettyOptions {
  readonly allowPrettyValues?: boolean;
  /** False: everything on one line. */
  readonly multiline?: boolean;
  readonly indent?: string;
}

/** The value as text. An unknown in it ends the native. */
export function pretty(machine: Machine, value: Thunk, options: PrettyOptions, at: Origin): string {
  const multiline = options.multiline ?? true;
  const text = machine.deeper(() => show(machine, value, options, options.indent ?? "", multiline, at));
  // Checks the length against the machine's limit.
  return joinStrings(machine, [text], "", at).value;
}

function show(
  machine: Machine,
  value: Thunk,
  options: PrettyOptions,
  indent: string,
  multiline: boolean,
  at: Origin,
): string {
  machine.step();
  const known = expectKnown(machine, value);
  switch (known.type) {
    case "null":
      return "null";
    case "bool":
    case "int":
      return String(known.value);
    case "float":
      return formatGeneral(known.value);
    case "string":
      return showString(known.value, indent, multiline);
    case "path":
      return coerceToString(machine, known, "path", at).value;
    case "list":
      return machine.deeper(() => showList(machine, known, options, indent, multiline, at));
    case "function":
      return showFunction(machine, value, at);
    case "attrs":
      return machine.deeper(() => showAttrs(machine, value, known, options, indent, multiline, at));
  }
}

function breaks(indent: string, multiline: boolean): { readonly intro: string; readonly outro: string } {
  return multiline ? { intro: `\n${indent}  `, outro: `\n${indent}` } : { intro: " ", outro: " " };
}

function showString(text: string, indent: string, multiline: boolean): string {
  const lines = text.split("\n");
  if (!multiline || lines.length === 1) {
    const escaped = lines.map((line) => line.replace(/\\|"|\$\{/g, "\\$&"));
    return `"${escaped.join("\\n")}"`;
  }
  const { intro, outro } = breaks(indent, true);
  const escaped = lines.map((line) => line.replace(/\$\{|''/g, (found) => (found === "${" ? "''${" : "'''")));
  const last = escaped.at(-1) ?? "";
  return `''${intro}${escaped.slice(0, -1).join(intro)}${last === "" ? outro : intro + last}''`;
}

function showFunction(machine: Machine, callee: Thunk, at: Origin): string {
  const args = sortedAttrs(expectAttrs(machine, ready(functionArgs(machine, callee, at)), at)).map(([name, attr]) => {
    const optional = expectKnown(machine, attr.value);
    return optional.type === "bool" && optional.value ? `${name}?` : name;
  });
  return args.length === 0 ? "<function>" : `<function, args: {${args.join(", ")}}>`;
}

function showList(
  machine: Machine,
  list: ListValue,
  options: PrettyOptions,
  indent: string,
  multiline: boolean,
  at: Origin,
): string {
  if (list.items.length === 0) return "[ ]";
  const { intro, outro } = breaks(indent, multiline);
  const items = list.items.map((item) => show(machine, item, options, `${indent}  `, multiline, at));
  return `[${intro}${items.join(intro)}${outro}]`;
}

function showAttrs(
  machine: Machine,
  value: Thunk,
  set: AttrsValue,
  options: PrettyOptions,
  indent: string,
  multiline: boolean,
  at: Origin,
): string {
  if (isCallable(machine, value, at)) return showFunction(machine, value, at);
  const closed = expectClosedAttrs(machine, value, at);
  const prettier = closed.attrs.get("__pretty");
  const held = closed.attrs.get("val");
  if (options.allowPrettyValues === true && prettier !== undefined && held !== undefined) {
    return interpolated(machine, ready(call(machine, prettier.value, at, held.value)), at).value;
  }
  if (closed.attrs.size === 0) return "{ }";
  const type = fieldOf(set, "type");
  const kind = type === null ? null : expectKnown(machine, type);
  if (kind?.type === "string" && kind.value === "derivation") {
    const name = fieldOf(set, "name");
    return `<derivation ${name === null ? "???" : interpolated(machine, name, at).value}>`;
  }
  const { intro, outro } = breaks(indent, multiline);
  const entries = sortedAttrs(closed).map(([name, attr]) => {
    const shown = show(machine, attr.value, options, `${indent}  `, multiline, at);
    return `${escapeIdentifier(name)} = ${shown};`;
  });
  return `{${intro}${entries.join(intro)}${outro}}`;
}
