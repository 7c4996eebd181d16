/** The words NixOS has for types that hold no other type: "signed integer", "absolute path", "package". */
import type { TypeInfo } from "../modules/api.ts";

/** The type that one phrase names, which holds no type in words of its own; `opaque` for one that is not NixOS's. */
export function atomType(phrase: string): TypeInfo {
  const kind = kinds.get(phrase);
  if (kind !== undefined) return { kind, description: phrase };
  return numberType(phrase) ?? formatType(phrase) ?? { kind: textKind(phrase), description: phrase };
}

const kinds: ReadonlyMap<string, TypeInfo["kind"]> = new Map([
  ["boolean", "bool"],
  ["bool", "bool"],
  ["signed integer", "int"],
  ["integer", "int"],
  ["integer of at least 16 bits", "int"],
  ["nonzero signed integer, meaning !=0", "int"],
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
  ["systemd option", "anything"],
  ["package with provided sessions", "package"],
  ["package that is a Home Assistant component", "package"],
  ["path, not containing newlines or colons", "path"],
]);

/**
 * What formats of configuration files take: a choice of words, several of them for one key, sections of them.
 * `atom (null, bool, int, float or string) or a list of them for duplicate keys`
 */
function formatType(phrase: string): TypeInfo | null {
  const section = /^section of an INI file \(attrs of (.*)\)$/.exec(phrase)?.[1];
  if (section !== undefined) {
    const value = formatType(section);
    return value === null ? null : { kind: "attrsOf", description: phrase, inner: [value] };
  }
  const several = /^(.*) or a (?:non-empty )?list of them(?: for duplicate keys)?$/.exec(phrase)?.[1];
  if (several !== undefined) {
    const one = formatType(several);
    if (one === null) return null;
    const list: TypeInfo = { kind: "listOf", description: `list of (${several})`, inner: [one] };
    return { kind: "either", description: phrase, inner: [one, list] };
  }
  if (phrase === "sysctl option value") return choiceOf("null, bool, int or string", phrase);
  const words =
    /^(?:(?:INI |Nix config )?atom \((.*)\)|(string, (?:package|path), bool, (?:int or float|or integer)))$/.exec(
      phrase,
    );
  return words === null ? null : choiceOf(words[1] ?? words[2] ?? "", phrase);
}

const words: ReadonlyMap<string, TypeInfo> = new Map(
  (["bool", "int", "float", "string", "path", "package"] as const).map((kind) => [kind, { kind, description: kind }]),
);

/** `null, bool, int or str` */
function choiceOf(list: string, description: string): TypeInfo | null {
  const names = list.split(/,? or |, /).map((name) => name.replace(/^str$/, "string").replace(/^integer$/, "int"));
  const inner = names.flatMap((name) => words.get(name) ?? []);
  const isNullable = names.includes("null");
  if (inner.length !== names.length - (isNullable ? 1 : 0)) return null;
  const choice: TypeInfo = { kind: "either", description, inner };
  return isNullable ? { kind: "nullOr", description, inner: [choice] } : choice;
}

function textKind(phrase: string): TypeInfo["kind"] {
  if (/^(?:[a-z-]+ )*strings?(?:$|,| concatenated| matching| \(| of | containing| without| starting)/.test(phrase))
    return "string";
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
