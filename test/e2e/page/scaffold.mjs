/**
 * Configurations made and changed as a person does it: by keyboard, through the dialogs, in the window. What is written
 * is checked with the command line.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "../../support/until.mjs";
import { lineWith, openFile, runCommand } from "./workbench.mjs";

/** @typedef {import("playwright-core").Page} Page */

const program = fileURLToPath(new URL("../../../dist/plasmacloud-nix.js", import.meta.url));

/** Takes what a dialog's step proposes, once that step is shown. */
async function accept(/** @type {Page} */ page, /** @type {number} */ step, /** @type {string} */ text = "") {
  await page.locator(".quick-input-title", { hasText: `(${step}/` }).waitFor();
  if (text !== "") {
    await page.locator(".quick-input-widget input").first().fill(text);
    const first = page.locator(".quick-input-list .monaco-list-row").first();
    if (await first.isVisible()) await first.filter({ hasText: text }).waitFor();
  }
  await page.locator(".quick-input-widget .monaco-inputbox.error").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
}

/** `plasmacloud-nix check` over a folder. */
function check(/** @type {string} */ folder) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [program, "check", "--format", "json", "--stats", "--fail-on", "hint", folder],
    { encoding: "utf8" },
  );
  return { status, ...JSON.parse(stdout).summary };
}

/** What each topology asks, besides the first step and the last four. */
const topologies = [
  { label: "One host", name: "single", questions: 3, hosts: 1 },
  { label: "Several hosts", name: "several", questions: 10, hosts: 3 },
  { label: "The smallest", name: "smallest", questions: 3, hosts: 1 },
];

/** @type {import("./tests.mjs").PageTest[]} */
export const scaffoldTests = [
  ...topologies.map(({ label, name, questions, hosts }) => ({
    name: `a new configuration: ${label}`,
    run: async (/** @type {import("./tests.mjs").PageContext} */ { page, picture, folder }) => {
      await runCommand(page, "PlasmaCloud: New Configuration…");
      await accept(page, 1, label);
      for (let step = 2; step < 2 + questions; step++) {
        await page.locator(".quick-input-title", { hasText: `(${step}/` }).waitFor();
        if (name === "several" && step === 5) await picture("new-configuration");
        await accept(page, step);
      }
      const last = 2 + questions;
      await accept(page, last);
      await accept(page, last + 1);
      await accept(page, last + 2, "A new folder");
      await page.locator(".quick-input-widget", { hasText: "Name of the new folder" }).waitFor();
      await accept(page, last + 2, name);
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Write" }).first().waitFor();
      await page.keyboard.press("Enter");
      await page.locator('.tab.active[data-resource-name="flake.nix"]').waitFor();
      const made = join(folder, name);
      try {
        if (name === "several") {
          await page.locator(".notification-toast", { hasText: "CHANGE" }).waitFor();
          await picture("configuration-written");
        }
        const { status, hosts: found, unknowns } = check(made);
        assert.deepEqual({ status, found, unknowns }, { status: 0, found: hosts, unknowns: 0 });
      } finally {
        await runCommand(page, "Notifications: Clear All Notifications");
        rmSync(made, { recursive: true, force: true });
      }
    },
  })),
  {
    name: "a step back, a name that cannot be, and out again without a file",
    run: async ({ page, folder }) => {
      const before = readdirSync(folder);
      await runCommand(page, "PlasmaCloud: New Configuration…");
      await accept(page, 1, "One host");
      await page.locator(".quick-input-title", { hasText: "(2/" }).waitFor();
      await page.locator(".quick-input-widget input").first().fill("__proto__");
      await page.locator(".quick-input-message", { hasText: "letters, digits" }).waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".quick-input-title", { hasText: "(2/" }).waitFor();
      await page.keyboard.press("Control+Alt+Minus");
      await page.locator(".quick-input-title", { hasText: "(1/" }).waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      assert.deepEqual(readdirSync(folder), before);
    },
  },
  {
    name: "a folder that is not empty is written to only after asking",
    run: async ({ page, folder }) => {
      const before = readFileSync(join(folder, "flake.nix"), "utf8");
      await runCommand(page, "PlasmaCloud: New Configuration…");
      await accept(page, 1, "The smallest");
      for (let step = 2; step < 7; step++) await accept(page, step);
      await accept(page, 7, "three-node");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Write" }).first().waitFor();
      await page.keyboard.press("Enter");
      const dialog = page.locator(".monaco-dialog-box", { hasText: "would be replaced" });
      await dialog.locator(".dialog-message-detail", { hasText: "network.nix" }).waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      assert.equal(readFileSync(join(folder, "flake.nix"), "utf8"), before);
      assert.equal(existsSync(join(folder, "hosts", "core.nix")), false);
    },
  },
  {
    name: "a host is added in four files, and one undo takes all of it back",
    run: async ({ page, folder }) => {
      const made = join(folder, "hosts", "node4.nix");
      await runCommand(page, "PlasmaCloud: Add Host…");
      await accept(page, 1, "node1");
      for (let step = 2; step < 5; step++) await accept(page, step);
      await lineWith(page, 'node4 = mkNode "node4" [ ];').waitFor();
      assert.ok(existsSync(made));
      await page.keyboard.press("Control+1");
      await page.keyboard.press("Control+z");
      await lineWith(page, 'node4 = mkNode "node4" [ ];').waitFor({ state: "detached" });
      await until("the file is gone", () => !existsSync(made));
      await page.locator(".tab.dirty").first().waitFor({ state: "detached" });
      await runCommand(page, "Notifications: Clear All Notifications");
    },
  },
  {
    name: "a service is added to a host, and undone",
    run: async ({ page, picture }) => {
      await openFile(page, "node1.nix");
      await runCommand(page, "PlasmaCloud: Add Service to Host…");
      await accept(page, 1, "node1");
      await page.locator(".quick-input-title", { hasText: "(2/" }).waitFor();
      await picture("add-service");
      await accept(page, 2, "novanet");
      await lineWith(page, "novanet = {").waitFor();
      await page.keyboard.press("Control+1");
      await page.keyboard.press("Control+z");
      await lineWith(page, "novanet = {").waitFor({ state: "detached" });
      await runCommand(page, "Notifications: Clear All Notifications");
    },
  },
  {
    name: "the guide ticks off what has been done",
    run: async ({ page, picture }) => {
      await openFile(page, "node1.nix");
      await runCommand(page, "PlasmaCloud: Show Hosts");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "node3" }).waitFor();
      await page.keyboard.press("Escape");
      await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await runCommand(page, "PlasmaCloud: Open the Guide");
      const step = (/** @type {string} */ id, /** @type {string} */ state) =>
        page.locator(`[data-step-id$="#${id}"] .codicon-getting-started-step-${state}`).first();
      for (const id of ["open", "hosts"]) await step(id, "checked").waitFor();
      // what other tests deploy counts in this window, too; nothing has been built in it
      await step("build", "unchecked").waitFor();
      await page.locator('[data-step-id$="#open"]').first().click();
      await picture("guide");
    },
  },
  {
    name: "a folder without a configuration is welcomed",
    run: async ({ page, picture, folder, visit }) => {
      const empty = join(folder, "..", "empty");
      if (!existsSync(empty)) mkdirSync(empty);
      await visit(empty);
      await page.keyboard.press("Control+Shift+e");
      const head = page.locator(".pane-header", { hasText: /^PlasmaCloud$/i }).first();
      await head.waitFor();
      if ((await head.getAttribute("aria-expanded")) !== "true") await head.click();
      await page
        .locator(".welcome-view a, .welcome-view .monaco-button", { hasText: "New Configuration" })
        .first()
        .waitFor();
      await page.locator(".welcome-view .monaco-button", { hasText: "Open the Guide" }).first().waitFor();
      await picture("welcome");
      await visit(folder);
      await openFile(page, "flake.nix");
      await head.waitFor({ state: "detached" });
    },
  },
];
