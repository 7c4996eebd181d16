/**
 * A client that says whatever it likes. Each session is a server of its own and a seed of its own. What is held against
 * it: every request is answered once and never with an internal error; the texts are those that an editor would have
 * after the same changes; the process ends where it must, with the status that it must, and nowhere else.
 */
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { scratchFolder } from "../support/commandLine.ts";
import { type Randomness, randomness } from "../support/edits.ts";
import { slow } from "../support/slow.ts";
import { framed, Wire, type WireMessage } from "../support/wire.ts";

const seed = slow.seed(20_261_201);
const sessions = slow.runs(16, 600);
const messagesPerSession = 160;

const folder = scratchFolder({
  "configuration.nix": '{ system.stateVersion = "25.05"; imports = [ ./a.nix ]; }',
  "a.nix": "{ services.iam.enable = true; }",
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each document in the spellings that clients have for it. */
const documents: readonly (readonly string[])[] = [
  [`file://${folder}/a.nix`, `file://${folder}/%61.nix`],
  [`file://${folder}/ä b.nix`, `file://${folder}/%C3%A4%20b.nix`],
  [`file://${folder}/configuration.nix`],
  ["untitled:Untitled-1"],
];

const inDocument = ["documentSymbol", "foldingRange", "documentLink", "diagnostic"];
const atPosition = ["hover", "definition", "completion"];
const noted = [
  "flakes",
  "deployFacts",
  "scaffoldFacts",
  "hostsOfFile",
  "locateDefinitions",
  "newConfiguration",
  "addHost",
];
const breaks = ["\n", "\r\n", "\r"];
const garbage = ['"', "''", "𝄞ä", "}", "{", "x: ", "# c\n", "\u0000"];
const oddities: readonly unknown[] = [
  ...[null, true, -1, 0.5, 1e300, "", "x", [], {}, [[]], { uri: 5 }, "a b:/c", "file:", { __proto__: null, line: "0" }],
];

/** What one session does, and what must come of it. */
class Session {
  readonly #random: Randomness;
  readonly #wire: Wire;
  /** The open documents as an editor has them. */
  readonly #texts = new Map<number, TextDocument>();
  /** Requests by their id, as JSON, with the codes that may be answered; `null`: a result. */
  readonly #asked = new Map<string, readonly (number | null)[]>();
  readonly #answered = new Map<string, WireMessage>();
  readonly #faults: string[] = [];
  #withoutId = 0;
  #withoutIdAnswered = 0;
  #nextId = 1;
  #nextName = 1;

  constructor(random: Randomness) {
    this.#random = random;
    this.#wire = new Wire((message) => this.#hear(message));
  }

  async run(): Promise<void> {
    try {
      this.#begin();
      for (let index = 1; index <= messagesPerSession; index++) {
        this.#step();
        if (index % 20 === 0) await this.#compareTexts();
      }
      await this.#end();
      expect(this.#faults).toEqual([]);
    } finally {
      this.#wire.kill();
    }
  }

  #hear(message: WireMessage): void {
    if (message.method !== undefined) {
      if (message.id !== undefined && message.id !== null) this.#answerOddly(message.id);
      return;
    }
    if (message.id === null) {
      this.#withoutIdAnswered++;
      return;
    }
    const key = JSON.stringify(message.id);
    const expected = this.#asked.get(key);
    if (this.#answered.has(key)) this.#faults.push(`${key} was answered twice`);
    if (expected === undefined) this.#faults.push(`${key} was never asked`);
    else if (!expected.includes(message.error?.code ?? null))
      this.#faults.push(`${key} wants ${expected.join(" or ")}, not ${JSON.stringify(message)}`);
    this.#answered.set(key, message);
  }

  /** The server asks for settings, and to be told of files: it may be told anything, or nothing. */
  #answerOddly(id: string | number): void {
    const answers = [
      { result: null },
      { result: [{}] },
      { result: 5 },
      { error: { code: 1, message: "no" } },
      { error: null },
    ];
    const chosen = this.#pick([...answers, undefined]);
    if (chosen !== undefined) this.#wire.send({ jsonrpc: "2.0", id, ...chosen });
  }

  #begin(): void {
    if (this.#random.below(3) === 0) {
      this.#ask("textDocument/hover", {}, [-32002]);
      this.#tell("textDocument/didClose", { textDocument: { uri: "file:///x" } });
    }
    const configuration = this.#random.below(2) === 0;
    this.#ask(
      "initialize",
      {
        processId: this.#pick([process.pid, null, undefined]),
        rootUri: this.#pick([null, undefined, `file://${folder}`]),
        workspaceFolders: this.#pick([null, undefined, [], [{ uri: `file://${folder}`, name: "x" }]]),
        capabilities: {
          workspace: { configuration, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
        },
        initializationOptions: this.#pick(oddities),
      },
      [null],
    );
    this.#tell("initialized", this.#pick([{}, null, undefined]));
  }

  #step(): void {
    const steps: readonly [weight: number, step: () => void][] = [
      [12, () => this.#open()],
      [40, () => this.#change()],
      [6, () => this.#close()],
      [10, () => this.#badChange()],
      [20, () => this.#request()],
      [12, () => this.#badRequest()],
      [8, () => this.#cancel()],
      [6, () => this.#notification()],
      [6, () => this.#noMessage()],
    ];
    let at = this.#random.below(steps.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, step] of steps) {
      if (at >= 0 && at < weight) step();
      at -= weight;
    }
  }

  #open(): void {
    const [document, uri] = this.#someDocument();
    const text = `{${this.#pick(breaks)}${Array.from({ length: this.#random.below(8) }, () => this.#text()).join("")}}`;
    const version = this.#pick([1, 0, -5, 7, undefined]);
    this.#tell("textDocument/didOpen", { textDocument: { uri, languageId: "nix", version, text } });
    this.#texts.set(document, TextDocument.create(uri, "nix", 1, text));
  }

  #close(): void {
    const [document, uri] = this.#someDocument();
    this.#tell("textDocument/didClose", { textDocument: { uri } });
    this.#texts.delete(document);
  }

  /** Changes in and out of bounds, of open and of closed documents, with versions in any order. */
  #change(): void {
    const [document, uri] = this.#someDocument();
    const contentChanges = Array.from({ length: this.#random.below(4) }, () => this.#contentChange());
    const version = this.#pick([1, 1, 2, 3, 100, -1, null, undefined]);
    this.#tell("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    const text = this.#texts.get(document);
    // an editor takes a range that is `null` for none
    const taken = contentChanges.map((change) =>
      "range" in change && change.range !== null ? change : { text: change.text },
    );
    if (text !== undefined) TextDocument.update(text, taken as TextDocumentContentChangeEvent[], 1);
  }

  #contentChange(): { range?: unknown; text: string } {
    const text = this.#text();
    const kind = this.#random.below(12);
    if (kind === 0) return { text: `{ ${text} }` };
    if (kind === 1) return { range: null, text: `{${text}}` };
    return { range: this.#range(), text };
  }

  /** Changes that mean nothing: they change nothing, not even in part. */
  #badChange(): void {
    const [, uri] = this.#someDocument();
    const good = { text: "lost" };
    const textDocument = { uri, version: 2 };
    this.#tell(
      "textDocument/didChange",
      this.#pick([
        null,
        5,
        [],
        { textDocument },
        { textDocument, contentChanges: null },
        { textDocument, contentChanges: {} },
        { textDocument, contentChanges: [good, { text: 5 }] },
        { textDocument, contentChanges: [good, null] },
        { textDocument, contentChanges: [good, { range: {}, text: "x" }] },
        { textDocument, contentChanges: [good, { range: [0, 1], text: "x" }] },
        {
          textDocument,
          contentChanges: [
            { range: { start: { line: "0", character: 0 }, end: { line: 0, character: 0 } }, text: "x" },
          ],
        },
        {
          textDocument,
          contentChanges: [
            { range: { start: { line: 0.5, character: 0 }, end: { line: 1, character: 0 } }, text: "x" },
          ],
        },
        { textDocument: { uri: 5, version: 2 }, contentChanges: [good] },
        { textDocument: { uri: "a b:/c", version: 2 }, contentChanges: [good] },
        { textDocument: { uri, version: "2" }, contentChanges: [good] },
      ]),
    );
  }

  #request(): void {
    const [, uri] = this.#someDocument();
    const textDocument = { uri };
    const kinds: readonly (() => void)[] = [
      () => this.#ask(`textDocument/${this.#pick(inDocument)}`, { textDocument }),
      () => this.#ask(`textDocument/${this.#pick(atPosition)}`, { textDocument, position: this.#position() }),
      () => {
        const context = this.#pick([undefined, null, { only: null }, {}]);
        this.#ask("textDocument/codeAction", { textDocument, range: this.#range(), context });
      },
    ];
    this.#pick(kinds)();
  }

  /** Requests with parameters that are not theirs, of methods that there are and are not. */
  #badRequest(): void {
    const methods = [...inDocument, ...atPosition, "codeAction"].map((method) => `textDocument/${method}`);
    const kinds: readonly (() => void)[] = [
      () => this.#ask(this.#pick(methods), this.#pick([...oddities, undefined]), [-32602, -32601]),
      () => this.#ask(`plasmacloud/${this.#pick(noted)}`, this.#pick([...oddities, undefined]), [null]),
      () => this.#ask("completionItem/resolve", { label: "x", data: this.#pick(oddities) }),
      () => this.#ask(this.#pick(["nope", "__proto__", "", "$/nope"]), this.#pick(oddities), [-32601]),
      () => this.#ask("initialize", {}, [-32600]),
    ];
    this.#pick(kinds)();
  }

  #cancel(): void {
    const known = [...this.#asked.keys()].map((key) => JSON.parse(key));
    this.#tell("$/cancelRequest", this.#pick([{ id: this.#pick(known) }, { id: this.#nextId }, ...oddities]));
  }

  #notification(): void {
    const [method, params] = this.#pick<[string, unknown]>([
      ["nope", this.#pick(oddities)],
      ["$/setTrace", this.#pick([{ value: "off" }, ...oddities])],
      ["window/workDoneProgress/cancel", this.#pick([{ token: 1 }, ...oddities])],
      ["workspace/didChangeConfiguration", this.#pick([{ settings: this.#pick(oddities) }, ...oddities])],
      [
        "workspace/didChangeWatchedFiles",
        this.#pick([{ changes: [{ uri: `file://${folder}/a.nix`, type: 9 }] }, ...oddities]),
      ],
      [
        "workspace/didRenameFiles",
        this.#pick([{ files: [{ oldUri: "file:///x", newUri: "file:///y" }] }, ...oddities]),
      ],
      ["workspace/didChangeWorkspaceFolders", this.#pick([{ event: {} }, ...oddities])],
      ["textDocument/didSave", this.#pick([{ textDocument: { uri: `file://${folder}/a.nix` } }, ...oddities])],
      ["textDocument/didOpen", this.#pick([...oddities, { textDocument: { uri: "file:///x", text: 5 } }])],
      ["textDocument/didClose", this.#pick(oddities)],
      ["plasmacloud/didGrantTrust", this.#pick(oddities)],
    ]);
    this.#tell(method, params);
  }

  /** Well framed, and no message. */
  #noMessage(): void {
    const bodies = [
      "{",
      "",
      "nope",
      "[]",
      "5",
      "null",
      "{}",
      '{"id":1}',
      '{"id":{},"method":"x"}',
      '{"method":5}',
      "\u0000",
      `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
    ];
    this.#write(framed(this.#pick(bodies)));
    this.#withoutId++;
  }

  /**
   * The server is given the text that an editor has by now as another document: it must say the same of both. Everything
   * was answered by then, since answers to one document come in their order.
   */
  async #compareTexts(): Promise<void> {
    const compared: [string, string][] = [];
    for (const [document, text] of this.#texts) {
      const [uri = ""] = documents[document] ?? [];
      const copy = `${uri.startsWith("file:") ? `file://${folder}/` : "untitled:"}copy-${document}.nix`;
      this.#tell("textDocument/didOpen", { textDocument: { uri: copy, version: 1, text: text.getText() } });
      for (const method of ["documentSymbol", "foldingRange", "documentLink"])
        compared.push([this.#question(method, uri), this.#question(method, copy)]);
    }
    await this.#wire.until("everything is answered", () => this.#isAllAnswered());
    for (const [one, other] of compared) {
      const [left, right] = [one, other].map((key) => JSON.stringify(this.#answered.get(key)?.result));
      expect(left?.replaceAll(/"uri":"[^"]*"/g, "")).toBe(right?.replaceAll(/"uri":"[^"]*"/g, ""));
    }
  }

  #question(method: string, uri: string): string {
    return this.#ask(`textDocument/${method}`, { textDocument: { uri } }, [null]);
  }

  async #end(): Promise<void> {
    const bad = [
      "Content-Length: -1\r\n\r\n{}",
      "X: y\r\n\r\n",
      "Content-Length: 4\r\n\r\n{}{}{}{}",
      "\n",
      `A: ${"b".repeat(9_000)}`,
      "Content-Length: 1e3\r\n\r\n",
    ];
    const ends: readonly (() => Promise<void>)[] = [
      async () => {
        this.#write(this.#pick(bad));
        expect(await this.#wire.end()).toBe(1);
        expect(this.#wire.stderr).toMatch(/^plasmacloud-nix: the client cannot be understood: .+\n$/);
      },
      async () => {
        this.#tell("exit", this.#pick([null, undefined, {}]));
        expect(await this.#wire.end()).toBe(1);
        expect(this.#wire.stderr).toBe("");
      },
      async () => {
        this.#ask("shutdown", this.#pick([null, undefined, {}]), [null]);
        this.#ask("textDocument/hover", {}, [-32600]);
        this.#ask("shutdown", undefined, [-32600]);
        await this.#wire.until("the shutdown is answered", () => this.#isAllAnswered());
        this.#tell("exit", undefined);
        expect(await this.#wire.end()).toBe(0);
        expect(this.#wire.stderr).toBe("");
      },
    ];
    await this.#pick(ends)();
  }

  #isAllAnswered(): boolean {
    return this.#answered.size === this.#asked.size && this.#withoutIdAnswered === this.#withoutId;
  }

  /** Sends a request; its id as JSON. `codes` may be answered, `null` for a result; a cancelled one may say so. */
  #ask(method: string, params: unknown, codes: readonly (number | null)[] = [null, -32601]): string {
    const number = this.#nextId++;
    const id = this.#random.below(4) === 0 ? `request ${number}` : this.#random.below(8) === 0 ? -number : number;
    this.#asked.set(JSON.stringify(id), [...codes, -32800]);
    this.#write(framed(JSON.stringify({ jsonrpc: "2.0", id, method, params })));
    return JSON.stringify(id);
  }

  #tell(method: string, params: unknown): void {
    this.#write(framed(JSON.stringify({ jsonrpc: "2.0", method, params })));
  }

  /** In one piece, or cut anywhere. */
  #write(text: string): void {
    const bytes = Buffer.from(text);
    const cut = this.#random.below(3) === 0 ? this.#random.below(bytes.length + 1) : bytes.length;
    this.#wire.write(bytes.subarray(0, cut));
    if (cut < bytes.length) this.#wire.write(bytes.subarray(cut));
  }

  #someDocument(): [document: number, uri: string] {
    const document = this.#random.below(documents.length);
    return [document, this.#pick(documents[document] ?? [])];
  }

  #position(): { line: number; character: number } {
    const number = () => this.#pick([0, 0, 1, 1, 2, 3, 5, 8, -1, -1000, 2 ** 31, 2 ** 53, 1e300]);
    return { line: number(), character: number() };
  }

  /** Bindings, each of a name of its own so that symbols and links tell where each stands; and now and then garbage. */
  #text(): string {
    const kind = this.#random.below(20);
    if (kind === 0) return this.#pick(garbage);
    if (kind < 4) return this.#pick(breaks);
    if (kind === 4) return "";
    return ` n${this.#nextName++} = ./n${this.#nextName++}; ${this.#pick(breaks)}`;
  }

  /** Mostly of few characters, else in any order and anywhere. */
  #range(): { start: object; end: object } {
    const start = this.#position();
    const end =
      this.#random.below(4) === 0 ? this.#position() : { ...start, character: start.character + this.#random.below(3) };
    return { start, end };
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#random.below(choices.length)] as T;
  }
}

test.each(Array.from({ length: sessions }, (_, index) => seed + index))("session %i", async (sessionSeed) => {
  await new Session(randomness(sessionSeed)).run();
});
