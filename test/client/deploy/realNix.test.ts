/** What deploying asks of Nix itself, asked of the real one: a system built and named, and two of them compared. */
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finished } from "../../../client/src/deploy/engine/ports.ts";
import { readSystemPath } from "../../../client/src/deploy/engine/toolOutput.ts";
import { isStorePath } from "../../../client/src/deploy/hosts/names.ts";
import { nodePorts } from "../../../client/src/deploy/run/nodePorts.ts";
import type { Invocation } from "../../../client/src/deploy/tools/invocation.ts";
import { buildInvocation, closureDiff, systemQuery } from "../../../client/src/deploy/tools/nix.ts";
import { flakeFlags } from "../../../client/src/nix/nixFacts.ts";
import { host } from "../../support/deployHosts.ts";
import { hasNix } from "../../support/oracle.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
const flake = join(scratch, "a flake");

// builds without other users, a sandbox or a network
process.env["NIX_CONFIG"] = ["build-users-group =", "sandbox = false", "substituters ="].join("\n");
const canBuild = hasNix && isWritable("/nix/store") && isWritable("/nix/var/nix");

if (!canBuild) console.warn("SKIPPED: this user cannot build with Nix, so no real systems were built and compared");

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // a store that only Nix's daemon writes to
    return false;
  }
}

/** Two versions of a system that needs nothing but a shell. */
function writeFlake(version: string): void {
  mkdirSync(flake, { recursive: true });
  writeFileSync(
    join(flake, "flake.nix"),
    `{
  outputs = _: {
    nixosConfigurations."node.1".config.system.build.toplevel = derivation {
      name = "nixos-system-node.1-${version}";
      system = "${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux";
      builder = "/bin/sh";
      args = [ "-c" "echo ${version} > $out" ];
    };
  };
}
`,
  );
}

async function ask(invocation: Invocation): Promise<Finished & { readonly lines: readonly string[] }> {
  const ports = nodePorts({
    supervisor,
    terminalRun: "",
    folder: join(scratch, "states"),
    programs: {},
    nixFlags: flakeFlags,
    settings: () => ({}),
    saveFiles: async () => undefined,
    currentHosts: (hosts) => hosts,
    openTerminal: () => {
      throw new Error("no terminal is expected");
    },
    letGo: () => undefined,
  });
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const finished = await ports.run(invocation, { title: null, signal, onLine: (line) => lines.push(line) });
  return { ...finished, lines };
}

test.runIf(canBuild)("a system is built and named by the same path, and compared with another", async () => {
  const node = host("node.1", { folder: `file://${flake.replace(" ", "%20")}` }, {}, true);
  const system = async (version: string): Promise<string> => {
    writeFlake(version);
    const built = await ask(buildInvocation(node));
    expect(built.end, built.lines.join("\n")).toEqual({ kind: "exited", code: 0 });
    const path = readSystemPath(built.lines);
    if (path === null) throw new Error(`no path in ${built.lines.join("\n")}`);
    return path;
  };
  const [before, after] = [await system("25.05"), await system("25.11")];
  expect([before, after].every(isStorePath)).toBe(true);
  const query = systemQuery(node);
  if (query === null) throw new Error("nothing to ask");
  expect(readSystemPath((await ask(query)).lines)).toBe(after);
  const compare = closureDiff(node, after);
  if (compare === null) throw new Error("nothing to compare");
  const args = compare.args.map((arg) => (arg === "/run/current-system" ? before : arg));
  const compared = await ask({ ...compare, args });
  expect(compared.end, compared.lines.join("\n")).toEqual({ kind: "exited", code: 0 });
  expect(compared.lines.join("\n")).toMatch(/nixos-system-node\.1: 25\.05 → 25\.11/);
});
