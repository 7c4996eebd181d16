/**
 * Tests of what a person sees: the workbench in a page, used with the keyboard and asserted on its elements. Each takes
 * its picture on the way.
 */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildTest } from "./build.mjs";
import { closingTest } from "./closing.mjs";
import { deployTests } from "./deploy.mjs";
import { nixSaysTest } from "./nixSays.mjs";
import { scaffoldTests } from "./scaffold.mjs";
import { closeEditors, lineWith, openFile, runCommand, select } from "./workbench.mjs";

/**
 * @typedef {object} PageContext
 * @property {import("playwright-core").Page} page
 * @property {(name: string) => Promise<void>} picture takes a picture of the whole window
 * @property {ReturnType<typeof import("../../../scripts/tools/stubTools.mjs").stubTools>} stubs the stub deploy tools
 * @property {string} folder the workspace on disk
 * @property {(folder: string) => Promise<void>} visit opens another folder in the window
 * @typedef {object} PageTest
 * @property {string} name
 * @property {true} [needsNix]
 * @property {(context: PageContext) => Promise<void>} run
 * @property {() => Promise<void>} [afterEnd] what has to hold once VS Code has been ended
 */

/** @type {PageTest[]} */
export const pageTests = [
  {
    name: "a Nix file is coloured and its language is shown",
    run: async ({ page, picture }) => {
      await openFile(page, "flake.nix");
      await page.getByRole("button", { name: "Nix", exact: true }).waitFor();
      await page.waitForFunction(() => {
        const spans = [...document.querySelectorAll(".view-line span[class^=mtk]")];
        return new Set(spans.map((span) => span.className.split(" ")[0])).size >= 4;
      });
      await picture("colours");
    },
  },
  {
    name: "options are offered while they are typed, and accepting one writes its value",
    run: async ({ page, picture }) => {
      await openFile(page, "node1.nix");
      await select(page, "system.stateVersion");
      for (const key of ["Home", "Enter", "ArrowUp"]) await page.keyboard.press(key);
      await page.keyboard.type("services.flashdns.");
      const widget = page.locator(".suggest-widget.visible");
      await widget.locator(".monaco-list-row", { hasText: "dnsPort" }).first().waitFor();
      await page.keyboard.press("Control+Space");
      await page.locator(".suggest-details", { hasText: "Type" }).first().waitFor();
      await picture("completion");
      await page.keyboard.type("dnsP");
      await widget.locator(".monaco-list-row.focused", { hasText: "dnsPort" }).waitFor();
      await page.keyboard.press("Enter");
      await lineWith(page, "services.flashdns.dnsPort = 53;").waitFor();
    },
  },
  {
    name: "a mistake is underlined and listed in Problems, and a quick fix mends it",
    run: async ({ page, picture }) => {
      await openFile(page, "node1.nix");
      await select(page, "openFirewall");
      await page.keyboard.type("openFirewal");
      await page.keyboard.press("Escape");
      await page.locator(".squiggly-error").first().waitFor();
      await page.keyboard.press("Control+Shift+m");
      const row = page.locator(".markers-panel .monaco-list-row", { hasText: "openFirewal does not exist" });
      await row.filter({ hasText: "unknown-option" }).first().waitFor();
      await picture("problems");
      await page.keyboard.press("Control+1");
      await page.keyboard.press("Control+.");
      const action = page.locator(".action-widget .monaco-list-row", { hasText: "openFirewall" }).first();
      await action.waitFor();
      await picture("quick-fix");
      await action.click();
      await lineWith(page, "openFirewall = true;").waitFor();
      await page.locator(".squiggly-error").waitFor({ state: "detached" });
      await page.keyboard.press("Control+j");
    },
  },
  {
    name: "a hover says what an option amounts to on its host",
    run: async ({ page, picture }) => {
      await openFile(page, "node1.nix");
      await select(page, "openFirewall");
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Control+i");
      const hover = page.locator(".monaco-hover:visible", { hasText: "services.iam.openFirewall" }).first();
      await hover.waitFor();
      assert.match((await hover.textContent()) ?? "", /node1/);
      await picture("hover");
    },
  },
  {
    name: "the hosts of the flake are listed",
    run: async ({ page, picture }) => {
      await openFile(page, "flake.nix");
      await runCommand(page, "PlasmaCloud: Show Hosts");
      const list = page.locator(".quick-input-list");
      for (const host of ["node1", "node2", "node3"])
        await list.locator(".monaco-list-row", { hasText: host }).first().waitFor();
      await picture("hosts");
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "the status bar says how many hosts there are, and what of them is not known",
    run: async ({ page, picture, folder }) => {
      await openFile(page, "node1.nix");
      const item = page.locator(".statusbar-item", { hasText: "3 hosts" }).first();
      const tooltip = (/** @type {string} */ text) => page.locator(".monaco-hover:visible", { hasText: text }).first();
      await item.locator(".codicon-server-environment").waitFor();
      await item.hover();
      await tooltip("Known of NixOS: ").waitFor();
      await picture("status");
      await page.keyboard.press("Escape");
      const given = join(folder, "hosts", "given.nix");
      writeFileSync(given, Buffer.from([0, 159, 146, 150]));
      try {
        await select(page, "system.stateVersion");
        for (const key of ["Home", "Enter", "ArrowUp"]) await page.keyboard.press(key);
        await page.keyboard.insertText("networking.domain = import ./given.nix;");
        await item.locator(".codicon-warning").waitFor();
        await item.hover();
        await tooltip("Given up: hosts/given.nix, which node1 needs: it is not text.").waitFor();
        await picture("status-warning");
      } finally {
        rmSync(given);
      }
    },
  },
  buildTest,
  nixSaysTest,
  ...deployTests,
  ...scaffoldTests,
  closingTest,
];

/** Puts the workbench back after a test, whatever state it was left in. */
export async function putBack(/** @type {import("playwright-core").Page} */ page) {
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Escape");
  await closeEditors(page);
}
