/** Deployments that ask for nothing, with each of the stub tools, as they meet the real extension host. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands, workspace } from "vscode";
import { until } from "../../support/until.mjs";
import type { Suite } from "./harness.ts";

interface Report {
  readonly stop: string | null;
  readonly hosts: readonly { readonly outcome: { readonly kind: string }; readonly logFiles: readonly string[] }[];
}

const calls = process.env["STUB_CALLS"];

/** Hosts of a hive and of deploy-rs, beside those of the workspace. */
const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.edge1 = nixpkgs.lib.nixosSystem { modules = [ { networking.hostName = "edge1"; } ]; };
    deploy.nodes.edge1 = { hostname = "edge1.example.org"; sshUser = "root"; };
    colmena = {
      meta.nixpkgs = import nixpkgs { };
      hive1.deployment.targetHost = "192.0.2.21";
      hive2.deployment.targetHost = "192.0.2.22";
    };
  };
}
`;

async function deploy(hosts: readonly string[], action: string): Promise<Report | null> {
  return commands.executeCommand("plasmacloud.deployHost", { hosts, action });
}

/** All calls since the last time. */
function takeAllCalls(): { tool: string; args: string[] }[] {
  if (calls === undefined || !existsSync(calls)) return [];
  const lines = readFileSync(calls, "utf8").trim().split("\n");
  rmSync(calls);
  return lines.map((line) => JSON.parse(line));
}

/** The calls of deploy tools since the last time. */
function takeCalls(): string[] {
  return takeAllCalls()
    .filter(({ tool }) => !["ssh", "systemctl", "nix"].includes(tool))
    .map(({ tool, args }) => [tool, ...args].join(" "));
}

/** Lets Nix be one without flakes, and the settings say what about it. */
async function withoutFlakes(setting: "always" | "never", body: () => Promise<void>): Promise<void> {
  const script = process.env["STUB_SCRIPT"] ?? "";
  const print = ["error: experimental Nix feature 'nix-command' is disabled"];
  writeFileSync(script, JSON.stringify([{ tool: "nix", words: ["builtins.getFlake"], print, answer: [], code: 1 }]));
  const settings = workspace.getConfiguration("plasmacloud.nix");
  await settings.update("enableFlakes", setting, true);
  try {
    await body();
  } finally {
    await settings.update("enableFlakes", undefined, true);
    rmSync(script);
  }
}

async function inFolder(body: () => Promise<void>): Promise<void> {
  const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? "", "more-hosts");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "flake.nix"), flake);
  try {
    await body();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stub tools are given to VS Code in the browser only. */
export const deploySuite: Suite = {
  name: "deploy",
  tests:
    calls === undefined
      ? []
      : [
          // first, since a Nix that has flakes is not asked again
          {
            name: "a Nix without flakes deploys nothing where the settings forbid to switch them on",
            run: () =>
              withoutFlakes("never", async () => {
                await until("Nix is asked about flakes", async () => {
                  assert.equal(await deploy(["node1"], "dry-activate"), null);
                  const made = takeAllCalls();
                  assert.deepEqual([...new Set(made.map(({ tool }) => tool))].join(), made.length > 0 ? "nix" : "");
                  return made.length > 0 ? made : null;
                });
              }),
          },
          {
            name: "a Nix without flakes deploys where the settings say to switch them on",
            run: () =>
              withoutFlakes("always", async () => {
                assert.equal((await deploy(["node1"], "dry-activate"))?.stop, null);
                assert.deepEqual(takeCalls(), [
                  "nixos-rebuild dry-activate --flake .#node1 --target-host root@192.0.2.11",
                ]);
              }),
          },
          {
            name: "nixos-rebuild, and a log for each host",
            run: async () => {
              takeCalls();
              const report = await until("node1 is known", () => deploy(["node1"], "dry-activate"));
              assert.equal(report.stop, null);
              assert.deepEqual(
                report.hosts.map(({ outcome }) => outcome.kind),
                ["done"],
              );
              const log = readFileSync(report.hosts[0]?.logFiles[0] ?? "", "utf8");
              assert.match(log, /would restart the following units: iam\.service, nginx\.service/);
              assert.deepEqual(takeCalls(), [
                "nixos-rebuild dry-activate --flake .#node1 --target-host root@192.0.2.11",
              ]);
            },
          },
          {
            name: "colmena and deploy-rs, each for its own hosts",
            run: () =>
              inFolder(async () => {
                const hive = await until("the hive is known", () => deploy(["hive1", "hive2"], "dry-activate"));
                assert.equal(hive.hosts.length, 2);
                assert.deepEqual(takeCalls(), ["colmena apply dry-activate --verbose --on hive1,hive2"]);
                const edge = await deploy(["edge1"], "dry-activate");
                assert.equal(edge?.stop, null);
                assert.deepEqual(takeCalls(), ["deploy --dry-activate .#edge1"]);
              }),
          },
          {
            name: "a virtual machine is built here",
            run: async () => {
              const report = await deploy(["node3"], "build-vm");
              assert.deepEqual(
                report?.hosts.map(({ outcome }) => outcome.kind),
                ["done"],
              );
              assert.deepEqual(takeCalls(), ["nixos-rebuild build-vm --flake .#node3"]);
            },
          },
        ],
};
