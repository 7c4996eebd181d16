/** JSON text as values. Not `JSON.parse`: integers of 64 bits and floats must stay apart. */
import { NixError } from "../core/errors.ts";
import type { Machine } from "../core/machine.ts";
import { attrsOf, makeBool, makeFloat, makeInt, makeList, makeNull, makeString, ready } from "../core/make.ts";
import { isInt64 } from "../core/number.ts";
import type { Origin, Thunk, Value } from "../core/value.ts";
import { withoutNul } from "./foreignText.ts";

export function parseJson(machine: Machine, text: string, at: Origin): Value {
  const reader = new JsonReader(machine, text, at);
  const value = reader.value();
  reader.end();
  return value;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows no control characters in strings.
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

class JsonReader {
  readonly #machine: Machine;
  readonly #text: string;
  readonly #at: Origin;
  #position = 0;

  constructor(machine: Machine, text: string, at: Origin) {
    this.#machine = machine;
    this.#text = text;
    this.#at = at;
  }

  end(): void {
    this.#match(SPACE);
    if (this.#position < this.#text.length) throw this.#wrong();
  }

  value(): Value {
    this.#machine.step();
    this.#match(SPACE);
    if (this.#take("[")) return this.#machine.deeper(() => this.#list());
    if (this.#take("{")) return this.#machine.deeper(() => this.#set());
    const string = this.#string();
    if (string !== null) return makeString(string, this.#at);
    return this.#number() ?? this.#word();
  }

  #list(): Value {
    const items: Thunk[] = [];
    this.#match(SPACE);
    if (this.#take("]")) return makeList(items, this.#at);
    for (;;) {
      items.push(ready(this.value()));
      this.#match(SPACE);
      if (this.#take("]")) return makeList(items, this.#at);
      if (!this.#take(",")) throw this.#wrong();
    }
  }

  /** Of a name that stands twice the last value counts. */
  #set(): Value {
    const entries = new Map<string, Thunk>();
    this.#match(SPACE);
    if (this.#take("}")) return attrsOf(entries, this.#at);
    for (;;) {
      this.#match(SPACE);
      const name = this.#string();
      this.#match(SPACE);
      if (name === null || !this.#take(":")) throw this.#wrong();
      entries.set(name, ready(this.value()));
      this.#match(SPACE);
      if (this.#take("}")) return attrsOf(entries, this.#at);
      if (!this.#take(",")) throw this.#wrong();
    }
  }

  #string(): string | null {
    const quoted = this.#match(STRING);
    // The pattern has made sure that this is a JSON string.
    return quoted === null ? null : withoutNul(String(JSON.parse(quoted[0])), this.#at);
  }

  #number(): Value | null {
    const found = this.#match(NUMBER);
    if (found === null) return null;
    const [text, fraction, exponent] = found;
    if (fraction !== undefined || exponent !== undefined) return makeFloat(Number(text), this.#at);
    const whole = BigInt(text);
    if (isInt64(whole)) return makeInt(whole, this.#at);
    // Nix's reader has such numbers as unsigned ones, which its integers cannot hold; larger ones are floats there.
    if (whole > 0n && whole < 2n ** 64n) {
      throw new NixError("evaluation", `unsigned json number ${whole} outside of Nix integer range`, this.#at);
    }
    return makeFloat(Number(text), this.#at);
  }

  #word(): Value {
    const found = this.#match(WORD)?.[0];
    if (found === undefined) throw this.#wrong();
    return found === "null" ? makeNull(this.#at) : makeBool(found === "true", this.#at);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#position = pattern.lastIndex;
    return found;
  }

  #take(text: string): boolean {
    if (this.#text[this.#position] !== text) return false;
    this.#position++;
    return true;
  }

  #wrong(): NixError {
    return new NixError("evaluation", `this is no JSON (at character ${this.#position})`, this.#at);
  }
}
