/** Deployments as a person makes them, with the keyboard, against the stub tools. */
import assert from "node:assert/strict";
import { until } from "../../support/until.mjs";
import { openFile, runCommand, select } from "./workbench.mjs";

/** @typedef {import("playwright-core").Page} Page */

const dryRun = (/** @type {string} */ host, /** @type {string} */ target) =>
  `nixos-rebuild dry-activate --flake .#${host} --target-host ${target}`;

/** @type {import("./tests.mjs").PageTest[]} */
export const deployTests = [
  {
    name: "deploy: two hosts are picked, previewed, confirmed and switched, one after the other",
    run: async ({ page, picture, stubs }) => {
      stubs.play();
      await beginDeploying(page);
      await tickFirst(page, 2);
      await picture("deploy-hosts");
      await page.keyboard.press("Enter");
      await choose(page, "switch");
      await question(page, "The preview is ready. switch: node1, node2?").waitFor();
      await previewText(page, "chainfire-server: 0.1.0 → 0.2.0");
      await picture("deploy-preview");
      assert.deepEqual(stubs.deploys(), [
        dryRun("node1", "root@192.0.2.11"),
        `${dryRun("node2", "admin@192.0.2.12")} --sudo`,
      ]);
      await confirm(page, "Order: node1 → node2");
      await toast(page, "node1 done; node2 done").waitFor();
      await picture("deploy-report");
      assert.deepEqual(stubs.deploys().slice(2), [
        "nixos-rebuild switch --flake .#node1 --target-host root@192.0.2.11",
        "nixos-rebuild switch --flake .#node2 --target-host admin@192.0.2.12 --sudo",
      ]);
    },
  },
  {
    name: "deploy: a host with errors is refused unless the person says otherwise",
    run: async ({ page, stubs }) => {
      stubs.play();
      await openFile(page, "node1.nix");
      await select(page, "openFirewall");
      await page.keyboard.type("openFirewal");
      await page.keyboard.press("Escape");
      await page.locator(".squiggly-error").first().waitFor();
      await beginDeploying(page);
      await tickFirst(page, 1);
      await page.keyboard.press("Enter");
      await choose(page, "switch");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.getByText("node1 has 1 error.").waitFor();
      await dialog.getByRole("button", { name: "Cancel" }).press("Enter");
      await dialog.waitFor({ state: "detached" });
      assert.deepEqual(stubs.deploys(), []);
    },
  },
  {
    name: "deploy: a failed health check stops the hosts after it",
    run: async ({ page, stubs }) => {
      stubs.play({
        tool: "ssh",
        words: ["root@192.0.2.11", "is-active"],
        answer: ["active", "failed", "active"],
        code: 3,
      });
      await beginDeploying(page);
      await tickFirst(page, 2);
      await page.keyboard.press("Enter");
      await choose(page, "test");
      await confirm(page, "Order: node1 → node2");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.getByText("node1: the unit of flaredb is failed").waitFor();
      await dialog.getByRole("button", { name: "Pause" }).press("Enter");
      const paused = question(page, "The deployment is paused. node1: the unit of flaredb is failed");
      await paused.waitFor();
      // sent away it waits on, where it is not in the way
      await page.keyboard.press("Escape");
      await paused.waitFor({ state: "hidden" });
      const waiting = toast(page, "The deployment is paused.");
      await waiting.getByRole("button", { name: "Stop Deploying" }).press("Enter");
      await toast(page, "A host is not well, so the hosts after it were not started.").waitFor();
      assert.deepEqual(
        stubs.deploys().filter((line) => !line.includes("dry-activate")),
        ["nixos-rebuild test --flake .#node1 --target-host root@192.0.2.11"],
      );
    },
  },
  {
    name: "deploy: the question beside the preview stays as long as it is read, and Escape means no",
    run: async ({ page, stubs }) => {
      stubs.play();
      await beginDeploying(page);
      await tickFirst(page, 1);
      await page.keyboard.press("Enter");
      await choose(page, "switch");
      const asked = question(page, "The preview is ready. switch: node1?");
      await asked.waitFor();
      await previewText(page, "chainfire-server: 0.1.0 → 0.2.0");
      // longer than VS Code leaves a notification in sight
      await page.waitForTimeout(20_000);
      await asked.waitFor();
      await page.keyboard.press("Escape");
      await asked.waitFor({ state: "hidden" });
      await toast(page, "PlasmaCloud: switch").waitFor({ state: "detached" });
      assert.deepEqual(stubs.deploys(), [dryRun("node1", "root@192.0.2.11")]);
    },
  },
  {
    name: "deploy: a switch outlives the window and is named by the next",
    run: async ({ page, stubs }) => {
      const gate = stubs.gate();
      stubs.play({ tool: "nixos-rebuild", words: ["switch"], until: gate.file });
      await beginDeploying(page);
      await tickFirst(page, 1);
      await page.keyboard.press("Enter");
      await choose(page, "switch");
      await confirm(page, "Order: node1");
      const isSwitching = () =>
        stubs.deploys().some((/** @type {string} */ line) => line.startsWith("nixos-rebuild switch"));
      await until("it switches", isSwitching, () => stubs.deploys());
      await page.reload();
      await page.locator(".monaco-workbench").waitFor();
      await openFile(page, "flake.nix");
      await toast(page, "The deployment switch node1 is still running.").waitFor();
      gate.open();
      await toast(page, "The deployment switch node1 ended with code 0.").waitFor();
    },
  },
  {
    name: "deploy: this machine, in a terminal that can ask for a password",
    run: async ({ page, stubs }) => {
      stubs.play();
      await beginDeploying(page);
      await tickNamed(page, "This machine");
      await choose(page, "node2", "Which host is this machine?");
      await choose(page, "boot");
      await confirm(page, "Order: node2");
      await toast(page, "node2 done").waitFor();
      assert.deepEqual(stubs.deploys(), ["terminal: nixos-rebuild boot --flake .#node2 --sudo"]);
    },
  },
  {
    name: "deploy: a first installation wants the host's name typed",
    run: async ({ page, stubs }) => {
      stubs.play();
      for (const [typed, said] of [
        ["node4", "The name was not typed as it is."],
        ["node3", "node3 done"],
      ]) {
        await beginDeploying(page);
        await tickNamed(page, "node3");
        await choose(page, "install");
        await confirm(page, "Wipes the disks of the target.");
        await page.locator(".quick-input-widget", { hasText: "Type the host's name, node3" }).waitFor();
        await answer(page, typed ?? "");
        await toast(page, said ?? "").waitFor();
        await page.keyboard.press("Escape");
      }
      assert.deepEqual(stubs.deploys(), ["terminal: nixos-anywhere --flake .#node3 --target-host root@192.0.2.13"]);
    },
  },
  {
    name: "deploy: generations are listed, and one is rolled back to",
    run: async ({ page, stubs }) => {
      stubs.play();
      await openFile(page, "flake.nix");
      await runCommand(page, "PlasmaCloud: List Generations");
      await choose(page, "node1");
      await rowWith(page, "25.11.20251120.abcdef0").waitFor();
      await choose(page, "41");
      await confirm(page, "Activate the generation before the present one.");
      await toast(page, "rollback: node1 done").waitFor();
      assert.deepEqual(stubs.deploys(), [
        "nixos-rebuild switch --rollback --flake .#node1 --target-host root@192.0.2.11",
      ]);
    },
  },
];

/** Opens the list of hosts. */
async function beginDeploying(/** @type {Page} */ page) {
  await openFile(page, "flake.nix");
  await runCommand(page, "PlasmaCloud: Deploy Host");
  await rowWith(page, "node1").waitFor();
}

/** Ticks the first hosts: into the list by Tab, then from host to host. */
async function tickFirst(/** @type {Page} */ page, /** @type {number} */ count) {
  for (let tabs = 0; tabs < 4 && !(await isInList(page)); tabs++) await page.keyboard.press("Tab");
  for (let ticked = 0; ticked < count; ticked++) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
  }
  await page.locator(".quick-input-count", { hasText: `${count} Selected` }).waitFor();
}

/** Finds a host by its name, and goes on with it alone. */
async function tickNamed(/** @type {Page} */ page, /** @type {string} */ host) {
  await page.keyboard.type(host);
  await page.locator(".quick-input-list .monaco-list-row").nth(1).waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

/** Takes an entry of the list by its first word. */
async function choose(/** @type {Page} */ page, /** @type {string} */ entry, placeholder = "") {
  if (placeholder !== "") await page.locator(`.quick-input-widget input[placeholder="${placeholder}"]`).waitFor();
  await rowWith(page, entry).waitFor();
  await answer(page, entry);
}

/** Types into the quick input, wherever the focus is: the preview may have taken it. */
async function answer(/** @type {Page} */ page, /** @type {string} */ text) {
  const input = page.locator(".quick-input-widget .quick-input-box input");
  await input.fill(text);
  await input.press("Enter");
}

/** Goes on after the preview, and says yes to the dialog that says `detail`. */
async function confirm(/** @type {Page} */ page, /** @type {string} */ detail) {
  await question(page, "The preview is ready.").waitFor();
  await page.keyboard.press("Enter");
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.getByText(detail).waitFor();
  await dialog.getByRole("button", { name: "Deploy", exact: true }).press("Enter");
}

/** The list of answers under some title. */
function question(/** @type {Page} */ page, /** @type {string} */ title) {
  return page.locator(".quick-input-widget", { hasText: title });
}

function toast(/** @type {Page} */ page, /** @type {string} */ text) {
  return page.locator(".notification-toast", { hasText: text });
}

/** Waits until the rendered preview in the active editor holds some text. */
async function previewText(/** @type {Page} */ page, /** @type {string} */ text) {
  const frame = page.frameLocator("iframe.webview.ready").last().frameLocator("iframe#active-frame");
  await frame.getByText(text).first().waitFor();
}

/** Whether keys go to the rows of a list. */
function isInList(/** @type {Page} */ page) {
  return page.evaluate(() => document.activeElement?.classList.contains("monaco-list") ?? false);
}

function rowWith(/** @type {Page} */ page, /** @type {string} */ text) {
  return page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
}
