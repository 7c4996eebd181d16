/** One session with a built server, the same wherever the bundles are and whatever they speak over. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type LspClient, startClient, type Transport } from "./lspClient.ts";

export const sessionStart = `{ ... }:
{
  system.stateVersion = "25.05";
  services.iam.enable = true;

}
`;

export const sessionEnd = `{ ... }:
{
  system.stateVersion = "25.05";
  services.iam.enable = true;
  services.flaredb.enable = true;
  services.chainfire.enable = true;
}
`;

/** Runs `body` in a new folder that holds the text the session starts with, and takes the folder away after it. */
export async function inSessionFolder<T>(body: (folder: string, uri: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-session-")));
  try {
    writeFileSync(join(folder, "configuration.nix"), sessionStart);
    return await body(folder, `file://${folder}/configuration.nix`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Opens, types through broken states, completes, accepts, fixes. Gives what passed, without the folder's name, and the
 * text at the end. `bundles` is the folder of the bundles, with a slash at its end.
 */
export function runSession(
  transport: Transport,
  bundles?: string,
): Promise<{ transcript: readonly string[]; text: string }> {
  return inSessionFolder(async (folder, uri) => {
    const client = await startClient({ transport, folders: [folder], ...(bundles !== undefined && { bundles }) });
    await client.open(uri, sessionStart);
    await client.settle();
    expect(client.codes(uri)).toEqual(["missing-dependency"]);

    const at = sessionStart.indexOf("\n}\n");
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
  });
}

async function fix(client: LspClient, uri: string, code: string): Promise<void> {
  const finding = client.diagnostics(uri).find((diagnostic) => diagnostic.code === code);
  if (finding === undefined) throw new Error(`there is no ${code}`);
  const action = (await client.fixes(uri, finding.range)).find(({ isPreferred }) => isPreferred);
  if (action === undefined) throw new Error(`no fix for ${code}`);
  await client.applyFix(action);
  await client.settle();
}
