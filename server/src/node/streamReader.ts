/** Messages from a stream of bytes. A body that is no JSON is answered and harms nothing; a fault of framing is an error. */
import type { Readable } from "node:stream";
import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  ErrorCodes,
  type Message,
} from "vscode-languageserver";
import { Frames } from "../lsp/requests/frames.ts";
import { errorAnswer } from "../lsp/requests/gate.ts";

/** Fires `onError` once, with a `FramingError` or an error of the stream, and reads nothing after it. */
export class StreamReader extends AbstractMessageReader {
  readonly #stream: Readable;
  readonly #answer: (message: Message) => Promise<void>;
  readonly #frames = new Frames();
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #isOver = false;

  constructor(stream: Readable, answer: (message: Message) => Promise<void>) {
    super();
    this.#stream = stream;
    this.#answer = answer;
  }

  listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer): void => {
      this.#trying(() => {
        for (const body of this.#frames.push(chunk)) this.#read(body, callback);
      });
    };
    const onEnd = (): void => {
      this.#trying(() => this.#frames.end());
      if (this.#isOver) return;
      this.#isOver = true;
      this.fireClose();
    };
    this.#stream.on("data", onData);
    this.#stream.on("end", onEnd);
    this.#stream.on("close", onEnd);
    this.#stream.on("error", (error) => this.#fail(error));
    return { dispose: () => this.#stream.off("data", onData) };
  }

  #read(body: Uint8Array, callback: DataCallback): void {
    let message: Message;
    try {
      message = JSON.parse(this.#decoder.decode(body));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const answer = errorAnswer(null, ErrorCodes.ParseError, `A message is no JSON: ${why.slice(0, 200)}`);
      this.#answer(answer).catch((failure: unknown) => this.#fail(failure));
      return;
    }
    callback(message);
  }

  #trying(work: () => void): void {
    if (this.#isOver) return;
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.fireError(error);
  }
}
