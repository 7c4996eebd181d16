/** Draws the extension's icon from `icons/icon.svg`: `npm run icons`. The pictures are committed. */
import { readFileSync } from "node:fs";
import { launchBrowser } from "./tools/browser.mjs";
import { inRoot } from "./tools/paths.mjs";

const svg = readFileSync(inRoot("icons", "icon.svg"), "utf8");
const browser = await launchBrowser();
for (const [name, size] of /** @type {const} */ ([
  ["icon.png", 128],
  ["icon-256.png", 256],
])) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: inRoot("icons", name), omitBackground: true });
}
await browser.close();
