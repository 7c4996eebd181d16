/** The workbench as a person uses it: by keys, quick open and the palette. */

/** @typedef {import("playwright-core").Page} Page */

/** Opens a file of the workspace by its name. */
export async function openFile(/** @type {Page} */ page, /** @type {string} */ name) {
  await page.keyboard.press("Control+p");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(name);
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[data-resource-name="${name.split("/").at(-1)}"]`).waitFor();
}

/** Runs a command of the palette by its full title. */
export async function runCommand(/** @type {Page} */ page, /** @type {string} */ title) {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${title}`);
  await page
    .locator(".quick-input-list .monaco-list-row", { hasText: title.split(": ").at(-1) ?? title })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
}

/** Closes the active editor, throwing away what was typed. */
export async function closeEditor(/** @type {Page} */ page) {
  await runCommand(page, "View: Revert and Close Editor");
}
