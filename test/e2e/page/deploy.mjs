/** Deployments as a person makes them, with the keyboard, against the stub tools. */
import assert from "node:assert/strict";
import { openFile, runCommand } from "./workbench.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {import("./tests.mjs").PageTest[]} */
export const deployTests = [
  {
    name: "deploy: two hosts are picked, previewed, confirmed and switched, one after the other",
    run: async ({ page, picture, stubs }) => {
      stubs.play();
      await openFile(page, "flake.nix");
      await runCommand(page, "PlasmaCloud: Deploy Host");
      await rowWith(page, "node1").waitFor();
      // into the list, then from host to host
      for (let tabs = 0; tabs < 4 && !(await isInList(page)); tabs++) await page.keyboard.press("Tab");
      for (const key of ["ArrowDown", "Space", "ArrowDown", "Space"]) await page.keyboard.press(key);
      await page.locator(".quick-input-count", { hasText: "2 Selected" }).waitFor();
      await picture("deploy-hosts");
      await page.keyboard.press("Enter");
      await choose(page, "switch");
      const ready = page.locator(".notification-toast", { hasText: "switch: node1, node2?" });
      await ready.waitFor();
      await previewText(page, "chainfire-server: 0.1.0 → 0.2.0");
      await picture("deploy-preview");
      assert.deepEqual(stubs.deploys(), [
        "nixos-rebuild dry-activate --flake .#node1 --target-host root@192.0.2.11",
        "nixos-rebuild dry-activate --flake .#node2 --target-host admin@192.0.2.12 --sudo",
      ]);
      await ready.getByRole("button", { name: "Deploy…" }).press("Enter");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.getByText("Order: node1 → node2").waitFor();
      await picture("deploy-confirm");
      await dialog.getByRole("button", { name: "Deploy", exact: true }).press("Enter");
      await page.locator(".notification-toast", { hasText: "node1 done; node2 done" }).waitFor();
      await picture("deploy-report");
      assert.deepEqual(stubs.deploys().slice(2), [
        "nixos-rebuild switch --flake .#node1 --target-host root@192.0.2.11",
        "nixos-rebuild switch --flake .#node2 --target-host admin@192.0.2.12 --sudo",
      ]);
    },
  },
];

/** Takes an entry of the list by its first word. */
async function choose(/** @type {Page} */ page, /** @type {string} */ entry) {
  await rowWith(page, entry).waitFor();
  await page.keyboard.type(entry);
  await page.keyboard.press("Enter");
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
