/** One session with the built server, the same over every transport, from the first key to the final text. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LspClient, startClient, type Transport } from "../support/lspClient.ts";

const start = `{ ... }:
{
  system.stateVersion = "25.05";
  services.iam.enable = true;

}
`;

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-session-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function session(transport: Transport): Promise<{ client: LspClient; uri: string }> {
  writeFileSync(join(folder, "configuration.nix"), start);
  const client = await startClient({ transport, folders: [folder] });
  return { client, uri: `file://${folder}/configuration.nix` };
}

/** Opens, types through broken states, completes, accepts, fixes; gives what passed and the text at the end. */
async function script(transport: Transport): Promise<{ transcript: readonly string[]; text: string }> {
  const { client, uri } = await session(transport);
  await client.open(uri, start);
  await client.settle();
  expect(client.codes(uri)).toEqual(["missing-dependency"]);

  const at = start.indexOf("\n}\n");
  await client.type(uri, at, "  services.flaredb.en");
  await client.settle();
  const afterTyping = at + "  services.flaredb.en".length;
  const enable = (await client.complete(uri, afterTyping)).find(({ label }) => label === "enable");
  if (enable === undefined) throw new Error("enable is not offered");
  await client.accept(uri, enable);
  await client.settle();
  const line = client.text(uri).split("\n")[4] ?? "";
  expect(line).toMatch(/^ {2}services\.flaredb\.enable/);

  // however much the completion wrote, the line is brought to the same end
  const lineStart = client.text(uri).indexOf(line);
  await client.edit(uri, { start: lineStart, end: lineStart + line.length }, "  services.flaredb.enable = true");
  await client.settle();
  expect(client.codes(uri)).toContain("syntax-error");
  await fix(client, uri, "syntax-error");
  expect(client.codes(uri)).toEqual(["missing-dependency"]);
  await fix(client, uri, "missing-dependency");
  expect(client.codes(uri)).toEqual([]);

  await client.stop();
  const text = client.text(uri);
  return { transcript: client.transcript.map((entry) => entry.replaceAll(folder, "/folder")), text };
}

async function fix(client: LspClient, uri: string, code: string): Promise<void> {
  const finding = client.diagnostics(uri).find((diagnostic) => diagnostic.code === code);
  if (finding === undefined) throw new Error(`there is no ${code}`);
  const action = (await client.fixes(uri, finding.range)).find(({ isPreferred }) => isPreferred);
  if (action === undefined) throw new Error(`no fix for ${code}`);
  await client.applyFix(action);
  await client.settle();
}

describe("a session from open to fixed", () => {
  const done = new Map<Transport, readonly string[]>();

  test.each(["stdio", "ipc", "cli"] as const)("over %s", { timeout: 40_000 }, async (transport) => {
    const { transcript, text } = await script(transport);
    done.set(transport, transcript);
    expect(text).toBe(`{ ... }:
{
  system.stateVersion = "25.05";
  services.iam.enable = true;
  services.flaredb.enable = true;
  services.chainfire.enable = true;
}
`);
  });

  test("passes the same over every transport", () => {
    expect(done.get("ipc")).toEqual(done.get("stdio"));
    expect(done.get("cli")).toEqual(done.get("stdio"));
  });
});

test("findings come back when the server was killed and is started again", { timeout: 40_000 }, async () => {
  const { client, uri } = await session("ipc");
  await client.open(uri, start);
  await client.settle();
  const before = client.diagnostics(uri);
  expect(before).toHaveLength(1);
  await client.kill();

  const next = await startClient({ transport: "ipc", folders: [folder] });
  await next.open(uri, start);
  await next.settle();
  expect(next.diagnostics(uri)).toEqual(before);
  await next.stop();
});
