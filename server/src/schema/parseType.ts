/**
 * Reads the type descriptions of `nixosOptionsDoc` ("null or (list of string)") back into types as data.
 * NixOS puts parentheses so that the text is unambiguous; a phrase this file does not know is `opaque`, never an error.
 */
import type { TypeInfo } from "../modules/api.ts";
import { atomType } from "./typeAtoms.ts";

/** The type that NixOS describes as `description`. Calls with equal text may give the same object. */
export function parseType(description: string): TypeInfo {
  const known = cache.get(description);
  if (known !== undefined) return known;
  const type = parseWhole(description);
  if (cache.size < cacheLimit) cache.set(description, type);
  return type;
}

const cacheLimit = 10_000;
/** Deeper nesting than any type has; beyond it the rest is opaque. */
const depthLimit = 40;
const cache = new Map<string, TypeInfo>();

function parseWhole(description: string): TypeInfo {
  const reader = new Reader(description.replace(/\s+/g, " ").trim());
  const type = readType(reader, 0);
  return reader.atEnd() ? { ...type, description } : { kind: "opaque", description };
}

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  take(prefix: string): boolean {
    if (!this.text.startsWith(prefix, this.at)) return false;
    this.at += prefix.length;
    return true;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  since(start: number): string {
    return this.text.slice(start, this.at);
  }
}

/** `null or X`, `A or B`, `A or B convertible to it`. */
function readType(reader: Reader, depth: number): TypeInfo {
  const start = reader.at;
  if (depth > depthLimit) {
    reader.at = reader.text.length;
    return { kind: "opaque", description: reader.since(start) };
  }
  if (reader.take("null or ")) {
    const inner = readType(reader, depth + 1);
    return { kind: "nullOr", description: reader.since(start), inner: [inner] };
  }
  const alternatives = [readOperand(reader, depth)];
  // A type that ends in a clause of its own is parted with a comma: "unsigned integer, meaning >=0, or string".
  while (reader.match(/,? or /y) !== null) {
    if (reader.text.startsWith("null or ", reader.at)) {
      alternatives.push(readType(reader, depth + 1));
      break;
    }
    alternatives.push(readOperand(reader, depth));
  }
  if (alternatives.length > 1 && reader.take(" convertible to it")) {
    const from = alternatives.pop();
    const to = alternatives.length === 1 ? alternatives[0] : undefined;
    const inner = to === undefined || from === undefined ? [] : [to, from];
    return { kind: inner.length === 0 ? "opaque" : "coercedTo", description: reader.since(start), inner };
  }
  const [only] = alternatives;
  if (only !== undefined && alternatives.length === 1) return only;
  // "IP address or host name": a module's own words, not NixOS's for two types.
  if (alternatives.every(({ kind }) => kind === "opaque")) return { kind: "opaque", description: reader.since(start) };
  return { kind: "either", description: reader.since(start), inner: alternatives };
}

function readOperand(reader: Reader, depth: number): TypeInfo {
  const start = reader.at;
  if (depth > depthLimit) return readType(reader, depth);
  const group = readGroup(reader, depth);
  if (group !== null) return group;
  const holder = reader.match(holders);
  if (holder !== null) return readHolder(reader, holder[0], start, depth);
  const members = readMembers(reader);
  if (members !== null) return { kind: "enum", description: reader.since(start), members };
  return atomType(readPhrase(reader));
}

/** `(X)`, where X is a type; `(optionally newline-terminated) single-line string` is none. */
function readGroup(reader: Reader, depth: number): TypeInfo | null {
  const start = reader.at;
  if (reader.text.startsWith("(optionally ", start) || !reader.take("(")) return null;
  const inner = readType(reader, depth + 1);
  if (reader.take(")")) return inner;
  reader.at = start;
  return null;
}

const holders =
  /(?:lazy )?attribute set of |list of |non-empty (?=\(|list of )|unique (?=\()|DAG of |open submodule of |function that evaluates to a(?:n|\(n\))? /y;

function readHolder(reader: Reader, word: string, start: number, depth: number): TypeInfo {
  const inner = readOperand(reader, depth + 1);
  const description = reader.since(start);
  if (word === "list of ") return { kind: "listOf", description, inner: [inner] };
  if (word === "open submodule of ") return { kind: "submodule", description, inner: [inner] };
  if (word.startsWith("function ")) return { kind: "functionTo", description, inner: [inner] };
  if (word.startsWith("non-empty ") || word.startsWith("unique ")) return { ...inner, description };
  return { kind: "attrsOf", description, inner: [inner] };
}

const memberPattern = /"(?:[^"\\]|\\.)*"|<null>|-?\d+(?:\.\d+)?|true|false|null/y;

/** `one of "a", 5, <null>` and `value "a" (singular enum)`, as Nix text. */
function readMembers(reader: Reader): readonly string[] | null {
  const start = reader.at;
  const single = reader.match(/value /y) !== null;
  if (!single && reader.match(/one of /y) === null) return null;
  const members: string[] = [];
  do {
    const member = reader.match(memberPattern);
    if (member === null) break;
    members.push(member[0] === "<null>" ? "null" : member[0]);
  } while (!single && reader.take(", "));
  if (members.length > 0 && (!single || reader.take(" (singular enum)"))) return members;
  reader.at = start;
  return null;
}

/**
 * Types without parts whose words would be taken for several types: they hold an ` or ` of their own, or a comma.
 * What follows must be the end, a `)`, or the word between two types.
 */
const wholePhrases =
  /(?:(?:nonnegative |positive )?integer or floating point number(?: between -?[\d.]+ and -?[\d.]+ \(both inclusive\)|, meaning >=?0)?|(?:string|path), not containing newlines or colons|string without line breaks or quotes|string starting with \/ or ~\/|string containing either a number or a range|(?:absolute path or )?IPv4 or IPv6 address|(?:INI |Nix config )?atom \([^)]*\)(?: or a list of them for duplicate keys)?|string, path, bool, or integer|string, package, bool, int or float|(?:\w+ )*integer, meaning [^ ]*\d|(?:\w+ )*floating point number, meaning [^ ]*\d)(?=$|\)|,? or | convertible to it)/y;

/** A phrase up to ` or `, ` convertible to it` or a closing parenthesis that it did not open itself. */
function readPhrase(reader: Reader): string {
  const start = reader.at;
  if (reader.match(wholePhrases) !== null) return reader.since(start);
  let open = 0;
  while (!reader.atEnd()) {
    const unit = reader.text.charAt(reader.at);
    if (unit === "(") open++;
    if (unit === ")" && --open < 0) break;
    if (open === 0 && unit === " " && endsPhrase(reader)) break;
    reader.at++;
  }
  return reader.since(start);
}

function endsPhrase(reader: Reader): boolean {
  return reader.text.startsWith(" or ", reader.at) || reader.text.startsWith(" convertible to it", reader.at);
}
