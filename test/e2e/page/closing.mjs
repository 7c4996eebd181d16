/** VS Code is closed while something is built. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../support/until.mjs";
import { chooseBuild } from "./build.mjs";
import { openFile } from "./workbench.mjs";

/** In the command line of the builder, and of nothing else. */
const sleeper = `8${process.pid}.25`;

const flake = `{
  outputs = { self }: {
    packages.${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux.slow = derivation {
      name = "slow-${Date.now()}";
      system = "${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux";
      builder = "/bin/sh";
      PATH = "/bin:/usr/bin";
      args = [ "-c" "sleep ${sleeper}" ];
    };
  };
}
`;

/** The last test: what it starts still runs when VS Code is ended. @type {import("./tests.mjs").PageTest} */
export const closingTest = {
  name: "a build ends with VS Code",
  needsNix: true,
  run: async ({ page, folder, visit }) => {
    const place = join(folder, "slow");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "flake.nix"), flake);
    await visit(folder);
    await openFile(page, "node1.nix");
    await chooseBuild(page, "build slow in slow");
    await until("the builder runs", () => builders() > 0);
    rmSync(place, { recursive: true, force: true });
  },
  afterEnd: async () => {
    await until("no builder is left", () => builders() === 0);
  },
};

/** How many builders run, those that wait for their parents not counted. */
function builders() {
  const lines = execFileSync("ps", ["-A", "-o", "stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(sleeper) && !line.startsWith("Z")).length;
}
