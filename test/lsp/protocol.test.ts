/** What the built server says and how it ends, over standard input and output, to a client that sends raw bytes. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const server = fileURLToPath(new URL("../../dist/server.js", import.meta.url));
const commandLine = fileURLToPath(new URL("../../dist/plasmacloud-nix.js", import.meta.url));

const raw = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const framed = (message: unknown): string => raw(JSON.stringify(message));
const initialize = framed({ jsonrpc: "2.0", id: 0, method: "initialize", params: null });
const shutdown = framed({ jsonrpc: "2.0", id: 9, method: "shutdown" });
const exit = framed({ jsonrpc: "2.0", method: "exit" });

/** What the server answers to some bytes: `id result` or `id code`, then how it ends. */
function converse(input: string, args: readonly string[] = [server, "--stdio"]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { input, encoding: "utf8", timeout: 60_000 });
  const messages = stdout
    .split(/Content-Length: \d+\r\n\r\n/)
    .slice(1)
    .map((body) => JSON.parse(body));
  const answers = messages
    .filter((message) => "id" in message && !("method" in message))
    .map(({ id, result, error }) => `${id} ${error === undefined ? JSON.stringify(result).slice(0, 15) : error.code}`);
  const logged = messages.filter(({ method }) => method === "window/logMessage").map(({ params }) => params.message);
  return { status, answers, logged, stderr };
}

test.each([
  ["no length", "Content-Type: a\r\n\r\n{}", "a header has no Content-Length"],
  ["a negative length", "Content-Length: -5\r\n\r\n{}", 'Content-Length is no number of bytes: "-5"'],
  ["a length that is too short", initialize.replace(/\d+/, "9"), /^this is no line of a header: "/],
  ["a length that is too large", initialize.replace(/\d+/, "900"), /^the input ended \d+ bytes into a message of 900/],
  ["a header without end", "x".repeat(9000), "a header does not end within 8192 bytes"],
  ["no header", "hello\n", 'this is no line of a header: "hello\\n"'],
])("%s ends it with 1 and one line", (_, input, line) => {
  const { status, stderr } = converse(input);
  expect(status).toBe(1);
  const [, said] = /^plasmacloud-nix: the client cannot be understood: (.*)\n$/.exec(stderr) ?? [];
  if (typeof line === "string") expect(said).toBe(line);
  else expect(said).toMatch(line);
});

test("the command line's own server ends the same way", () => {
  expect(converse("Content-Length: x\r\n\r\n", [commandLine, "lsp"])).toMatchObject({
    status: 1,
    stderr: 'plasmacloud-nix: the client cannot be understood: Content-Length is no number of bytes: "x"\n',
  });
});

test("messages that are none are answered, and it lives on", () => {
  const input = [
    raw("{"),
    raw("ÿ\u0000"),
    raw(""),
    framed([]),
    framed(5),
    framed({ id: 1 }),
    initialize,
    shutdown,
    exit,
  ];
  expect(converse(input.join(""))).toMatchObject({
    status: 0,
    stderr: "",
    answers: [
      ...["null -32700", "null -32700", "null -32700"],
      ...["null -32600", "null -32600", "null -32600"],
      '0 {"capabilities"',
      "9 null",
    ],
  });
});

test("requests and notifications without parameters are empty ones", () => {
  const methods = ["textDocument/hover", "textDocument/codeAction", "completionItem/resolve", "workspace/diagnostic"];
  const ours = ["hostsOfFile", "locateDefinitions", "scaffoldFacts", "addHost", "enableMissing"];
  const notifications = ["initialized", "workspace/didChangeConfiguration", "textDocument/didOpen", "$/cancelRequest"];
  for (const params of [undefined, null]) {
    const request = (method: string, id: number) => framed({ jsonrpc: "2.0", id, method, params });
    const { status, answers, logged, stderr } = converse(
      [
        request("initialize", 0),
        ...notifications.map((method) => framed({ jsonrpc: "2.0", method, params })),
        ...methods.map((method, index) => request(method, 1 + index)),
        ...ours.map((method, index) => request(`plasmacloud/${method}`, 12 + index)),
        shutdown,
        exit,
      ].join(""),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    // there are no workspace diagnostics where the client has not said that it asks for them
    const wanted = [
      "1 -32602",
      "2 -32602",
      "3 -32602",
      "4 -32601",

      "12 null",
      "13 null",
      "15 null",
      "16 null",
    ];
    for (const answer of [...wanted, "9 null"]) expect(answers).toContain(answer);
    expect(answers.filter((answer) => answer.includes("-32603"))).toEqual([]);
    expect(logged.filter((line: string) => /Error|failed/.test(line))).toEqual([]);
  }
});

test("requests out of their order", () => {
  const hover = (id: number) => framed({ jsonrpc: "2.0", id, method: "textDocument/hover" });
  const input = [hover(1), initialize, initialize, shutdown, hover(2), exit].join("");
  const { status, answers } = converse(input);
  expect(status).toBe(0);
  expect(answers.sort()).toEqual(["0 -32600", '0 {"capabilities"', "1 -32002", "2 -32600", "9 null"]);
});

test("an end without shutdown is 1, whether it is said or not", () => {
  expect(converse(initialize + exit).status).toBe(1);
  expect(converse(initialize).status).toBe(1);
  expect(converse("").status).toBe(1);
  expect(converse(initialize + shutdown).status).toBe(0);
});
