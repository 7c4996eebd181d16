/**
 * What no configuration should hold and some file will: each gives an answer or a clear finding, in time and in
 * bounded memory, and the server lives on.
 */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";
import { startClient } from "../support/lspClient.ts";

const head = '{ lib, ... }: {\n  system.stateVersion = "25.05";\n';

/** A deterministic noise of bytes. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 42;
  for (let index = 0; index < length; index++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[index] = state >> 16;
  }
  return bytes;
}

const garbage = Buffer.from(noise(3_000_000))
  .toString("latin1")
  .replace(/[^\x20-\x7e\n]/g, "{");

interface BadInput {
  readonly text: string | Uint8Array;
  /** Further files. */
  readonly files?: Readonly<Record<string, string>>;
  /** A code that must be among the findings of the file; `null`: any answer will do. */
  readonly code: string | null;
  /** The host's own file is given up, so that nothing of it is checked. */
  readonly givenUp?: true;
}

const inputs: Readonly<Record<string, BadInput>> = {
  "an empty file": { text: "", code: "syntax-error" },
  "a comment alone": { text: "# nothing", code: "syntax-error" },
  "megabytes of garbage": { text: garbage, code: "file-not-analysed", givenUp: true },
  "a megabyte of garbage": { text: garbage.slice(0, 1_000_000), code: null },
  binary: { text: noise(10_000), code: "file-not-analysed", givenUp: true },
  "a list of 100,000 elements": { text: `${head}  x = [ ${"1 ".repeat(100_000)}];\n}`, code: null },
  "20,000 nested brackets": {
    text: `${head}  x = ${"[".repeat(20_000)}${"]".repeat(20_000)};\n}`,
    code: null,
    givenUp: true,
  },
  "20,000 open brackets": { text: `${head}  x = ${"[".repeat(20_000)}\n}`, code: null },
  "20,000 nested sets": {
    text: `${head}  x = ${"{ a = ".repeat(20_000)}1${"; }".repeat(20_000)};\n}`,
    code: null,
    givenUp: true,
  },
  "20,000 nested parentheses": {
    text: `${head}  x = ${"(".repeat(20_000)}1${")".repeat(20_000)};\n}`,
    code: null,
    givenUp: true,
  },
  "a long sum": { text: `${head}  x = ${"1 + ".repeat(50_000)}1;\n}`, code: null, givenUp: true },
  "an import cycle": {
    text: `${head}  imports = [ ./b.nix ];\n}`,
    files: { "b.nix": "{ imports = [ ./configuration.nix ]; }" },
    code: null,
  },
  "a file that imports itself": { text: "import ./configuration.nix", code: null },
  "an endless recursion": { text: `${head}  networking.hostName = let f = x: f x; in f 1;\n}`, code: null },
  "an endless list": {
    text: `${head}  imports = let go = n: [ n ] ++ go (n + 1); in go 1;\n}`,
    code: null,
  },
  "a string doubled forty times": {
    text: `${head}  networking.hostName = builtins.foldl' (s: _: s + s) "x" (lib.range 1 40);\n}`,
    code: null,
  },
  "a list doubled forty times": {
    text: `${head}  x = builtins.length (builtins.foldl' (s: _: s ++ s) [ 1 ] (lib.range 1 40));\n}`,
    code: null,
  },
  "/dev/zero as an import": { text: `${head}  imports = [ /dev/zero ];\n}`, code: null },
  "/dev/zero read": { text: `${head}  networking.hostName = builtins.readFile /dev/zero;\n}`, code: null },
  "a missing import": { text: `${head}  imports = [ ./gone.nix ];\n}`, code: "missing-file" },
  "__proto__ as an option": {
    text: `${head}  __proto__ = 1;\n  services.__proto__.enable = true;\n  constructor = { };\n}`,
    code: null,
  },
  CRLF: { text: `${head}  services.iam.enable = 1;\n}`.replaceAll("\n", "\r\n"), code: "type-mismatch" },
  "a byte-order mark": { text: `\uFEFF${head}  services.iam.enable = 1;\n}`, code: "type-mismatch" },
  emoji: { text: `${head}  services.iam.dataDir = "/var/lib/😀" + 1;\n}`, code: null },
  "half a surrogate": { text: `${head}  x = "\ud800";\n}`, code: null },
  "a line of a megabyte": { text: `${head}  x = "${"a".repeat(1_000_000)}";\n}`, code: null },
};

test.each(Object.entries(inputs))("%s", (_, { text, files, code, givenUp }) => {
  const folder = scratchFolder({ "configuration.nix": text, ...files });
  const { status, stdout, stderr } = runCommand(["check", "--format", "json"], folder);
  if (givenUp === true)
    expect({ stderr, status }).toEqual({
      stderr: "plasmacloud-nix: not read, so not checked: configuration.nix\n",
      status: 2,
    });
  else expect({ stderr, ended: status === 0 || status === 1 }).toEqual({ stderr: "", ended: true });
  const codes: string[] = JSON.parse(stdout).diagnostics.map((diagnostic: { code: string }) => diagnostic.code);
  if (code !== null) expect(codes).toContain(code);
});

test("__proto__ is a fine name for a host", () => {
  const folder = scratchFolder({
    "flake.nix": `{
  outputs = { self, nixpkgs }: {
    nixosConfigurations.__proto__ = nixpkgs.lib.nixosSystem { modules = [ { services.iam.enable = 1; } ]; };
  };
}`,
  });
  const { stdout } = runCommand(["check", "--format", "json"], folder);
  expect(JSON.parse(stdout).summary.hosts).toBe(1);
});

test("links that lead out of the root, or round in circles, are not followed", () => {
  const folder = scratchFolder({ "configuration.nix": "{ }" });
  symlinkSync("/", join(folder, "everything"));
  symlinkSync(".", join(folder, "here"));
  symlinkSync("/dev/zero", join(folder, "zero.nix"));
  const { stdout } = runCommand(["check", "--format", "json"], folder);
  expect(JSON.parse(stdout).summary.files).toBe(1);
});

test("a server that meets all of it in one buffer lives on", async () => {
  const folder = scratchFolder({ "configuration.nix": "{ }" });
  const client = await startClient({ transport: "stdio", folders: [folder] });
  const uri = `file://${folder}/configuration.nix`;
  await client.open(uri, "{ }");
  for (const { text } of Object.values(inputs)) {
    if (typeof text !== "string") continue;
    await client.edit(uri, { start: 0, end: client.text(uri).length }, text);
    await client.settle();
    await client.complete(uri, Math.floor(text.length / 2));
  }
  await client.edit(uri, { start: 0, end: client.text(uri).length }, "{ a = 1 }");
  await client.settle();
  expect(client.codes(uri)).toEqual(["syntax-error"]);
  expect(client.messages).toEqual([]);
  await client.stop();
});
