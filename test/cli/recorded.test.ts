/**
 * No clock decides an answer: what `check` says of every example and of every fixture is what is recorded beside this
 * test, whatever the clocks say and however often the machine stops. `npm run record` makes the recordings anew.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { stopAgainAndAgain, wrongClocks } from "../support/clocks.ts";
import { type CommandResult, runCommand, scratchFolder, startCommand } from "../support/commandLine.ts";
import { slow } from "../support/slow.ts";
import { workspaces } from "../support/workspaces.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const recording = fileURLToPath(new URL("recorded.json", import.meta.url));

/** What is wrong on a host, in a cluster and in a text, so that the recordings hold findings of each kind. */
const wrong = {
  "flake.nix": `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations = builtins.mapAttrs (name: module:
    nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default module { networking.hostName = name; } ]; }
  ) { a = ./a.nix; b = ./b.nix; }; };
}
`,
  "a.nix": `{ lib, ... }: let unused = 1; in {
  services.chainfire = { enable = true; port = "2379"; settings.cluster.nodeId = 1; };
  services.iam.enabel = true;
  services.flaredb = { enable = lib.mkDefault true; port = 2379; };
  networking.hostName = "other";
  assertions = [ { assertion = false; message = "never"; } ];
}
`,
  "b.nix":
    "{ services.chainfire.enable = true; services.chainfire.settings.cluster.nodeId = 1; imports = [ ./gone.nix ]; }\n",
  "broken.nix": "{ a = 1; b = { c = nowhere; a = 2\n  d = [ 1 2 ; }; a = 3; }\n",
};

const folder = scratchFolder({});
const files = (below: string): string[] => readdirSync(join(repository, below), { recursive: true, encoding: "utf8" });

for (const path of files("test").filter((name) => name.endsWith(".nix"))) {
  mkdirSync(dirname(join(folder, "fixtures", path)), { recursive: true });
  cpSync(join(repository, "test", path), join(folder, "fixtures", path));
}
for (const name of readdirSync(join(repository, "nix/examples")))
  cpSync(join(repository, "nix/examples", name), join(folder, name), { recursive: true });
for (const name of ["written", "fleet", "long"])
  for (const [uri, text] of workspaces.get(name)?.() ?? []) write(join(name, uri.slice("file:///ws/".length)), text);
for (const [path, text] of Object.entries(wrong)) write(join("wrong", path), text);
const subjects = readdirSync(folder);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const args = ["check", "--format", "json", "."];

/** One line for a subject: exit status, both outputs. What is printed beside the report would make it no JSON. */
function line(name: string, { status, stdout, stderr }: CommandResult): string {
  const answer = JSON.stringify({ status, report: JSON.parse(stdout), stderr });
  return `${JSON.stringify(name)}: ${answer.replaceAll(folder, "/folder")}`;
}

function recorded(name: string): string | undefined {
  const lines = readFileSync(recording, "utf8").split(/,?\n/);
  return lines.find((text) => text.startsWith(`${JSON.stringify(name)}: `));
}

test("what check says is what is recorded", async () => {
  const lines = subjects.map((name) => line(name, runCommand(args, join(folder, name))));
  await expect(`{\n${lines.join(",\n")}\n}\n`).toMatchFileSnapshot(recording);
});

test.each([...wrongClocks.entries()].map(([clocks, environment], index) => ({ clocks, environment, index })))(
  "likewise with $clocks",
  ({ environment, index }) => {
    for (const name of slow.sample(subjects, 3, index))
      expect(line(name, runCommand(args, join(folder, name), "", environment))).toBe(recorded(name));
  },
);

test("likewise when the process is stopped again and again", async () => {
  for (const name of slow.sample(subjects, 3, 3)) {
    const { child, result } = startCommand(args, join(folder, name));
    expect(await stopAgainAndAgain(child, 4), name).toBeGreaterThan(1);
    expect(line(name, await result)).toBe(recorded(name));
  }
});
