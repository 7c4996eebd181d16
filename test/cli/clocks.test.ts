/** No clock decides an answer: with every clock jumping by hours, `check` says of the examples what is known to be so. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCommand, scratchFolder } from "../support/commandLine.ts";
import { slow } from "../support/slow.ts";

const preload = fileURLToPath(new URL("../support/jumpingClocks.cjs", import.meta.url));
const examples = fileURLToPath(new URL("../../nix/examples/", import.meta.url));

function check(folder: string, seed: number): unknown {
  const environment = { NODE_OPTIONS: `--require=${preload}`, PLASMACLOUD_CLOCK_SEED: String(seed) };
  const { stdout, stderr } = runCommand(["check", "--format", "json", "."], folder, "", environment);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

for (let seed = 1; seed <= slow.runs(2, 50); seed++) {
  test(`clean configurations stay clean, wrong ones wrong: seed ${seed}`, { timeout: 120_000 }, () => {
    for (const [name, hosts] of [
      ["minimal", 1],
      ["single-node", 1],
      ["three-node", 3],
    ] as const) {
      expect(check(`${examples}${name}`, seed), name).toMatchObject({ diagnostics: [], summary: { hosts, errors: 0 } });
    }
    const wrong = scratchFolder({
      "configuration.nix": "{ services.chainfire.enable = true; services.iam.enabel = 1; }",
    });
    expect(check(wrong, seed)).toMatchObject({
      diagnostics: [{ code: "unknown-option" }],
      summary: { hosts: 1, errors: 1 },
    });
  });
}
