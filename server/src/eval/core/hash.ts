/** Hashes and the ways Nix writes them. */
import { md5, sha1 } from "@noble/hashes/legacy";
import { sha256, sha512 } from "@noble/hashes/sha2";
import { toBytes } from "./text.ts";

const ALGORITHMS: ReadonlyMap<string, (bytes: Uint8Array) => Uint8Array> = new Map([
  ["md5", md5],
  ["sha1", sha1],
  ["sha256", sha256],
  ["sha512", sha512],
]);
const SIZES: ReadonlyMap<string, number> = new Map([
  ["md5", 16],
  ["sha1", 20],
  ["sha256", 32],
  ["sha512", 64],
]);
/** Without e, o, u and t. */
const BASE32 = "0123456789abcdfghijklmnpqrsvwxyz";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The hash of a text's bytes, or `null` where Nix knows no such algorithm. */
export function hashText(algorithm: string, text: string): Uint8Array | null {
  return ALGORITHMS.get(algorithm)?.(Uint8Array.from(toBytes(text))) ?? null;
}

export function toBase16(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Nix's own base 32: from the last bits to the first. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  for (let digit = Math.ceil((bytes.length * 8) / 5) - 1; digit >= 0; digit--) {
    const bit = digit * 5;
    const low = (bytes[bit >> 3] ?? 0) >> (bit & 7);
    const high = (bytes[(bit >> 3) + 1] ?? 0) << (8 - (bit & 7));
    text += BASE32[(low | high) & 31];
  }
  return text;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 3) {
    const chunk = bytes.subarray(start, start + 3);
    const bits = ((chunk[0] ?? 0) << 16) | ((chunk[1] ?? 0) << 8) | (chunk[2] ?? 0);
    for (let index = 0; index < 4; index++) {
      text += index <= chunk.length ? BASE64[(bits >> (18 - 6 * index)) & 63] : "=";
    }
  }
  return text;
}

export interface Hash {
  readonly algorithm: string;
  readonly bytes: Uint8Array;
}

/** Reads `sha256:…`, `sha256-…` (SRI) or a bare hash of a given algorithm, in any base; `null` where it is none. */
export function parseHash(text: string, given: string | null): Hash | null {
  const found = /^(md5|sha1|sha256|sha512)([:-])(.*)$/s.exec(text);
  const algorithm = found?.[1] ?? given;
  if (algorithm === null || (given !== null && algorithm !== given)) return null;
  const size = SIZES.get(algorithm);
  const digits = found?.[3] ?? text;
  if (size === undefined) return null;
  const bytes = found?.[2] === "-" ? fromBase64(digits) : fromAnyBase(digits, size);
  return bytes !== null && bytes.length === size ? { algorithm, bytes } : null;
}

function fromAnyBase(digits: string, size: number): Uint8Array | null {
  if (digits.length === size * 2) return /^[0-9a-fA-F]*$/.test(digits) ? fromBase16(digits) : null;
  if (digits.length === Math.ceil((size * 8) / 5)) return fromBase32(digits, size);
  return fromBase64(digits);
}

function fromBase16(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBase32(digits: string, size: number): Uint8Array | null {
  const bytes = new Uint8Array(size);
  for (let digit = 0; digit < digits.length; digit++) {
    const value = BASE32.indexOf(digits[digits.length - 1 - digit] ?? " ");
    if (value < 0) return null;
    const bit = digit * 5;
    const index = bit >> 3;
    bytes[index] = (bytes[index] ?? 0) | ((value << (bit & 7)) & 0xff);
    const carry = value >> (8 - (bit & 7));
    if (index + 1 < size) bytes[index + 1] = (bytes[index + 1] ?? 0) | carry;
    else if (carry !== 0) return null;
  }
  return bytes;
}

function fromBase64(digits: string): Uint8Array | null {
  const bare = digits.replace(/=+$/, "");
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of bare) {
    const value = BASE64.indexOf(digit);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}
