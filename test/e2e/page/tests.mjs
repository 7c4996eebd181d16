/**
 * Tests of what a person sees: the workbench in a page, used with the keyboard and asserted on its elements.
 * Invariant: each test opens what it needs and leaves no unsaved editor behind.
 */
import { join } from "node:path";
import { closeEditor, openFile } from "./workbench.mjs";

/**
 * @typedef {object} PageContext
 * @property {import("playwright-core").Page} page
 * @property {string} folder the workspace on disk
 * @property {string} pictures where pictures go
 * @typedef {{ name: string; run: (context: PageContext) => Promise<void> }} PageTest
 */

/** @type {PageTest[]} */
export const pageTests = [
  {
    name: "a Nix file is coloured and its language is shown",
    run: async ({ page, pictures }) => {
      await openFile(page, "flake.nix");
      await page.getByRole("button", { name: "Nix", exact: true }).waitFor();
      await page.waitForFunction(() => {
        const spans = [...document.querySelectorAll(".view-line span[class^=mtk]")];
        return new Set(spans.map((span) => span.className.split(" ")[0])).size >= 4;
      });
      await page.screenshot({ path: join(pictures, "colours.png") });
      await closeEditor(page);
    },
  },
];
