/**
 * The packaged extension in a real VS Code, driven by a real browser: `npm run test:e2e` (`-- --no-package` takes the
 * .vsix that is there, `-- --only=TEXT` those tests whose names hold the text).
 *
 * First the suites of test/e2e/suites run inside the extension host and write their result to a file, then the tests of
 * test/e2e/page use the workbench as a person does. Their pictures are in out/e2e.
 * `npm run pictures` runs the latter once for each theme, writes the pictures to out/pictures, and from there those that
 * a page shows to docs/images.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pageTests, putBack } from "../test/e2e/page/tests.mjs";
import { launchBrowser } from "./tools/browser.mjs";
import { provideNix } from "./tools/nix.mjs";
import { nixEnvironment } from "./tools/nixEnvironment.mjs";
import { inRoot } from "./tools/paths.mjs";
import { publishPictures } from "./tools/pictures.mjs";
import { run } from "./tools/run.mjs";
import { stubTools } from "./tools/stubTools.mjs";
import { packTestExtensions } from "./tools/testExtensions.mjs";
import { serveVsCode } from "./tools/vscodeServer.mjs";

/** How long one state may take to come, in ms, and all suites in the extension host: for a machine that is very busy. */
const patience = 300_000;
const suiteMinutes = 60;

if (!process.argv.includes("--no-package")) await run(process.execPath, [inRoot("scripts", "package.mjs")]);
const { name, version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const scratch = mkdtempSync(join(tmpdir(), "plasmacloud-e2e-"));
const only = process.argv.find((arg) => arg.startsWith("--only="))?.slice("--only=".length) ?? "";
const withPictures = process.argv.includes("--pictures");
const pictures = inRoot("out", withPictures ? "pictures" : "e2e");
/** @type {[suffix: string, theme: string][]} */
const themes = withPictures
  ? [
      ["-light", "Default Light Modern"],
      ["-dark", "Default Dark Modern"],
      ["-contrast", "Default High Contrast"],
    ]
  : [["", "Default Dark Modern"]];
rmSync(inRoot("out", "e2e"), { recursive: true, force: true });
for (const folder of [pictures, inRoot("out", "e2e")]) mkdirSync(folder, { recursive: true });

/** @type {{ name: string; milliseconds: number; failure: string | null }[]} */
let results = [];
/** @type {Awaited<ReturnType<typeof serveVsCode>> | null} */
let server = null;
/** @type {import("playwright-core").Browser | null} */
let browser = null;
try {
  const folder = join(scratch, "three-node");
  cpSync(inRoot("nix", "examples", "three-node"), folder, { recursive: true });
  const packed = await packTestExtensions(scratch);
  const resultFile = join(scratch, "result.json");
  const extensions = [packed.other, inRoot("out", `${name}-${version}.vsix`)];
  const withNix = await provideNix();
  const stubs = stubTools(scratch);
  const env = {
    ...stubs.env,
    PLASMACLOUD_E2E_RESULT: resultFile,
    PLASMACLOUD_E2E_OTHER: "yes",
    PLASMACLOUD_E2E_ONLY: only,
    PLASMACLOUD_E2E_STORAGE: join(scratch, "state", "data", "User", "globalStorage"),
    ...(withNix ? { ...nixEnvironment(scratch), PLASMACLOUD_E2E_NIX: "yes" } : {}),
  };
  browser = await launchBrowser();
  for (const [suffix, theme] of themes) {
    server = await serveVsCode({
      extensions: withPictures ? extensions : [...extensions, packed.tests],
      folder,
      state: join(scratch, `state${suffix}`),
      port: 0,
      env,
      machineSettings: stubs.machineSettings,
      settings: {
        ...stubs.settings,
        "workbench.colorTheme": theme,
        "editor.minimap.enabled": false,
        "workbench.reduceMotion": "on",
        "terminal.integrated.gpuAcceleration": "off",
      },
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(server.address);
    await page.locator(".monaco-workbench").waitFor();
    if (!withPictures) await hostResults(resultFile);
    const wanted = pageTests.filter((one) => one.name.includes(only) && (withNix || one.needsNix !== true));
    for (const test of wanted) await runPageTest(page, test, suffix, { stubs, folder });
    await page.close();
    server.stop();
    await server.ended;
    for (const { name, afterEnd } of wanted)
      if (afterEnd !== undefined) await note(`${name}, once it is ended`, afterEnd);
  }
} catch (error) {
  const result = {
    name: "the run as a whole",
    milliseconds: 0,
    failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
  results.push(result);
  report(result);
  const page = browser?.contexts()[0]?.pages()[0];
  await page?.screenshot({ path: inRoot("out", "e2e", "failed.png") });
  if (server !== null) console.log(server.log());
} finally {
  await browser?.close();
  server?.stop();
  await server?.ended;
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
if (withPictures) publishPictures(pictures);
const failed = results.filter((result) => result.failure !== null).length;
writeFileSync(inRoot("out", "e2e.json"), JSON.stringify({ passed: results.length - failed, failed }));
console.log(`e2e: ${results.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 || results.length === 0 ? 1 : 0);

/** Waits for what the suites in the extension host have to say. */
async function hostResults(/** @type {string} */ file) {
  for (const end = Date.now() + suiteMinutes * 60_000; !existsSync(file); ) {
    if (Date.now() > end)
      throw new Error(`the suites in the extension host wrote no result within ${suiteMinutes} minutes`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  results = JSON.parse(readFileSync(file, "utf8"));
  for (const result of results) report(result);
}

/** Does something that must not fail, and reports it as a test. */
async function note(/** @type {string} */ name, /** @type {() => Promise<void>} */ work) {
  const start = Date.now();
  const failure = await work().then(
    () => null,
    (/** @type {Error} */ error) => error.stack ?? error.message,
  );
  const result = { name: `page: ${name}`, milliseconds: Date.now() - start, failure };
  results.push(result);
  report(result);
}

async function runPageTest(
  /** @type {import("playwright-core").Page} */ page,
  /** @type {import("../test/e2e/page/tests.mjs").PageTest} */ test,
  /** @type {string} */ suffix,
  /** @type {Pick<import("../test/e2e/page/tests.mjs").PageContext, "stubs" | "folder">} */ given,
) {
  const start = Date.now();
  const picture = async (/** @type {string} */ subject) => {
    await page.screenshot({ path: join(pictures, `${subject}${suffix}.png`) });
  };
  const visit = async (/** @type {string} */ other) => {
    const address = new URL(page.url());
    address.searchParams.set("folder", other);
    await page.goto(address.href);
    await page.locator(".monaco-workbench").waitFor();
  };
  /** @type {string | null} */
  let failure = null;
  try {
    await test.run({ page, picture, visit, ...given });
    await putBack(page);
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await page.screenshot({ path: inRoot("out", "e2e", `failed-${results.length}.png`) });
    await putBack(page).catch((/** @type {Error} */ left) => console.log(left.message));
  }
  const result = { name: `page: ${test.name}`, milliseconds: Date.now() - start, failure };
  results.push(result);
  report(result);
}

function report(
  /** @type {{ name: string; milliseconds: number; failure: string | null }} */ { name, milliseconds, failure },
) {
  console.log(failure === null ? `  ✓ ${name} (${milliseconds} ms)` : `  ✗ ${name}\n${failure}`);
}
