/**
 * Sets up and runs every test: `npm test`. Needs Node 20 and, where something is missing, the right to install it.
 * `npm test -- --quick` leaves out what needs a browser-served VS Code.
 */
import { mkdirSync } from "node:fs";
import { canInstall, findProgram, install } from "./tools/debian.mjs";
import { installDependencies } from "./tools/dependencies.mjs";
import { inRoot } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";
import { counted, finish, step, vitest } from "./tools/steps.mjs";

const quick = process.argv.includes("--quick");
const script = (/** @type {string} */ name) => run("npm", ["run", "--silent", name]);
mkdirSync(inRoot("out"), { recursive: true });

if (!(await step("npm packages", installDependencies))) finish();
const { provideNix } = await import("./tools/nix.mjs");
await step("the real Nix", async () => {
  await provideNix();
});
if (!quick) {
  await step("a browser and VS Code for it", async () => {
    if (findProgram("chromium") === null && canInstall()) await install(["chromium", "fonts-dejavu-core"]);
    const { codeServer } = await import("./tools/codeServer.mjs");
    await codeServer();
  });
}
await step("types", async () => {
  await script("typecheck");
});
await step("lint and format", async () => {
  await script("lint");
});
await step("layers", async () => {
  await script("layers");
});
const isPackaged = await step("build and package", async () => {
  await script("package");
});
await step("unit tests", () => vitest("vitest.config.mts", 30));
await step("grammar tests", async () => {
  const output = await run("npm", ["run", "--silent", "grammar"]);
  const passed = [...output.matchAll(/^✓ /gm)].length;
  return { passed, failed: passed === 0 ? 1 : 0, skipped: 0 };
});
if (isPackaged) {
  await step("package tests", () => vitest("vitest.package.config.mts", 10));
  if (!quick) {
    await step("VS Code tests", () =>
      counted(inRoot("out", "e2e.json"), "passed", "failed", "skipped", () =>
        run(process.execPath, [inRoot("scripts", "e2e.mjs"), "--no-package"], { minutes: 15 }),
      ),
    );
  }
}
finish();
