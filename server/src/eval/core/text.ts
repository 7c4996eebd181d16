/**
 * Text as Nix sees it: a sequence of UTF-8 bytes, kept as a JavaScript string.
 * Invariant: a byte that belongs to no whole character (`substring` may cut one) is kept as a lone surrogate
 * U+DC80…U+DCFF, and bytes that meet again become the character again, so cutting and joining lose nothing.
 */

const ASCII = /^[\0-\x7f]*$/;
let lastAscii = "";

/** Whether every character is one byte, so that indices are byte offsets. */
export function isAscii(text: string): boolean {
  if (text === lastAscii) return true;
  if (!ASCII.test(text)) return false;
  if (text.length > 64) lastAscii = text;
  return true;
}

export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      length += 4;
      index++;
    } else length += isLow(unit) ? 1 : 3;
  }
  return length;
}

/** The bytes from `start`, at most `length` of them; both are clamped. */
export function byteSlice(text: string, start: number, length: number): string {
  if (isAscii(text)) return text.slice(start, start + length);
  return fromBytes(toBytes(text).slice(start, start + length));
}

/** Joins two texts; a character cut in two becomes whole again. Looks at the shorter one first, as text may be a rope. */
export function joinText(left: string, right: string): string {
  if (left === "" || right === "") return left + right;
  const cutLeft = () => isLow(left.charCodeAt(left.length - 1));
  const cutRight = () => isLow(right.charCodeAt(0));
  const cut = left.length < right.length ? cutLeft() && cutRight() : cutRight() && cutLeft();
  return cut ? fromBytes(toBytes(left + right)) : left + right;
}

/** Joins many texts with a separator. */
export function joinTexts(parts: readonly string[], separator: string): string {
  const joined = parts.join(separator);
  return hasLone(joined) ? fromBytes(toBytes(joined)) : joined;
}

/** By UTF-8 bytes: negative, zero or positive. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    if (a < 0xd800 && b < 0xd800) return a - b;
    return compareBytes(toBytes(left), toBytes(right));
  }
  return left.length - right.length;
}

/** The bytes, one character (U+0000…U+00FF) for each: what regular expressions and searches by byte run on. */
export function toBinary(text: string): string {
  if (isAscii(text)) return text;
  let binary = "";
  for (const byte of toBytes(text)) binary += String.fromCharCode(byte);
  return binary;
}

export function fromBinary(binary: string): string {
  if (isAscii(binary)) return binary;
  return fromBytes(Array.from(binary, (byte) => byte.charCodeAt(0)));
}

export function toBytes(text: string): number[] {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) {
      const point = 0x10000 + ((unit - 0xd800) << 10) + (text.charCodeAt(++index) - 0xdc00);
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      );
    } else if (isLow(unit)) bytes.push(unit & 0xff);
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return bytes;
}

function fromBytes(bytes: readonly number[]): string {
  let text = "";
  let index = 0;
  while (index < bytes.length) {
    const first = bytes[index] ?? 0;
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
    const point = length === 1 ? first : decode(bytes, index, length);
    if (point === null) {
      text += String.fromCharCode(0xdc00 | first);
      index++;
    } else {
      text += String.fromCodePoint(point);
      index += length;
    }
  }
  return text;
}

/** The character of `length` bytes at `index`, or `null` where the bytes are no well-formed UTF-8. */
function decode(bytes: readonly number[], index: number, length: 2 | 3 | 4): number | null {
  const first = bytes[index] ?? 0;
  if (first < 0xc2 || first > 0xf4) return null;
  let point = first & (0xff >> (length + 1));
  for (let offset = 1; offset < length; offset++) {
    const byte = bytes[index + offset];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return null;
    point = (point << 6) | (byte & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  return point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? null : point;
}

function compareBytes(left: readonly number[], right: readonly number[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Whether a byte in it belongs to no whole character. */
export function hasLone(text: string): boolean {
  if (!/[\udc80-\udcff]/.test(text)) return false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) index++;
    else if (isLow(unit)) return true;
  }
  return false;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
