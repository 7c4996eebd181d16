/** The stub deploy tools of test/support/stub-tools in a VS Code that is driven: where they are, and what they are told. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

const bin = inRoot("test", "support", "stub-tools", "bin");

/** @typedef {import("../../test/support/stubTools.ts").Scene} Scene */

/** What VS Code needs so that deployments meet the stubs; `folder` holds what they keep. */
export function stubTools(/** @type {string} */ folder) {
  const calls = join(folder, "stub-calls.jsonl");
  const script = join(folder, "stub-script.json");
  return {
    env: { STUB_CALLS: calls, STUB_SCRIPT: script },
    machineSettings: {
      // not on PATH, where a real Nix is what other tests want to meet
      "plasmacloud.deploy.programs": Object.fromEntries(readdirSync(bin).map((name) => [name, join(bin, name)])),
    },
    settings: {
      "plasmacloud.deploy.healthCheckTimeout": 5,
      "plasmacloud.deploy.hosts": {
        node1: { targetHost: "root@192.0.2.11" },
        node2: { targetHost: "admin@192.0.2.12" },
        node3: { targetHost: "root@192.0.2.13" },
      },
    },
    /** Sets what the tools do from now on, and forgets what they did. */
    play(/** @type {Scene[]} */ ...scenes) {
      rmSync(calls, { force: true });
      writeFileSync(script, JSON.stringify(scenes));
    },
    /** The calls of deploy tools, as lines; those that were in a terminal begin with `terminal: `. */
    deploys() {
      if (!existsSync(calls)) return [];
      const lines = readFileSync(calls, "utf8").trim().split("\n");
      return lines
        .map((line) => JSON.parse(line))
        .filter(({ tool }) => !["ssh", "systemctl", "nix"].includes(tool))
        .map(({ tool, args, isTerminal }) => `${isTerminal ? "terminal: " : ""}${[tool, ...args].join(" ")}`);
    },
    /** A file that a scene may wait for (`until`), not there yet. */
    gate() {
      const file = join(folder, "stub-gate");
      rmSync(file, { force: true });
      return { file, open: () => writeFileSync(file, "") };
    },
  };
}
