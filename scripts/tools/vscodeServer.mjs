/**
 * VS Code served to a browser: extensions installed into folders of its own, a workspace opened, nothing sent home.
 * Invariant: it listens on this machine only, and ends with the process that started it.
 */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { codeServer } from "./codeServer.mjs";
import { run } from "./run.mjs";

/** What a user would have switched off before a test or a demonstration. */
const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  // as on the desktop; in the browser the default is another
  "files.autoSave": "off",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "security.workspace.trust.enabled": false,
};

/**
 * @typedef {object} ServeOptions
 * @property {string[]} extensions the .vsix files to install
 * @property {string} folder the workspace
 * @property {string} state the folder for user data and installed extensions
 * @property {number} port 0 takes any free one
 * @property {Record<string, unknown>} [settings] user settings
 * @property {Record<string, unknown>} [machineSettings] settings of the machine, which alone may name programs
 * @property {Record<string, string>} [env] what the extension host's environment has besides
 */

/** Serves VS Code. `stop` ends it; `ended` settles when it has ended. */
export async function serveVsCode(/** @type {ServeOptions} */ options) {
  const { node, main } = await codeServer();
  const folders = [
    "--user-data-dir",
    join(options.state, "data"),
    "--extensions-dir",
    join(options.state, "extensions"),
  ];
  const settings = { User: { ...quietSettings, ...options.settings }, Machine: options.machineSettings ?? {} };
  for (const [owner, values] of Object.entries(settings)) {
    const folder = join(options.state, "data", owner);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "settings.json"), `${JSON.stringify(values, null, 2)}\n`);
  }
  const env = {
    ...process.env,
    ...options.env,
    XDG_CONFIG_HOME: join(options.state, "config"),
    XDG_DATA_HOME: join(options.state, "share"),
  };
  for (const vsix of options.extensions) {
    await run(node, [main, ...folders, "--install-extension", vsix, "--force"], { env, quiet: true });
  }
  const port = options.port === 0 ? await freePort() : options.port;
  const flags = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  const child = spawn(node, [main, ...folders, ...flags, "--disable-workspace-trust", options.folder], {
    env,
    cwd: options.state,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      log = (log + text).slice(-20_000);
    });
  }
  const stop = () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
  };
  process.once("exit", stop);
  const ended = new Promise((/** @type {(code: number | null) => void} */ resolve) => child.once("close", resolve));
  const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(options.folder)}`;
  const answers = await Promise.race([untilItAnswers(address), ended.then(() => false)]);
  if (!answers) throw new Error(`VS Code for the browser did not start:\n${log}`);
  return { address, stop, ended, log: () => log };
}

async function untilItAnswers(/** @type {string} */ address) {
  for (let attempt = 0; attempt < 2_400; attempt++) {
    try {
      if ((await fetch(address)).ok) return true;
    } catch {
      // it does not listen yet
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}

function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
