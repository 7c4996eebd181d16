/** A client that may say anything: bytes to a built server over standard input, and what comes back, message by message. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Frames } from "../../server/src/lsp/requests/frames.ts";

const server = fileURLToPath(new URL("../../dist/server.js", import.meta.url));

export interface WireMessage {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A body with its header. */
export function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export class Wire {
  readonly received: WireMessage[] = [];
  stderr = "";
  status: number | null = null;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  #told = (): void => undefined;

  /** `hear` is told of every message as it comes. */
  constructor(hear: (message: WireMessage) => void) {
    const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
    const frames = new Frames();
    this.#process = child;
    child.stdout.on("data", (chunk: Buffer) => {
      for (const body of frames.push(chunk)) {
        const message: WireMessage = JSON.parse(Buffer.from(body).toString());
        this.received.push(message);
        hear(message);
      }
      this.#told();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    // a server that has ended takes nothing more
    child.stdin.on("error", () => undefined);
    this.#ended = new Promise((resolve) => {
      child.on("close", (code) => {
        this.status = code;
        resolve();
        this.#told();
      });
    });
  }

  write(bytes: Uint8Array | string): void {
    this.#process.stdin?.write(bytes);
  }

  send(message: object): void {
    this.write(framed(JSON.stringify(message)));
  }

  /** Waits until something holds of what was received; throws where the server ends before. */
  async until(what: string, holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#process.exitCode !== null) throw new Error(`the server ended before ${what}: ${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }

  /** How the process ends; `null` where it had to be killed. */
  async end(): Promise<number | null> {
    const limit = setTimeout(() => this.kill(), 60_000);
    await this.#ended;
    clearTimeout(limit);
    return this.status;
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }
}
