/** The requests that make and change configurations, asked of the built server. */
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LineIndex } from "../../server/src/base/lineIndex.ts";
import type {
  AddServiceResult,
  EnableMissingResult,
  NewConfiguration,
  ScaffoldFacts,
  TriedChange,
} from "../../server/src/protocol/scaffoldProtocol.ts";
import type { PlaceOptionResult, SearchOptionsResult } from "../../server/src/protocol/searchProtocol.ts";
import { type LspClient, startClient } from "../support/lspClient.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-scaffold-")));
const uri = `file://${folder}/configuration.nix`;
const text = '{\r\n  system.stateVersion = "25.05";\r\n  services.iam.enable = true;\r\n}\r\n';
let client: LspClient;

beforeAll(async () => {
  writeFileSync(join(folder, "configuration.nix"), text);
  cpSync(fileURLToPath(new URL("../../nix/examples/minimal", import.meta.url)), join(folder, "minimal"), {
    recursive: true,
  });
  client = await startClient({ transport: "ipc", folders: [folder] });
  await client.settle();
}, 40_000);

afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = <R>(method: string, params: object): Promise<R> =>
  client.connection.sendRequest(`plasmacloud/${method}`, params);

/** What an editor makes of a change. */
function applied({ files }: TriedChange): Record<string, string> {
  return Object.fromEntries(
    files.map(({ uri: changed, before, range, newText }) => {
      const lines = new LineIndex(before ?? "");
      const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
      return [
        changed.slice(`file://${folder}/`.length),
        (before ?? "").slice(0, start) + newText + (before ?? "").slice(end),
      ];
    }),
  );
}

test("what a dialog offers", async () => {
  const facts = await ask<ScaffoldFacts>("scaffoldFacts", {});
  expect(facts.topologies.map(({ name, several }) => [name, several])).toEqual([
    ["single-node", false],
    ["three-node", true],
    ["minimal", false],
  ]);
  expect(facts.services.map(({ name }) => name)).toContain("lightningstor");
  expect(facts.stateVersion).toMatch(/^\d\d\.\d\d$/);
});

test("options are searched, and one is placed in an open file", async () => {
  const { options, known } = await ask<SearchOptionsResult>("searchOptions", { query: "iam.openf" });
  expect(known).toBeGreaterThan(20_000);
  expect(options[0]).toMatchObject({ label: "services.iam.openFirewall", type: "boolean", default: "false" });
  const nixos = await ask<SearchOptionsResult>("searchOptions", { query: "openssh.enable" });
  expect(nixos.options[0]?.label).toBe("services.openssh.enable");
  await client.open(uri, text);
  const path = ["services", "iam", "openFirewall"];
  const position = { line: 0, character: 0 };
  const placed = await ask<PlaceOptionResult>("placeOption", { path, uri, position });
  const here = ({ definitions }: PlaceOptionResult) => definitions.filter((one) => one.uri === uri);
  expect(here(placed)).toEqual([]);
  expect(placed.definitions.map(({ hosts }) => hosts)).toEqual([["core"]]);
  expect(placed.insertion?.newText).toBe("\r\n  services.iam.openFirewall = true;");
  const enable = await ask<PlaceOptionResult>("placeOption", { path: ["services", "iam", "enable"], uri, position });
  expect(enable.insertion).toBeNull();
  expect(here(enable).map(({ range }) => range.start.line)).toEqual([2]);
  expect(await ask("searchOptions", { query: 1 })).toBeNull();
  expect(await ask("placeOption", { path: [], uri, position })).toBeNull();
  await client.close(uri);
});

test("a new configuration, and what was added to it", async () => {
  const made = await ask<NewConfiguration>("newConfiguration", {
    topology: "three-node",
    hosts: [
      { name: "a", address: "10.0.0.1", services: ["iam"] },
      { name: "b", address: "10.0.0.2", services: ["chainfire"] },
    ],
    prefixLength: 24,
    gateway: "10.0.0.254",
    stateVersion: "25.05",
  });
  expect(made.files.map(({ path }) => path)).toContain("hosts/a.nix");
  expect(made.added).toEqual([{ host: "a", service: "flaredb" }]);
  expect(made.even).toEqual([]);
  const plan = {
    topology: "minimal",
    hosts: [{ name: "a", address: "10.0.0.1", services: ["iam"] }],
    prefixLength: 24,
    gateway: "10.0.0.254",
    stateVersion: "25.05",
  };
  expect(await ask("newConfiguration", plan)).not.toBeNull();
  const [host] = plan.hosts;
  for (const wrong of [
    { topology: "../../etc" },
    { hosts: [] },
    { hosts: [{ ...host, name: "../x" }] },
    { hosts: [{ ...host, name: '"' }] },
    { hosts: [{ ...host, address: '1"' }] },
    { stateVersion: "${x}" },
    { prefixLength: 0.5 },
  ]) {
    expect(await ask("newConfiguration", { ...plan, ...wrong })).toBeNull();
  }
});

test("what is missing is enabled, between Windows line ends, in a buffer that was never saved", async () => {
  await client.open(uri, text.replace("iam", "novanet"));
  await client.settle();
  const { left, problems, ...change } = await ask<EnableMissingResult>("enableMissing", { uri: null });
  expect({ left, problems }).toEqual({ left: 0, problems: [] });
  const after = applied(change)["configuration.nix"] ?? "";
  expect(after).toContain("services.novanet.enable = true;\r\n");
  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(change.started.map(({ service }) => service)).toEqual(["chainfire", "flaredb", "iam"]);
});

test("a service is added to a host of the flake, and asking again finds nothing changed", async () => {
  const params = { host: "core", service: "flashdns", answers: [] };
  const first = await ask<AddServiceResult>("addService", params);
  if (first.kind !== "done") throw new Error(JSON.stringify(first));
  expect(applied(first.change)["minimal/hosts/core.nix"]).toContain("flashdns = {");
  expect(await ask("addService", params)).toEqual(first);
});
