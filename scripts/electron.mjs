/**
 * The suites of test/e2e/suites in a downloaded VS Code: `npm run test:electron` (`-- --version oldest` takes the oldest
 * VS Code that the manifest allows, `stable` and version numbers work too). It uses the packaged extension, which must
 * have been made before, beside the stand-in for another Nix extension.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { inRoot } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";
import { packTestExtensions } from "./tools/testExtensions.mjs";

const { values } = parseArgs({ options: { version: { type: "string", default: "stable" } } });
const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const version = values.version === "oldest" ? manifest.engines.vscode.replace(/^\D+/, "") : values.version;

const scratch = mkdtempSync(join(tmpdir(), "plasmacloud-"));
try {
  const vscodeExecutablePath = await downloadAndUnzipVSCode(version);
  const [cli = vscodeExecutablePath, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, {
    reuseMachineInstall: true,
  });
  const folders = ["--user-data-dir", join(scratch, "data"), "--extensions-dir", join(scratch, "extensions")];
  const packed = await packTestExtensions(scratch);
  for (const vsix of [packed.other, inRoot("out", `${manifest.name}-${manifest.version}.vsix`)]) {
    await run(cli, [...cliArgs, ...folders, "--install-extension", vsix, "--force"]);
  }
  const folder = join(scratch, "three-node");
  cpSync(inRoot("nix", "examples", "three-node"), folder, { recursive: true });
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: join(scratch, "tests"),
    extensionTestsPath: join(scratch, "tests", "main.js"),
    extensionTestsEnv: { PLASMACLOUD_E2E_OTHER: "yes" },
    launchArgs: [folder, ...folders, "--disable-workspace-trust", "--disable-gpu"],
  });
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
