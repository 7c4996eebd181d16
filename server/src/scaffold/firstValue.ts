/** The value that a new definition begins with: what a person would most likely change the option to, to be edited. */

import type { OptionDoc, TypeInfo } from "../modules/api.ts";

/** Nix text on one line, of the option's type as far as that is known. */
export function firstValue({ type, path, defaultText }: OptionDoc): string {
  if (type.kind === "bool") return path.at(-1) === "enable" || defaultText !== "true" ? "true" : "false";
  const isPlain = defaultText !== null && /^(?:"[^"$\\]*"|-?\d+(?:\.\d+)?|true|false|\[ ?\]|\{ ?\})$/.test(defaultText);
  return isPlain ? defaultText : valueOfType(type);
}

function valueOfType(type: TypeInfo): string {
  const [first] = type.inner ?? [];
  switch (type.kind) {
    case "bool":
      return "true";
    case "int":
    case "port":
    case "number":
      return String(type.minimum ?? 0);
    case "float":
      return "0.0";
    case "string":
      return '""';
    case "path":
      return '"/"';
    case "enum":
      return type.members?.[0] ?? "null";
    case "listOf":
      return "[ ]";
    case "attrs":
    case "attrsOf":
    case "submodule":
      return "{ }";
    case "package":
      return "pkgs.hello";
    case "nullOr":
    case "either":
    case "coercedTo":
      return first === undefined ? "null" : valueOfType(first);
    case "functionTo":
      return first === undefined ? "_: null" : `_: ${valueOfType(first)}`;
    case "anything":
    case "opaque":
      return "null";
  }
}
