/** The server's log in the client's output channel. */
import type { Connection } from "vscode-languageserver";
import { describeError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";

export function connectionLog(connection: Connection): Log {
  return {
    info: (message) => connection.console.info(message),
    warn: (message) => connection.console.warn(message),
    error: (what, error) => connection.console.error(`${what}: ${describeError(error)}`),
  };
}
