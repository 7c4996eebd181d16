/** `toXML`: the form that XSLT style sheets of old NixOS modules read. */
import { uriPath } from "../../base/uri.ts";
import { isDerivation } from "../core/compare.ts";
import { expectKnownValue } from "../core/expect.ts";
import type { Machine } from "../core/machine.ts";
import { makeString, makeUnknown } from "../core/make.ts";
import { sortedAttrs } from "../core/names.ts";
import { native } from "../core/native.ts";
import { formatGeneral } from "../core/number.ts";
import { UnknownSignal } from "../core/signal.ts";
import type { AttrsValue, FunctionValue, Value } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#xA;");
}

/** The element of a value, its lines indented by `depth` steps. */
function element(machine: Machine, given: Value, depth: number): string {
  const value = expectKnownValue(given);
  const indent = "  ".repeat(depth);
  const leaf = (name: string, text: string) => `${indent}<${name} value="${escapeXml(text)}" />\n`;
  switch (value.type) {
    case "null":
      return `${indent}<null />\n`;
    case "bool":
      return leaf("bool", String(value.value));
    case "int":
      return leaf("int", String(value.value));
    case "float":
      return leaf("float", formatGeneral(value.value));
    case "string":
      return leaf("string", value.value);
    case "path":
      return leaf("path", uriPath(value.uri));
    case "list": {
      const items = value.items.map((item) => machine.deeper(() => element(machine, item.force(machine), depth + 1)));
      return `${indent}<list>\n${items.join("")}${indent}</list>\n`;
    }
    case "attrs":
      return setElement(machine, value, depth);
    case "function":
      return functionElement(value, depth);
  }
}

function setElement(machine: Machine, set: AttrsValue, depth: number): string {
  if (set.rest !== null) throw new UnknownSignal(set.rest);
  if (isDerivation(machine, set)) {
    throw new UnknownSignal(makeUnknown({ kind: "impure", what: "the store path of a derivation" }, set.origin));
  }
  const indent = "  ".repeat(depth);
  const parts = sortedAttrs(set).map(([name, attr]) => {
    const inner = machine.deeper(() => element(machine, attr.value.force(machine), depth + 2));
    return `${indent}  <attr name="${escapeXml(name)}">\n${inner}${indent}  </attr>\n`;
  });
  return `${indent}<attrs>\n${parts.join("")}${indent}</attrs>\n`;
}

function functionElement(value: FunctionValue, depth: number): string {
  const indent = "  ".repeat(depth);
  if (value.primitive !== null) return `${indent}<unevaluated />\n`;
  // How the pattern is written is not kept in the value.
  throw new UnknownSignal(makeUnknown({ kind: "notModelled", what: "toXML of a function" }, value.origin));
}

export const xmlBuiltins: Builtins = [
  [
    "toXML",
    native("toXML", 1, (machine, [value], at) => {
      const body = element(machine, value.force(machine), 1);
      return makeString(`<?xml version='1.0' encoding='utf-8'?>\n<expr>\n${body}</expr>\n`, at);
    }),
  ],
];
