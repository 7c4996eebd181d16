/**
 * LSP's base protocol: a stream of bytes in, the bodies of messages out.
 * Invariant: what no header can begin with is refused with the byte that shows it, not waited for. After a fault nobody
 * knows where the next message begins, so nothing more is read.
 */

/** Bytes that are no message; `message` says in words why, in one line. */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** In bytes. */
const longestHeader = 8 * 1024;
const longestBody = 256 * 1024 * 1024;

const partOfLine = /^(?:\r?|[\w-]+|[\w-]+:[^\r\n]*\r?)$/;

interface Body {
  readonly length: number;
  received: number;
  readonly chunks: Uint8Array[];
}

export class Frames {
  #headerLength = 0;
  #line = "";
  #length: number | null = null;
  #body: Body | null = null;

  /** The bodies that end in `chunk`, one after the other. Throws a `FramingError` after those that were whole. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let at = 0;
    while (at < chunk.length || this.#body?.length === 0) {
      if (this.#body === null) {
        at = this.#readHeader(chunk, at);
        continue;
      }
      const part = chunk.subarray(at, at + this.#body.length - this.#body.received);
      at += part.length;
      this.#body.chunks.push(part);
      this.#body.received += part.length;
      if (this.#body.received < this.#body.length) continue;
      yield joined(this.#body);
      this.#body = null;
    }
  }

  /** The stream has ended. Throws a `FramingError` where that is inside a message. */
  end(): void {
    if (this.#body !== null)
      throw new FramingError(
        `the input ended ${this.#body.received} bytes into a message of ${this.#body.length}: Content-Length is too large`,
      );
    if (this.#headerLength > 0) throw new FramingError(`the input ended inside a header, at ${shown(this.#line)}`);
  }

  /** Reads a header as far as it is there; where in the chunk it stopped. */
  #readHeader(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at++) {
      if (++this.#headerLength > longestHeader)
        throw new FramingError(`a header does not end within ${longestHeader} bytes`);
      this.#line += String.fromCharCode(chunk[at] ?? 0);
      if (!this.#line.endsWith("\n")) continue;
      if (!this.#line.endsWith("\r\n")) throw new FramingError(`this is no line of a header: ${shown(this.#line)}`);
      const line = this.#line.slice(0, -2);
      this.#line = "";
      if (line !== "") {
        this.#readField(line);
        continue;
      }
      if (this.#length === null) throw new FramingError("a header has no Content-Length");
      this.#body = { length: this.#length, received: 0, chunks: [] };
      this.#headerLength = 0;
      this.#length = null;
      return at + 1;
    }
    if (!partOfLine.test(this.#line)) throw new FramingError(`this is no line of a header: ${shown(this.#line)}`);
    return chunk.length;
  }

  #readField(line: string): void {
    const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new FramingError(`this is no line of a header: ${shown(line)}`);
    switch (name.toLowerCase()) {
      case "content-length": {
        if (!/^\d+$/.test(value)) throw new FramingError(`Content-Length is no number of bytes: ${shown(value)}`);
        const length = Number(value);
        if (length > longestBody)
          throw new FramingError(`Content-Length is over ${longestBody} bytes: ${shown(value)}`);
        if (this.#length !== null && this.#length !== length)
          throw new FramingError(`a header has two different Content-Lengths: ${this.#length} and ${length}`);
        this.#length = length;
        break;
      }
      case "content-type": {
        const [, charset] = /charset="?([^";\s]*)/i.exec(value) ?? [];
        if (charset !== undefined && !/^utf-?8$/i.test(charset))
          throw new FramingError(`Content-Type names a charset that is not UTF-8: ${shown(charset)}`);
        break;
      }
    }
  }
}

function joined({ length, chunks }: Body): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Bytes of a client's in one line of ours. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
