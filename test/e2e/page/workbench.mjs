/** The workbench as a person uses it: by keys, quick open and the palette. */

/** @typedef {import("playwright-core").Page} Page */

/** Opens a file of the workspace by its name. */
export async function openFile(/** @type {Page} */ page, /** @type {string} */ name) {
  await quickInput(page, "Control+p", name, name);
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}

/** Runs a command of the palette by its full title. */
export async function runCommand(/** @type {Page} */ page, /** @type {string} */ title) {
  await quickInput(page, "F1", `>${title}`, title);
}

/**
 * Opens a quick input by a key, types, and takes the entry once it is first in the list. A list keeps what it was opened
 * with, so it is opened anew while the entry is not there, such as a command whose extension is only starting.
 */
async function quickInput(
  /** @type {Page} */ page,
  /** @type {string} */ key,
  /** @type {string} */ text,
  /** @type {string} */ entry,
) {
  const widget = page.locator(".quick-input-widget");
  const input = widget.locator("input").first();
  const first = widget.locator(".quick-input-list .monaco-list-row").first().filter({ hasText: entry });
  const succeeds = (/** @type {Promise<void>} */ step) =>
    step.then(
      () => true,
      () => false,
    );
  const timeout = 4000;
  for (let attempt = 1; attempt <= 60; attempt++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press(key);
    if (!(await succeeds(input.waitFor({ timeout })))) continue;
    // whatever takes the focus closes the input
    if (!(await succeeds(input.fill(text, { timeout })))) continue;
    if (!(await succeeds(first.waitFor({ timeout })))) continue;
    await page.keyboard.press("Enter");
    return;
  }
  throw new Error(`${entry} was never first in the list`);
}

/** Selects the first place of the active editor that holds some text. */
export async function select(/** @type {Page} */ page, /** @type {string} */ text) {
  await page.locator(".editor-instance .view-lines").first().click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  const input = page.locator(".find-widget.visible .find-part textarea").first();
  await input.waitFor();
  // the text of the last search would find nothing anew
  await input.fill("");
  await input.fill(text);
  await page.locator(".find-widget.visible .matchesCount", { hasText: /^1 / }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".find-widget.visible").waitFor({ state: "detached" });
}

/** The line of the active editor that holds some text. */
export function lineWith(/** @type {Page} */ page, /** @type {string} */ text) {
  const spaced = text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s");
  return page
    .locator(".editor-instance .view-line")
    .filter({ hasText: new RegExp(spaced) })
    .first();
}

/** Closes every editor, throwing away what was typed. */
export async function closeEditors(/** @type {Page} */ page) {
  const tabs = page.locator(".tab");
  for (let left = await tabs.count(); left > 0; left = await tabs.count()) {
    await runCommand(page, "View: Revert and Close Editor");
    await page.waitForFunction((before) => document.querySelectorAll(".tab").length < before, left);
  }
}
