/** The built server as a process of its own: how soon it answers, how long it blocks, how much memory it takes. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { serverArguments } from "../../client/src/serverProcess.ts";
import { moduleText } from "./inputs.ts";

export interface ServerRun {
  /** From the start of the process to the first findings. */
  readonly firstFindings: number;
  readonly longestBlock: number;
  readonly residentMegabytes: number;
}

/**
 * Starts the server on one 1,000-line module, types into it for a while, asks for completion and hover, ends it.
 * `cache`: where it keeps what it compiles, and may find what an earlier one has kept.
 */
export async function runServer(keys: number, cache: string): Promise<ServerRun> {
  const folder = mkdtempSync(join(tmpdir(), "plasmacloud-bench-"));
  const report = join(folder, "report.json");
  const text = moduleText(1_000).replace("{\n", '{\n  system.stateVersion = "25.05";\n  services.iam.enable = 1;\n');
  writeFileSync(join(folder, "configuration.nix"), text);
  const uri = `file://${folder}/configuration.nix`;

  const started = performance.now();
  const args = [
    ...serverArguments,
    "--require",
    resolve("test/bench/eventLoopHook.cjs"),
    resolve("dist/server.js"),
    "--stdio",
  ];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PLASMACLOUD_BENCH_OUT: report, XDG_CACHE_HOME: cache },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const found = new Promise<number>((done) => {
    connection.onNotification("textDocument/publishDiagnostics", () => done(performance.now() - started));
  });
  connection.onRequest("workspace/configuration", () => [{}]);
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: `file://${folder}`, name: "bench" }],
    capabilities: {},
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "nix", version: 1, text: `${text}}` },
  });
  const firstFindings = await found;

  await pause(600);
  for (let key = 0; key < keys; key++) {
    const at = { line: 20 + (key % 400), character: 0 };
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: key + 2 },
      contentChanges: [{ range: { start: at, end: at }, text: key % 3 === 0 ? "\n" : " " }],
    });
    const position = { line: 12, character: 10 };
    await connection.sendRequest("textDocument/completion", { textDocument: { uri }, position });
    await connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    await pause(15);
  }
  await connection.sendRequest("shutdown");
  const ended = new Promise((done) => child.on("exit", done));
  await connection.sendNotification("exit");
  await ended;
  connection.dispose();
  const { longestBlock, rss }: { longestBlock: number; rss: number } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  return { firstFindings, longestBlock, residentMegabytes: rss / 1024 / 1024 };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
