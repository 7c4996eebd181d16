/** What the built server does around findings: closed files, files that go, pull, modes, settings, unknown requests. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type {
  Diagnostic,
  FullDocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver-protocol";
import { type FlakeFacts, flakesMethod } from "../../server/src/protocol/protocol.ts";
import { type ClientOptions, fullCapabilities, type LspClient, startClient } from "../support/lspClient.ts";
import { until } from "../support/until.mjs";

const broken = "{ a = 1 }\n";
const sound = "{ a = 1; }\n";

let folder = "";
let client: LspClient | null = null;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-server-")));
});
afterEach(async () => {
  await client?.stop();
  client = null;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(files: Record<string, string>, options: Partial<ClientOptions> = {}): Promise<LspClient> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  client = await startClient({ transport: "stdio", folders: [folder], ...options });
  return client;
}

function uriOf(path: string): string {
  return `file://${folder}/${path}`;
}

function changed(server: LspClient, ...paths: string[]): Promise<void> {
  const changes = paths.map((path) => ({ uri: uriOf(path), type: 2 }));
  return server.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
}

test("closed files have findings, and lose them when they change, move or go", async () => {
  const server = await serve({ "a.nix": broken, "sub/b.nix": broken });
  await server.until("findings of both", () => server.publishedFiles().length === 2);
  writeFileSync(join(folder, "a.nix"), sound);
  await changed(server, "a.nix");
  await server.until("a mended", () => server.codes(uriOf("a.nix")).length === 0);
  renameSync(join(folder, "sub"), join(folder, "moved"));
  await changed(server, "sub", "moved");
  await server.until("b moved", () => server.publishedFiles().join() === uriOf("moved/b.nix"));
  unlinkSync(join(folder, "moved/b.nix"));
  await changed(server, "moved/b.nix");
  await server.until("none left", () => server.publishedFiles().length === 0);
});

test("a buffer counts instead of the disk while it is open", async () => {
  const server = await serve({ "a.nix": sound });
  await server.open(uriOf("a.nix"), broken);
  await server.until("the buffer's finding", () => server.codes(uriOf("a.nix")).length === 1);
  await server.close(uriOf("a.nix"));
  await server.until("the disk's none", () => server.codes(uriOf("a.nix")).length === 0);
});

test("folders come and go", async () => {
  const server = await serve({ "one/a.nix": broken, "two/b.nix": broken }, { folders: [] });
  const folderOf = (name: string) => ({ uri: uriOf(name), name });
  const change = (event: object) =>
    server.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
  await change({ added: [folderOf("one"), folderOf("two")], removed: [] });
  await server.until("both", () => server.publishedFiles().length === 2);
  await change({ added: [], removed: [folderOf("one")] });
  await server.until("two only", () => server.publishedFiles().join() === uriOf("two/b.nix"));
});

test("a client that can pull is never pushed to", async () => {
  const capabilities = {
    ...fullCapabilities,
    workspace: { ...fullCapabilities.workspace, diagnostics: { refreshSupport: true } },
    textDocument: { ...fullCapabilities.textDocument, diagnostic: {} },
  };
  const server = await serve({ "closed.nix": broken, "open.nix": sound }, { capabilities });
  const pull = (previousResultId?: string) =>
    server.request<FullDocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri: uriOf("open.nix") },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  await server.open(uriOf("open.nix"), broken);
  const report = await pull();
  expect(report.items.map(({ code }: Diagnostic) => code)).toEqual(["syntax-error"]);
  expect(await pull(report.resultId)).toEqual({ kind: "unchanged", resultId: report.resultId });

  await server.until("a refresh", () => server.refreshes > 0);
  await server.until("an idle server", () => !server.busy);
  const all = await server.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
  expect(all.items.map(({ uri }) => uri).sort()).toEqual([uriOf("closed.nix"), uriOf("open.nix")]);

  const previousResultIds = all.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? "" }));
  const later = server.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds });
  unlinkSync(join(folder, "closed.nix"));
  await changed(server, "closed.nix");
  expect((await later).items).toMatchObject([{ uri: uriOf("closed.nix"), items: [] }]);
  expect(server.publishedFiles()).toEqual([]);
});

test("beside another server only options are served", async () => {
  const server = await serve({ "a.nix": broken }, { initializationOptions: { mode: "optionsOnly" } });
  const uri = uriOf("a.nix");
  await server.open(uri, broken);
  await server.until("an idle server", () => !server.busy);
  expect(server.codes(uri)).toEqual([]);
  expect(await server.symbols(uri)).toBeNull();
  await server.connection.sendNotification("plasmacloud/didChangeMode", { mode: "full" });
  await server.until("everything", () => server.codes(uri).length === 1);
});

test("beside another server names are left to it in hovers and definitions, options are not", async () => {
  const text = `let port = 1; in { services.iam.port = port; }`;
  const server = await serve({ "configuration.nix": text }, { initializationOptions: { mode: "optionsOnly" } });
  const uri = uriOf("configuration.nix");
  await server.open(uri, text);
  await server.until("an idle server", () => !server.busy);
  const ask = (method: string, character: number): Promise<unknown> =>
    server.request(`textDocument/${method}`, { textDocument: { uri }, position: { line: 0, character } });
  const name = text.lastIndexOf("port;") + 1;
  const option = text.indexOf("iam.port") + 5;
  expect([await ask("hover", name), await ask("definition", name)]).toEqual([null, null]);
  expect(JSON.stringify(await ask("hover", option))).toContain("services.iam.port");
  await server.connection.sendNotification("plasmacloud/didChangeMode", { mode: "full" });
  expect(await ask("hover", name)).not.toBeNull();
});

test("a hover says what options inside values amount to on each host, also in elements of lists", async () => {
  const text = `{ lib, ... }: {
  services.chainfire = {
    enable = true;
    settings.cluster = { nodeId = 1 + 1; peers = map (id: { inherit id; address = "n:1"; }) [ 1 2 ]; };
  };
  users.users.admin.isNormalUser = lib.mkForce true;
  fileSystems."/".options = [ "noatime" ];
}
`;
  const server = await serve({ "configuration.nix": text });
  const uri = uriOf("configuration.nix");
  await server.open(uri, text);
  const hoverOn = async (word: string): Promise<string> => {
    const before = text.slice(0, text.indexOf(word));
    const line = before.split("\n").length - 1;
    const position = { line, character: before.length - before.lastIndexOf("\n") };
    return JSON.stringify(await server.request("textDocument/hover", { textDocument: { uri }, position }));
  };
  const inner = () => hoverOn("nodeId");
  await until("what is inside", async () => /\*\*: `2`, from \[configuration\.nix:4\]/.test(await inner()), inner);
  expect(await hoverOn("isNormalUser")).toMatch(/\*\*: `true`, from [^,]* \(mkForce\)/);
  expect(await hoverOn("address")).toMatch(/peers\.0\.address`: `\\"n:1\\"`.*peers\.1\.address`: `\\"n:1\\"`/);
});

test("what is unused is faded, and not shown beside another server", async () => {
  const text = "let a = 1; in { }";
  const server = await serve({ "a.nix": text });
  const uri = uriOf("a.nix");
  await server.until("a hint", () => server.codes(uri).join() === "unused-binding");
  expect(server.diagnostics(uri)[0]).toMatchObject({ severity: 4, tags: [1] });
  await server.connection.sendNotification("plasmacloud/didChangeMode", { mode: "optionsOnly" });
  await server.until("nothing", () => server.codes(uri).length === 0);
});

test("severities are the user's", async () => {
  const settings = { diagnostics: { severity: { "syntax-error": "hint" } } };
  const server = await serve({ "a.nix": broken }, { settings });
  await server.until("a hint", () => server.diagnostics(uriOf("a.nix"))[0]?.severity === 4);
});

test("wrong settings are logged and count as unset, each by itself", async () => {
  const severity = { "syntax-error": "hint", "unknown-option": "oof" };
  const settings = { coexistence: 3, diagnostics: { severity } };
  const server = await serve({ "a.nix": broken }, { settings });
  await server.until("what is right counts", () => server.diagnostics(uriOf("a.nix"))[0]?.severity === 4);
  for (const wrong of ["coexistence", "diagnostics.severity.unknown-option"]) {
    await server.until(wrong, () => server.messages.some((message) => message.includes(wrong)));
  }
});

test("unknown requests are refused and harm nothing", async () => {
  const server = await serve({ "a.nix": broken });
  await expect(server.request("textDocument/somethingElse", {})).rejects.toThrow(/Unhandled method/);
  await server.connection.sendNotification("$/whatever", {});
  await server.connection.sendNotification("plasmacloud/didChangeMode", { mode: 7 });
  const uri = uriOf("a.nix");
  for (const method of ["hover", "completion", "definition"]) {
    const params = { textDocument: { uri: "file:///not/open.nix" }, position: { line: 0, character: 0 } };
    expect(await server.request(`textDocument/${method}`, params)).toBeNull();
  }
  await server.open(uri, broken);
  await server.until("findings", () => server.codes(uri).length === 1);
});

test("a document without a name is served", async () => {
  const server = await serve({});
  await server.open("untitled:Untitled-1", broken);
  await server.until("findings", () => server.codes("untitled:Untitled-1").length === 1);
});

test("what deploying needs to know of each host", async () => {
  const server = await serve({
    "configuration.nix": `{ networking.hostName = "core"; system.stateVersion = "25.05"; services.iam.enable = true; }`,
  });
  await server.until("findings", () => server.publishedFiles().length === 1);
  expect(await server.request("plasmacloud/deployFacts", {})).toEqual({
    busy: false,
    hosts: [
      {
        label: expect.stringMatching(/^plasmacloud-server-/),
        name: expect.stringMatching(/^plasmacloud-server-/),
        root: uriOf("configuration.nix"),
        folder: `file://${folder}`,
        files: [uriOf("configuration.nix")],
        kind: "module",
        isSystem: false,
        hostName: "core",
        services: [{ name: "iam", unit: "iam.service", address: "0.0.0.0", port: 3000 }],
        clusters: [],
        deployNode: null,
        colmena: null,
        errors: 1,
      },
    ],
  });
});

test("where options are defined that only a file is known of, or not even that", async () => {
  const server = await serve({
    "configuration.nix": `{ imports = [ ./web.nix ]; system.stateVersion = "25.05"; services.iam.enable = true; }`,
    "web.nix": "{\n  services.iam = {\n    port = 3001;\n  };\n}\n",
  });
  await server.until("findings", () => server.publishedFiles().length === 1);
  const port = ["services", "iam", "port"];
  const definitions = [
    { uri: uriOf("web.nix"), path: port },
    { uri: uriOf("web.nix"), path: ["services", "chainfire"] },
    { uri: uriOf("missing.nix"), path: port },
    { uri: null, path: port },
    { uri: null, path: ["services", "iam", "dataDir"] },
    { uri: null, path: ["services", "nothing", "port"] },
    { uri: null, path: port, host: "another" },
  ];
  const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } };
  const extent = { start: range.start, end: { line: 2, character: 16 } };
  const place = { uri: uriOf("web.nix"), range, extent, value: "3001" };
  const ofHost = { ...place, extent: range };
  const enable = {
    uri: uriOf("configuration.nix"),
    value: "true",
    range: expect.anything(),
    extent: expect.anything(),
  };
  expect(await server.request("plasmacloud/locateDefinitions", { definitions })).toEqual({
    located: [
      { names: 3, places: [place] },
      null,
      null,
      { names: 3, places: [ofHost] },
      { names: 2, places: [enable] },
      null,
      null,
    ],
  });
  expect(await server.request("plasmacloud/locateDefinitions", { definitions: 1 })).toBeNull();
  const { hosts } = (await server.request("plasmacloud/hostsOfFile", { uri: uriOf("web.nix") })) as { hosts: unknown };
  expect(hosts).toMatchObject([{ folder: `file://${folder}`, isSystem: false }]);
  expect(await server.request("plasmacloud/hostsOfFile", { uri: uriOf("other.nix") })).toEqual({
    hosts: [],
    busy: false,
  });
});

test("what flakes offer is told with every edit until now", async () => {
  const flake = (name: string): string => `{ outputs = { self }: { packages.x86_64-linux.${name} = 1; }; }`;
  const server = await serve({ "flake.nix": flake("a") });
  const names = async () => {
    const [facts] = await server.request<FlakeFacts[]>(flakesMethod, {});
    return { folder: facts?.folder, packages: facts?.packages };
  };
  const expected = (name: string) => ({
    folder: `file://${folder}`,
    packages: [{ system: "x86_64-linux", names: [name] }],
  });
  expect(await names()).toEqual(expected("a"));
  await server.open(uriOf("flake.nix"), flake("b"));
  expect(await names()).toEqual(expected("b"));
});
