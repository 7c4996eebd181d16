/** What passes the gate before the protocol's library, in which order and with which parameters. */
import { expect, test } from "vitest";
import { Gate } from "../../server/src/lsp/requests/gate.ts";

const initialize = { jsonrpc: "2.0", id: 0, method: "initialize", params: { capabilities: {} } };
const at = { textDocument: { uri: "file:///a.nix" }, position: { line: 0, character: 0 } };

/** What becomes of the last of some messages, in a few words. */
function fate(...messages: readonly unknown[]): string {
  const gate = new Gate();
  const [last] = messages.map((message) => gate.pass(message)).reverse();
  if (last?.kind === "refused") return `${last.answer.id} ${last.answer.error?.code} ${last.answer.error?.message}`;
  if (last?.kind === "dropped") return `dropped ${last.why}`;
  return `passes ${JSON.stringify(last?.message)}`;
}

const asked = (method: string, params?: unknown) => fate(initialize, { id: 1, method, params });
const told = (method: string, params?: unknown) => fate(initialize, { method, params });

test.each<[unknown, string]>([
  [[], "null -32600 LSP has no batches"],
  [[initialize], "null -32600 LSP has no batches"],
  [null, "null -32600 A message is an object"],
  [5, "null -32600 A message is an object"],
  ["initialize", "null -32600 A message is an object"],
  [{}, "null -32600 A message has a method, or a result or an error"],
  [{ id: 1 }, "null -32600 A message has a method, or a result or an error"],
  [{ id: 7, method: 5 }, "7 -32600 A method is a string"],
  [{ id: {}, method: "x" }, "null -32600 A request's id is a string or a number"],
  [{ id: null, method: "x" }, "null -32600 A request's id is a string or a number"],
])("%j is no message", (message, answer) => {
  expect(fate(message)).toBe(answer);
});

test("requests in their order", () => {
  const request = (method: string) => ({ id: 1, method, params: at });
  expect(fate(request("textDocument/hover"))).toBe("1 -32002 textDocument/hover came before initialize");
  expect(fate(request("shutdown"))).toBe("1 -32002 shutdown came before initialize");
  expect(fate(initialize, initialize)).toBe("0 -32600 initialize comes once");
  expect(fate(initialize, request("shutdown"))).toMatch(/^passes/);
  expect(fate(initialize, request("shutdown"), request("textDocument/hover"))).toBe(
    "1 -32600 textDocument/hover came after shutdown",
  );
  expect(fate(initialize, request("shutdown"), initialize)).toBe("0 -32600 initialize came after shutdown");
  // one that was refused has not begun anything
  expect(fate({ ...initialize, params: { capabilities: 5 } }, initialize)).toMatch(/^passes/);
});

test("notifications in their order", () => {
  const exit = { method: "exit" };
  const close = { method: "textDocument/didClose", params: at };
  expect(fate(exit)).toMatch(/^passes/);
  expect(fate(close)).toBe("dropped null");
  expect(fate(initialize, close)).toMatch(/^passes/);
  expect(fate(initialize, { id: 1, method: "shutdown" }, close)).toBe("dropped null");
  expect(fate(initialize, { id: 1, method: "shutdown" }, exit)).toMatch(/^passes/);
});

test("answers to our own requests pass", () => {
  for (const answer of [
    { id: 1, result: null },
    { id: "a", error: { code: 1, message: "" } },
  ])
    expect(fate(answer)).toBe(`passes ${JSON.stringify(answer)}`);
});

test.each([undefined, null, {}])("parameters %j are those of an empty request", (params) => {
  expect(asked("textDocument/hover", params)).toMatch(/^1 -32602 textDocument\/hover: textDocument: /);
  expect(asked("plasmacloud/flakes", params)).toMatch(/"params":\{\}/);
  expect(asked("workspace/diagnostic", params)).toMatch(/"params":\{"previousResultIds":\[\]\}/);
  expect(asked("unknown", params)).toMatch(/^passes/);
  expect(told("textDocument/didOpen", params)).toMatch(/^dropped textDocument\/didOpen: textDocument: /);
  expect(told("$/cancelRequest", params)).toMatch(/^dropped \$\/cancelRequest: id: /);
  expect(told("workspace/didChangeConfiguration", params)).toMatch(/"params":\{\}/);
  expect(fate({ ...initialize, params })).toMatch(/"params":\{"processId":null,"capabilities":\{\}/);
});

test.each<[string, unknown, RegExp]>([
  ["textDocument/hover", [at], /takes parameters by name, not a list$/],
  ["textDocument/hover", 5, /takes parameters by name, not a number$/],
  ["textDocument/hover", { ...at, textDocument: { uri: 5 } }, /textDocument\.uri: /],
  ["textDocument/hover", { ...at, textDocument: { uri: "a b:/c" } }, /textDocument\.uri: This is no URI$/],
  ["textDocument/hover", { ...at, position: { line: 0.5, character: 0 } }, /position\.line: /],
  ["textDocument/hover", { ...at, position: { line: "0", character: 0 } }, /position\.line: /],
  ["textDocument/codeAction", at, /range: /],
  ["completionItem/resolve", { data: 1 }, /label: /],
])("%s with %j has invalid parameters", (method, params, why) => {
  expect(asked(method, params)).toMatch(/^1 -32602 /);
  expect(asked(method, params)).toMatch(why);
});

test("positions outside the text are no fault", () => {
  for (const position of [
    { line: -1, character: -1 },
    { line: 1e300, character: 2 ** 53 },
  ])
    expect(asked("textDocument/hover", { ...at, position })).toMatch(/^passes/);
});

test("what other clients leave out or set to null", () => {
  const textDocument = { uri: "file:///a.nix", version: null };
  const contentChanges = [{ range: null, rangeLength: null, text: "a" }];
  expect(told("textDocument/didChange", { textDocument, contentChanges })).toContain('"contentChanges":[{"text":"a"}]');
  const range = { start: at.position, end: at.position };
  expect(asked("textDocument/codeAction", { ...at, range, context: { diagnostics: [], only: null } })).toMatch(
    /^passes/,
  );
  expect(asked("textDocument/codeAction", { ...at, range })).toMatch(/^passes/);
});
