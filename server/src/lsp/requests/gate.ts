/**
 * The gate before the protocol's library: only messages that are well formed, in their order and with parameters of the
 * right shape go through, whatever the transport.
 * Invariant: every request that does not go through is answered here; nothing that a client sends becomes an internal
 * error of the library or ends the process.
 */
import { Emitter, ErrorCodes, type Message, type MessageReader, type ResponseMessage } from "vscode-languageserver";
import { checkParams } from "./params.ts";

/** What becomes of a message. */
export type Passage =
  | { readonly kind: "passes"; readonly message: Message }
  | { readonly kind: "refused"; readonly answer: ResponseMessage }
  /** A notification that nobody is told of; `why` where it was not to be expected. */
  | { readonly kind: "dropped"; readonly why: string | null };

type Phase = "new" | "serving" | "shutDown";

/** Notifications that count in every phase. */
const always: ReadonlySet<string> = new Set(["exit", "$/cancelRequest"]);

export class Gate {
  #phase: Phase = "new";

  /** `value`: what the client sent, of any shape. */
  pass(value: unknown): Passage {
    if (Array.isArray(value)) return refused(null, ErrorCodes.InvalidRequest, "LSP has no batches");
    if (typeof value !== "object" || value === null)
      return refused(null, ErrorCodes.InvalidRequest, "A message is an object");
    const message = value as Record<string, unknown>;
    const { id, method } = message;
    const hasId = typeof id === "string" || typeof id === "number";
    if (!("method" in message)) {
      const isResponse = (hasId || id === null) && ("result" in message || "error" in message);
      return isResponse
        ? { kind: "passes", message: value as Message }
        : refused(null, ErrorCodes.InvalidRequest, "A message has a method, or a result or an error");
    }
    if (typeof method !== "string")
      return refused(hasId ? id : null, ErrorCodes.InvalidRequest, "A method is a string");
    if (!("id" in message)) return this.#notification(message, method);
    if (!hasId) return refused(null, ErrorCodes.InvalidRequest, "A request's id is a string or a number");
    return this.#request(message, id, method);
  }

  #request(message: object, id: string | number, method: string): Passage {
    if (this.#phase === "new" && method !== "initialize")
      return refused(id, ErrorCodes.ServerNotInitialized, `${method} came before initialize`);
    if (this.#phase === "shutDown") return refused(id, ErrorCodes.InvalidRequest, `${method} came after shutdown`);
    if (this.#phase === "serving" && method === "initialize")
      return refused(id, ErrorCodes.InvalidRequest, "initialize comes once");
    const checked = checkParams(method, "params" in message ? message.params : null);
    if (!checked.ok) return refused(id, ErrorCodes.InvalidParams, checked.why);
    if (method === "initialize") this.#phase = "serving";
    if (method === "shutdown") this.#phase = "shutDown";
    return passes(message, checked.params);
  }

  #notification(message: object, method: string): Passage {
    if (this.#phase !== "serving" && !always.has(method)) return { kind: "dropped", why: null };
    const checked = checkParams(method, "params" in message ? message.params : null);
    return checked.ok ? passes(message, checked.params) : { kind: "dropped", why: checked.why };
  }
}

/** An answer that no handler gave. `id` is `null` where the message's own could not be read. */
export function errorAnswer(id: string | number | null, code: number, message: string): ResponseMessage {
  return { jsonrpc: "2.0", id, error: { code, message } };
}

/**
 * `reader`, of which only what passes the gate is heard. `drop` is told of notifications that are of no use. A client that
 * goes without a word is taken for one that says `exit`, behind everything that it has said.
 */
export function gatedReader(
  reader: MessageReader,
  answer: (message: ResponseMessage) => void,
  drop: (why: string) => void,
): MessageReader {
  const gate = new Gate();
  return {
    onError: reader.onError,
    onClose: new Emitter<void>().event,
    onPartialMessage: reader.onPartialMessage,
    dispose: () => reader.dispose(),
    listen(callback) {
      reader.onClose(() => callback({ jsonrpc: "2.0", method: "exit" } as Message));
      return reader.listen((value) => {
        const passage = gate.pass(value);
        if (passage.kind === "passes") callback(passage.message);
        else if (passage.kind === "refused") answer(passage.answer);
        else if (passage.why !== null) drop(passage.why);
      });
    },
  };
}

function passes(message: object, params: unknown): Passage {
  return { kind: "passes", message: { ...message, jsonrpc: "2.0", params } as Message };
}

function refused(id: string | number | null, code: number, message: string): Passage {
  return { kind: "refused", answer: errorAnswer(id, code, message) };
}
