/** Formatting over the protocol: the whole, a part, the code action, and when it is offered at all. */
import { expect, test } from "vitest";
import type { CodeAction, TextEdit } from "vscode-languageserver-protocol";
import { fullCapabilities, startClient } from "../support/lspClient.ts";

const uri = "file:///formatting/a.nix";
const document = { textDocument: { uri } };
const options = { tabSize: 2, insertSpaces: true };
const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
const text = "{\na=1;\nb=2;\n}\n";
const everything = [
  { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } }, newText: "  a = " },
  { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 2 } }, newText: "  b = " },
];

async function serve(mode: "full" | "optionsOnly", isDynamic = false) {
  const textDocument = {
    ...fullCapabilities.textDocument,
    formatting: { dynamicRegistration: isDynamic },
    rangeFormatting: { dynamicRegistration: isDynamic },
  };
  const client = await startClient({
    transport: "stdio",
    folders: [],
    capabilities: { ...fullCapabilities, textDocument },
    initializationOptions: { mode },
  });
  await client.open(uri, text);
  const format = () =>
    client.connection.sendRequest<TextEdit[] | null>("textDocument/formatting", { ...document, options });
  return { client, format };
}

test("a document, a part of it, and as a code action", async () => {
  const { client, format } = await serve("full");
  expect(client.capabilities).toMatchObject({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
  });
  expect(await format()).toEqual(everything);
  const range = { start: { line: 2, character: 1 }, end: { line: 2, character: 1 } };
  expect(await client.connection.sendRequest("textDocument/rangeFormatting", { ...document, range, options })).toEqual([
    { range: { start: { line: 2, character: 1 }, end: { line: 2, character: 2 } }, newText: " = " },
  ]);
  const actions = (only: string[]) =>
    client.connection.sendRequest<CodeAction[] | null>("textDocument/codeAction", {
      ...document,
      range: whole,
      context: { diagnostics: [], only },
    });
  const [action] = (await actions(["source.format"])) ?? [];
  expect(action).toMatchObject({
    kind: "source.format.nix",
    edit: { documentChanges: [{ textDocument: { uri, version: 1 }, edits: everything }] },
  });
  expect(await actions(["source"])).toEqual([action]);
  expect(await actions(["source.formatAll"])).toBe(null);
  expect(await actions(["quickfix"])).toEqual([]);
  await client.stop();
});

test("beside another server it is not offered", async () => {
  const { client, format } = await serve("optionsOnly");
  expect(client.capabilities).not.toHaveProperty("documentFormattingProvider");
  expect(await format()).toBe(null);
  await client.stop();
});

test("a client that lets it is told when the offer comes and goes", async () => {
  const { client, format } = await serve("full", true);
  expect(client.capabilities).not.toHaveProperty("documentFormattingProvider");
  await client.until("offered", () => client.registered.has("textDocument/rangeFormatting"));
  expect(await format()).toEqual(everything);
  await client.connection.sendNotification("plasmacloud/didChangeMode", { mode: "optionsOnly" });
  await client.until("taken back", () => !client.registered.has("textDocument/formatting"));
  expect(await format()).toBe(null);
  await client.connection.sendNotification("plasmacloud/didChangeMode", { mode: "full" });
  await client.until("offered again", () => client.registered.has("textDocument/formatting"));
  await client.stop();
});
