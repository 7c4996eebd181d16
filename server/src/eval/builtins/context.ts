/**
 * String contexts. An element is written as in the store's own notation: `path`, `=drv` (a derivation with all it
 * needs) or `!output!drv`.
 */
import { coerceToString } from "../core/coerce.ts";
import { mergeContext } from "../core/contextStrings.ts";
import { NixError } from "../core/errors.ts";
import {
  expectBool,
  expectClosedAttrs,
  expectKnown,
  expectList,
  expectString,
  expectStringValue,
} from "../core/expect.ts";
import { attrsOf, makeBool, makeList, makeString, ready } from "../core/make.ts";
import { native } from "../core/native.ts";
import type { Thunk } from "../core/value.ts";
import type { Builtins } from "./entry.ts";

interface Facts {
  path: boolean;
  allOutputs: boolean;
  outputs: string[];
}

function byPath(context: readonly string[]): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const element of context) {
    const output = /^!([^!]*)!(.*)$/s.exec(element);
    const path = output?.[2] ?? element.replace(/^=/, "");
    const facts = found.get(path) ?? { path: false, allOutputs: false, outputs: [] };
    if (output?.[1] !== undefined) facts.outputs.push(output[1]);
    else if (element.startsWith("=")) facts.allOutputs = true;
    else facts.path = true;
    found.set(path, facts);
  }
  return found;
}

export const contextBuiltins: Builtins = [
  [
    "hasContext",
    native("hasContext", 1, (machine, [text], at) => {
      return makeBool(expectStringValue(machine, text, at).context.length > 0, at);
    }),
  ],
  [
    "getContext",
    native("getContext", 1, (machine, [text], at) => {
      const entries = [...byPath(expectStringValue(machine, text, at).context)].map(([path, facts]) => {
        const parts: [string, Thunk][] = [];
        if (facts.path) parts.push(["path", ready(makeBool(true, at))]);
        if (facts.allOutputs) parts.push(["allOutputs", ready(makeBool(true, at))]);
        if (facts.outputs.length > 0) {
          const outputs = facts.outputs.map((output) => ready(makeString(output, at)));
          parts.push(["outputs", ready(makeList(outputs, at))]);
        }
        return [path, ready(attrsOf(parts, at))] as const;
      });
      return attrsOf(entries, at);
    }),
  ],
  [
    "appendContext",
    native("appendContext", 2, (machine, [text, added], at) => {
      const { value, context } = expectStringValue(machine, text, at);
      const elements: string[] = [];
      for (const [path, attr] of expectClosedAttrs(machine, added, at).attrs) {
        const { attrs } = expectClosedAttrs(machine, attr.value, at);
        const isSet = (name: string) => {
          const flag = attrs.get(name);
          return flag !== undefined && expectBool(machine, flag.value, at);
        };
        if (isSet("path")) elements.push(path);
        if (isSet("allOutputs")) elements.push(`=${path}`);
        const outputs = attrs.get("outputs");
        for (const output of outputs === undefined ? [] : expectList(machine, outputs.value, at).items) {
          elements.push(`!${expectString(machine, output, at)}!${path}`);
        }
      }
      return makeString(value, at, mergeContext(context, elements));
    }),
  ],
  [
    "unsafeDiscardStringContext",
    native("unsafeDiscardStringContext", 1, (machine, [text], at) => {
      return makeString(coerceToString(machine, expectKnown(machine, text), "interpolation", at).value, at);
    }),
  ],
  [
    "unsafeDiscardOutputDependency",
    native("unsafeDiscardOutputDependency", 1, (machine, [text], at) => {
      const { value, context } = expectStringValue(machine, text, at);
      return makeString(
        value,
        at,
        context.map((element) => element.replace(/^=/, "")),
      );
    }),
  ],
  [
    "addDrvOutputDependencies",
    native("addDrvOutputDependencies", 1, (machine, [text], at) => {
      const { value, context } = expectStringValue(machine, text, at);
      const [element = ""] = context;
      if (context.length !== 1) {
        const message = `context of string '${value}' must have exactly one element, but has ${context.length}`;
        throw new NixError("evaluation", message, at);
      }
      const output = /^!([^!]*)!/.exec(element)?.[1];
      if (output !== undefined) {
        const message = `\`addDrvOutputDependencies\` can only act on derivations, not on a derivation output such as '${output}'`;
        throw new NixError("evaluation", message, at);
      }
      const path = element.replace(/^=/, "");
      if (!path.endsWith(".drv")) throw new NixError("evaluation", `path '${path}' is not a derivation`, at);
      return makeString(value, at, [`=${path}`]);
    }),
  ],
];
