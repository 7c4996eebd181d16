/**
 * Sets up and runs every test: `npm test`. Needs Node 20 and, where something is missing, the right to install it.
 * `npm test -- --quick` leaves out what needs a browser-served VS Code.
 */
import { mkdirSync } from "node:fs";
import { canInstall, findProgram, install } from "./tools/debian.mjs";
import { installDependencies } from "./tools/dependencies.mjs";
import { inRoot } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";
import { counted, finish, longest, step, vitest } from "./tools/steps.mjs";

const quick = process.argv.includes("--quick");
/** The step that is one script of package.json. */
const script = (/** @type {string} */ name) => async (/** @type {import("./tools/steps.mjs").Print} */ print) => {
  await run("npm", ["run", "--silent", name], { print });
};
mkdirSync(inRoot("out"), { recursive: true });

console.log(
  `npm test installs what is missing of: this project's npm packages; nix-bin (Debian)${quick ? "" : "; chromium and fonts-dejavu-core (Debian); code-server with its Node, from npm (620 MB)"}`,
);

if (!(await step("npm packages", installDependencies))) finish();
const { provideNix } = await import("./tools/nix.mjs");

// What is installed comes in order, since one package manager installs one thing at a time.
const nix = step("the real Nix", async () => {
  await provideNix();
});
const browser = nix.then(() =>
  quick
    ? false
    : step("a browser and VS Code for it", async () => {
        if (findProgram("chromium") === null && canInstall()) await install(["chromium", "fonts-dejavu-core"]);
        const { codeServer } = await import("./tools/codeServer.mjs");
        await codeServer();
      }),
);

// Two lanes beside each other: the unit tests, which want both processors, and all that runs on one or mostly waits.
const isPackaged = step("build and package", script("package"));
const unit = Promise.all([nix, isPackaged]).then(() =>
  step("unit tests", (print) => vitest("vitest.config.mts", print)),
);
if (await isPackaged) await step("package tests", (print) => vitest("vitest.package.config.mts", print));
await step("types", script("typecheck"));
await step("lint and format", script("lint"));
await step("layers", script("layers"));
await step("grammar tests", async (print) => {
  const output = await run("npm", ["run", "--silent", "grammar"], { print });
  const passed = [...output.matchAll(/^✓ /gm)].length;
  return { passed, failed: passed === 0 ? 1 : 0, skipped: 0 };
});
if ((await browser) && (await isPackaged)) {
  await step("VS Code tests", (print) =>
    counted(inRoot("out", "e2e.json"), "passed", "failed", "skipped", print, () =>
      run(process.execPath, [inRoot("scripts", "e2e.mjs"), "--no-package"], { minutes: longest, print }),
    ),
  );
}
await unit;
finish();
