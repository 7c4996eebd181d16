/**
 * Bytes to lines.
 * Invariant: the lines depend on the bytes alone, never on how they were cut into chunks, and memory is bounded by the
 * longest line that is kept.
 */

export interface LineReader {
  /** Takes the next bytes. Lines end with `\n`, `\r\n` likewise; the end is not part of the line. */
  push(chunk: Uint8Array): void;
  /** Gives the last line, if it has no end of its own. */
  end(): void;
}

/**
 * Reads lines of UTF-8; what is not UTF-8 becomes U+FFFD. Of a line of more than `limit` UTF-16 units the rest is left
 * out, and `isCut` says so.
 */
export function readLines(onLine: (line: string, isCut: boolean) => void, limit = 1024 * 1024): LineReader {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let pending: string[] = [];
  let length = 0;
  const keep = (text: string): void => {
    // one more than the limit, for the `\r` of a line that just fits
    const kept = text.slice(0, Math.max(0, limit + 1 - length));
    if (kept !== "") pending.push(kept);
    length += text.length;
  };
  const give = (): void => {
    const whole = pending.join("");
    const endsWithReturn = whole.length === length && whole.endsWith("\r");
    const line = endsWithReturn ? whole.slice(0, -1) : whole;
    const isCut = line.length > limit || length > whole.length;
    pending = [];
    length = 0;
    onLine(isCut ? cut(line, limit) : line, isCut);
  };
  const take = (text: string): void => {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      keep(text.slice(start, end));
      give();
      start = end + 1;
    }
    keep(text.slice(start));
  };
  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (length > 0) give();
    },
  };
}

/** The first units of a text, never half of a character. */
function cut(text: string, units: number): string {
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? units - 1 : units);
}
