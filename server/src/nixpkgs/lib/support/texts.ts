/** Reading strings from arguments and giving strings back, with the context they came with. */
import { coerceToString } from "../../../eval/core/coerce.ts";
import { expectKnown } from "../../../eval/core/expect.ts";
import type { Machine } from "../../../eval/core/machine.ts";
import { makeString } from "../../../eval/core/make.ts";
import { byteLength, toBinary } from "../../../eval/core/text.ts";
import type { Origin, StringValue, Thunk, Value } from "../../../eval/core/value.ts";

/** The string a value stands for where Nix interpolates it: strings, and sets with `outPath` or `__toString`. */
export function interpolated(machine: Machine, thunk: Thunk, at: Origin): StringValue {
  return coerceToString(machine, expectKnown(machine, thunk), "interpolation", at);
}

/** `toString thunk`. */
export function shown(machine: Machine, thunk: Thunk, at: Origin): StringValue {
  return coerceToString(machine, expectKnown(machine, thunk), "toString", at);
}

/** Another text with the context of `source`. */
export function withContext(source: StringValue, text: string, at: Origin): StringValue {
  return makeString(text, at, source.context);
}

/** `isStringLike`: what `toString` and interpolation take without being asked twice. */
export function isStringLike(value: Value): boolean {
  if (value.type === "string" || value.type === "path") return true;
  return value.type === "attrs" && (value.attrs.has("outPath") || value.attrs.has("__toString"));
}

/** The bytes of a text, each as a string. */
export function characters(text: string): string[] {
  if (byteLength(text) === text.length) return text.split("");
  return [...toBinary(text)].map((byte) => {
    const code = byte.charCodeAt(0);
    // As text.ts keeps a byte that is no whole character.
    return code < 0x80 ? byte : String.fromCharCode(0xdc00 | code);
  });
}

export function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function upper(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}
