/** The words NixOS has for types that hold no other type: "signed integer", "absolute path", "package". */
import type { TypeInfo } from "../modules/api.ts";

/** The type that one phrase without ` or ` names; `opaque` for one that is not NixOS's own. */
export function atomType(phrase: string): TypeInfo {
  const kind = kinds.get(phrase);
  if (kind !== undefined) return { kind, description: phrase };
  return numberType(phrase) ?? { kind: textKind(phrase), description: phrase };
}

const kinds: ReadonlyMap<string, TypeInfo["kind"]> = new Map([
  ["boolean", "bool"],
  ["bool", "bool"],
  ["signed integer", "int"],
  ["integer", "int"],
  ["integer of at least 16 bits", "int"],
  ["floating point number", "float"],
  ["integer or floating point number", "number"],
  ["absolute path", "path"],
  ["path", "path"],
  ["path in the Nix store", "path"],
  ["package", "package"],
  ["package with shell", "package"],
  ["derivation", "package"],
  ["attribute set", "attrs"],
  ["submodule", "submodule"],
  ["module", "submodule"],
  ["anything", "anything"],
  ["unspecified value", "anything"],
  ["unspecified", "anything"],
  ["raw value", "anything"],
]);

function textKind(phrase: string): TypeInfo["kind"] {
  if (/^(?:[a-z-]+ )*strings?(?:$| concatenated| matching| \(| of | containing| without)/.test(phrase)) return "string";
  if (/^\(optionally newline-terminated\) single-line string$/.test(phrase)) return "string";
  if (/^(?:JSON|TOML|YAML(?: 1\.\d)?) value$/.test(phrase)) return "anything";
  return "opaque";
}

/** `16 bit unsigned integer; between 0 and 65535 (both inclusive)`, `positive integer, meaning >0`. */
function numberType(phrase: string): TypeInfo | null {
  if (!/\b(?:integer|floating point number)\b/.test(phrase)) return null;
  const between = /between (-?[\d.]+) and (-?[\d.]+) \(both inclusive\)$/.exec(phrase);
  const meaning = /, meaning (>=?)(-?[\d.]+)$/.exec(phrase);
  if (between === null && meaning === null) return null;
  const kind = /floating point/.test(phrase) ? (/integer or/.test(phrase) ? "number" : "float") : "int";
  if (between !== null) {
    const minimum = Number(between[1]);
    const maximum = Number(between[2]);
    return { kind: phrase.startsWith("16 bit unsigned ") ? "port" : kind, description: phrase, minimum, maximum };
  }
  const bound = Number(meaning?.[2]);
  const minimum = meaning?.[1] === ">" && kind === "int" ? bound + 1 : bound;
  return { kind, description: phrase, minimum };
}
