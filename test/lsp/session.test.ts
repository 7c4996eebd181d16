/** The session of `support/lspSession.ts` with the built server, over every transport. */
import { describe, expect, test } from "vitest";
import { startClient, type Transport } from "../support/lspClient.ts";
import { inSessionFolder, runSession, sessionEnd, sessionStart } from "../support/lspSession.ts";

describe("a session from open to fixed", () => {
  const done = new Map<Transport, readonly string[]>();

  test.each(["stdio", "ipc", "cli"] as const)("over %s", async (transport) => {
    const { transcript, text } = await runSession(transport);
    done.set(transport, transcript);
    expect(text).toBe(sessionEnd);
  });

  test("passes the same over every transport", () => {
    expect(done.get("ipc")).toEqual(done.get("stdio"));
    expect(done.get("cli")).toEqual(done.get("stdio"));
  });
});

test("findings come back when the server was killed and is started again", () =>
  inSessionFolder(async (folder, uri) => {
    const client = await startClient({ transport: "ipc", folders: [folder] });
    await client.open(uri, sessionStart);
    await client.settle();
    const before = client.diagnostics(uri);
    expect(before).toHaveLength(1);
    await client.kill();

    const next = await startClient({ transport: "ipc", folders: [folder] });
    await next.open(uri, sessionStart);
    await next.settle();
    expect(next.diagnostics(uri)).toEqual(before);
    await next.stop();
  }));
