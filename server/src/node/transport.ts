/** The transport to a client: over standard input and output, node's IPC, a socket or a named pipe. */
import { connect, type NetConnectOpts } from "node:net";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import {
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { StreamReader } from "./streamReader.ts";

export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
}

/** What `--stdio`, `--node-ipc`, `--socket=N` or `--pipe=NAME` says. Throws where none is there. */
export function transportOf(args: readonly string[]): Transport {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      stdio: { type: "boolean" },
      "node-ipc": { type: "boolean" },
      socket: { type: "string" },
      pipe: { type: "string" },
    },
  });
  if (values["node-ipc"] === true)
    return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
  if (values.stdio === true) return overStreams(process.stdin, process.stdout);
  const address = addressOf(values.pipe, values.socket);
  if (address !== null) {
    const socket = connect(address);
    return overStreams(socket, socket);
  }
  throw new Error("say how to talk to the client: --stdio, --node-ipc, --socket=PORT or --pipe=NAME");
}

function addressOf(pipe: unknown, socket: unknown): NetConnectOpts | null {
  if (typeof pipe === "string") return { path: pipe };
  if (typeof socket === "string" && /^\d+$/.test(socket)) return { port: Number(socket), host: "127.0.0.1" };
  return null;
}

function overStreams(input: Readable, output: Writable): Transport {
  const writer = new StreamMessageWriter(output);
  return { reader: new StreamReader(input, (message) => writer.write(message)), writer };
}
