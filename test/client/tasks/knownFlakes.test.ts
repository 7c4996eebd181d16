/** What is known of flakes: ours at once, then what the real Nix says, asked once for each state of a flake. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ExtensionContext, LogOutputChannel } from "vscode";
import { createKnownFlakes } from "../../../client/src/tasks/knownFlakes.ts";
import type { ExtensionParts } from "../../../client/src/workbench/parts.ts";
import type { FlakeFacts } from "../../../server/src/protocol/protocol.ts";
import { fake } from "../../support/fakeVscode.ts";
import { buildEnvironment, hasNix } from "../../support/realNixBuilds.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

vi.mock("vscode", async () => (await import("../../support/fakeVscode.ts")).fakeVscode);

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
const output = { debug() {}, warn() {} } as unknown as LogOutputChannel;
const context = { asAbsolutePath: () => supervisor } as unknown as ExtensionContext;

const facts = (folder: string, rest: Partial<FlakeFacts> = {}): FlakeFacts => ({
  folder: `file://${folder}`,
  packages: [],
  apps: [],
  devShells: [],
  checks: [],
  hosts: [],
  hive: null,
  deployNodes: null,
  complete: true,
  ...rest,
});

/** Asks about flakes of which our own evaluation says `told.facts`. */
function flakesOf(told: { facts: FlakeFacts[] }) {
  const server = { request: async <R>(): Promise<R> => told.facts as R };
  return createKnownFlakes({ context, output, server } as unknown as ExtensionParts);
}

beforeEach(() => {
  fake.reset();
  fake.folder = scratch;
});

test("flakes in folders of the workspace on disk, told from where", async () => {
  fake.settings.set("nix.path", "/no/nix");
  const told = {
    facts: [
      facts(scratch),
      facts(join(scratch, "a/b")),
      facts("/elsewhere"),
      { ...facts("/x"), folder: "vscode-vfs://x" },
    ],
  };
  expect((await flakesOf(told)()).map(({ path, below }) => [path, below])).toEqual([
    [scratch, null],
    [join(scratch, "a/b"), "a/b"],
  ]);
});

describe.runIf(hasNix)("the real Nix", () => {
  const system = `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux`;
  const folder = join(scratch, "timed");

  test("tells outputs that ours cannot see, and images; nothing in an untrusted workspace", async () => {
    Object.assign(process.env, await buildEnvironment(scratch));
    mkdirSync(folder);
    const text = `{ outputs = { self }: let
      made = derivation { name = "a"; system = "${system}"; builder = "/bin/sh"; };
    in {
      packages = if self.lastModified > 0 then { ${system}.hidden = made; } else { };
      nixosConfigurations."a.b".config.system.build.images.tiny = made;
    }; }`;
    writeFileSync(join(folder, "flake.nix"), text);
    // the first answer is of the text before: nobody knew yet that something is hidden
    const told = { facts: [facts(folder, { hosts: ["a.b"] })] };
    const flakes = flakesOf(told);
    fake.isTrusted = false;
    await flakes();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await flakes())[0]?.images.size).toBe(0);
    fake.isTrusted = true;
    const images = await until("the images", async () => (await flakes())[0]?.images.get("a.b"), flakes);
    expect(images).toEqual(["tiny"]);
    told.facts = [facts(folder, { hosts: ["a.b"], complete: false })];
    const packages = await until(
      "a package",
      async () => {
        const found = (await flakes())[0]?.facts.packages ?? [];
        return found.length > 0 ? found : null;
      },
      flakes,
    );
    expect(packages).toEqual([{ system, names: ["hidden"] }]);
    expect((await flakes())[0]?.images.get("a.b")).toEqual(["tiny"]);
  });
});
