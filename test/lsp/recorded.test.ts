/**
 * No clock decides an answer: a whole session passes as it is recorded beside this test, whatever the server's clocks
 * say and however often its process stops. `npm run record` makes the recording anew.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { CompletionItem, FullDocumentDiagnosticReport } from "vscode-languageserver-protocol";
import { stopAgainAndAgain, wrongClocks } from "../support/clocks.ts";
import { scratchFolder } from "../support/commandLine.ts";
import { fullCapabilities, type LspClient, startClient } from "../support/lspClient.ts";
import { workspaces } from "../support/workspaces.ts";

const recording = fileURLToPath(new URL("recordedSession.txt", import.meta.url));
const repository = fileURLToPath(new URL("../../", import.meta.url));

const capabilities = {
  ...fullCapabilities,
  workspace: { ...fullCapabilities.workspace, diagnostics: { refreshSupport: true } },
  textDocument: { ...fullCapabilities.textDocument, diagnostic: {} },
};

/** Opens, edits, breaks, mends, completes, asks, fixes and closes. Gives every answer, one a line. */
async function session(
  environment: NodeJS.ProcessEnv,
  meanwhile: (client: LspClient) => void = () => undefined,
): Promise<string> {
  const texts = [...(workspaces.get("written")?.() ?? [])].map(
    ([uri, text]) => [uri.slice("file:///ws/".length), text] as const,
  );
  const folder = scratchFolder(Object.fromEntries(texts));
  const uri = `file://${folder}/one.nix`;
  const lines: string[] = [];
  const note = (what: string, answer: unknown): void => {
    lines.push(
      `${what}: ${JSON.stringify(answer)}`
        .replaceAll(folder, "/ws")
        .replaceAll(basename(folder), "ws")
        .replaceAll(repository, "/repository/"),
    );
  };
  const client = await startClient({ transport: "stdio", folders: [folder], capabilities, environment });
  meanwhile(client);
  note("capabilities", client.capabilities);

  const ask = async <T>(method: string, more: object): Promise<T> => {
    const answer = await client.request<T>(`textDocument/${method}`, { textDocument: { uri }, ...more });
    note(method, answer);
    return answer;
  };
  /** What is found, once nothing is being evaluated any more. */
  const pull = async (): Promise<FullDocumentDiagnosticReport["items"]> => {
    await client.settle();
    const { items } = await client.request<FullDocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    note("diagnostic", items);
    return items;
  };
  const at = (text: string): { readonly position: object } => ({
    position: client.position(uri, client.text(uri).indexOf(text) + text.length - 1),
  });
  const insert = (before: string, text: string): Promise<void> => {
    const offset = client.text(uri).lastIndexOf(before);
    return client.edit(uri, { start: offset, end: offset }, text);
  };

  await client.open(uri, texts.find(([path]) => path === "one.nix")?.[1] ?? "");
  await pull();
  await insert("}", "  services.flaredb.enabel = true;\n");
  const [misspelt] = (await pull()).filter(({ code }) => code === "unknown-option");
  if (misspelt === undefined) throw new Error("the misspelt option is not reported");
  const fixes = await client.fixes(uri, misspelt.range);
  note("codeAction", fixes);
  const fix = fixes.find(({ isPreferred }) => isPreferred);
  if (fix === undefined) throw new Error("the misspelt option cannot be fixed");
  await client.applyFix(fix);
  await pull();
  const semicolon = client.text(uri).lastIndexOf(";");
  await client.edit(uri, { start: semicolon, end: semicolon + 1 }, "");
  await pull();
  await ask("documentSymbol", {});
  await client.edit(uri, { start: semicolon, end: semicolon }, ";");
  await pull();
  await insert("}", "  services.chainfire.\n");
  await client.settle();
  const offered = await client.complete(uri, client.text(uri).lastIndexOf(".\n") + 1);
  note("completion", offered);
  const enable = offered.find(({ label }) => label === "enable");
  if (enable === undefined) throw new Error("enable is not offered");
  note("completionItem/resolve", await client.request<CompletionItem>("completionItem/resolve", enable));
  await insert("\n}", "enable = true;");
  await pull();
  for (const method of ["hover", "definition"]) {
    for (const text of ["local.items", "config.local.port", "services.iam.enable", "genAttrs", "networking.hostName"])
      await ask(method, at(text));
  }
  await ask("documentSymbol", {});
  await client.close(uri);
  await client.stop();
  return `${lines.join("\n")}\n`;
}

test("a whole session passes as it is recorded", async () => {
  await expect(await session({})).toMatchFileSnapshot(recording);
});

test.each([...wrongClocks])("likewise with %s", async (_, environment) => {
  expect(await session(environment)).toBe(readFileSync(recording, "utf8"));
});

test("likewise when the process is stopped again and again", async () => {
  let isDone = false;
  let stops = Promise.resolve(0);
  const passed = await session({}, (client) => {
    stops = stopAgainAndAgain(client.process, 12, () => isDone);
  });
  isDone = true;
  expect(await stops).toBeGreaterThan(3);
  expect(passed).toBe(readFileSync(recording, "utf8"));
});
