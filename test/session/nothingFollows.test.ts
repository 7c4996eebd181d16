/** Files that were given up: no error follows from what nobody read, on the first look and across edits. */
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../server/src/session/messages.ts";
import { bundledNix, memorySession, openWorkspace } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";

const GIVEN_UP: Readonly<Record<string, string>> = {
  "too large": `{ config.a = [ ${"1 ".repeat(1_100_000)} ]; }`,
  "too deep": `{ a = ${"[ ".repeat(600)}${" ]".repeat(600)}; }`,
  "no text": "{ a = \0; }",
};

/** What a workspace of these files says, as `CODE MESSAGE`. */
function said(analysis: Analysis): readonly string[] {
  return [...analysis.findings.keys()].flatMap((uri) =>
    findingsOf(analysis, uri).map(({ code, message }) => `${uri.slice("file:///ws/".length)} ${code} ${message}`),
  );
}

const errors = (analysis: Analysis): readonly string[] =>
  said(analysis).filter((text) => !text.includes("file-not-analysed") && !text.includes("hosts-unknown"));

const USES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a module": {
    "configuration.nix": "{ imports = [ ./given.nix ]; mine.option = 1; services.chainfire.enable = true; }",
  },
  "a value": {
    "configuration.nix": "{ networking.hostName = (import ./given.nix).name; assertions = import ./given.nix; }",
  },
  "a function": { "configuration.nix": "{ imports = [ (import ./given.nix { a = 1; }) ]; mine.b = true; }" },
  "a library": {
    "configuration.nix": "let l = import ./given.nix; in { services.foo.enable = l.f (l.g 1); mine = l.c; }",
  },
  "a module of a flake's host": {
    "flake.nix": `{ inputs.nixpkgs.url = "nixpkgs"; outputs = { nixpkgs, ... }: {
      nixosConfigurations.h = nixpkgs.lib.nixosSystem { modules = [ ./given.nix { mine.option = 1; } ]; }; }; }`,
  },
};

describe.each(Object.keys(GIVEN_UP))("%s", (kind) => {
  const text = GIVEN_UP[kind] ?? "";
  test.each(Object.keys(USES))("as %s, at first, across edits, and when it is mended", async (use) => {
    const files = Object.entries(USES[use] ?? {}).map(([path, content]) => [`file:///ws/${path}`, content] as const);
    const given = "file:///ws/given.nix";
    const workspace = openWorkspace(new Map([...files, [given, text]]), ["file:///ws"]);
    const first = await workspace.withChanges(new Map());
    expect(errors(first)).toEqual([]);
    expect(said(first).filter((line) => line.startsWith("given.nix file-not-analysed"))).toHaveLength(1);
    const mended = await workspace.withChanges(new Map([[given, "{ }"]]));
    expect(said(mended).filter((line) => line.includes("file-not-analysed"))).toEqual([]);
    expect(errors(await workspace.withChanges(new Map([[given, text]])))).toEqual([]);
    const [[uri = "", content = ""] = []] = files;
    expect(errors(await workspace.withChanges(new Map([[uri, `# again\n${content}`]])))).toEqual([]);
    workspace.dispose();
  });
});

test("what a mended file then says is checked", async () => {
  const files = new Map([["file:///ws/configuration.nix", "{ imports = [ ./given.nix ]; mine.option = 1; }"]]);
  const workspace = openWorkspace(files.set("file:///ws/given.nix", GIVEN_UP["no text"] ?? ""), ["file:///ws"]);
  expect(errors(await workspace.withChanges(new Map()))).toEqual([]);
  const mended = await workspace.withChanges(new Map([["file:///ws/given.nix", "{ services.chainfire.bogus = 1; }"]]));
  expect(errors(mended)).toEqual([expect.stringMatching(/^given\.nix unknown-option/)]);
  workspace.dispose();
});

test("a module beside a file that was given up is no host, since that file may import it", async () => {
  const part = '{ fileSystems."/".device = "/dev/sda"; services.chainfire.bogus = 1; }';
  const files = new Map([
    ["file:///ws/part.nix", part],
    ["file:///ws/top.nix", "{ imports = [ ./part.nix ]; }"],
  ]);
  const workspace = openWorkspace(files, ["file:///ws"]);
  expect(errors(await workspace.withChanges(new Map([["file:///ws/top.nix", GIVEN_UP["no text"] ?? ""]])))).toEqual([]);
  workspace.dispose();
});

describe("the files that come with PlasmaCloud", () => {
  const configuration =
    '{ lib, ... }: { services.chainfire.enable = true; system.stateVersion = "24.05"; networking.hostName = lib.mkForce "a"; }';
  const without = async (bundled: ReadonlyMap<string, string>): Promise<Analysis> => {
    const faults: string[] = [];
    const session = memorySession(new Map([["file:///ws/configuration.nix", configuration]]), {
      log: { info() {}, warn() {}, error: (what, error) => faults.push(`${what}: ${String(error)}`) },
      bundledNix: bundled,
    });
    session.apply({ generation: 1, roots: ["file:///ws"], buffers: [] });
    const analysis = await session.analyse(1, () => false);
    session.dispose();
    expect(faults).toEqual([]);
    if (analysis === null) throw new Error("the analysis was cancelled");
    return analysis;
  };
  test("are all there", async () => expect(errors(await without(bundledNix))).toEqual([]));
  test("are missing", async () => expect(errors(await without(new Map()))).toEqual([]));
  test.each(["lib/nixos-base.nix", "modules/chainfire.nix", "modules/default.nix", "lib/service-module.nix"])(
    "%s is given up",
    async (path) => {
      expect(bundledNix.has(path)).toBe(true);
      expect(errors(await without(new Map([...bundledNix, [path, "\0"]])))).toEqual([]);
    },
  );
});
