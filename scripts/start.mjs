/** Opens VS Code with the extension on a copy of the three-node example: `npm start`. See `help` below. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { findProgram } from "./tools/debian.mjs";
import { installDependencies } from "./tools/dependencies.mjs";
import { inRoot, root } from "./tools/paths.mjs";
import { run } from "./tools/run.mjs";
import { serveVsCode } from "./tools/vscodeServer.mjs";

const help = `Opens VS Code with PlasmaCloud for NixOS on a copy of the three-node example.

npm start                    with the \`code\` command where there is one, else in the browser
npm start -- --browser       in the browser, whatever is installed
npm start -- --port N        the browser's port (default 8137)
npm start -- --fresh         throw the copy of the example away and make a new one
npm start -- --folder PATH   open this folder instead of the example
`;

const { values } = parseArgs({
  options: {
    browser: { type: "boolean", default: false },
    port: { type: "string", default: "8137" },
    fresh: { type: "boolean", default: false },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  throw new Error(`--port wants a number up to 65535, not ${values.port}`);

await installDependencies();
await run(process.execPath, [inRoot("scripts", "package.mjs")]);
const folder = values.folder ?? exampleCopy();

if (!values.browser && findProgram(process.platform === "win32" ? "code.cmd" : "code") !== null) {
  await run("code", ["--new-window", `--extensionDevelopmentPath=${root}`, folder]);
  console.log(`VS Code is open on ${folder}`);
} else {
  const { name, version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const extensions = [inRoot("out", `${name}-${version}.vsix`)];
  const server = await serveVsCode({ extensions, folder, state: inRoot(".cache", "start"), port });
  console.log(`\nVS Code is open on ${folder}\n\n  ${server.address}\n\nCtrl+C ends it.`);
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, server.stop);
  await server.ended;
}

/** The copy of the example: kept from the last time, so that one's edits are still there. */
function exampleCopy() {
  const copy = inRoot(".cache", "three-node");
  if (values.fresh) rmSync(copy, { recursive: true, force: true });
  if (!existsSync(copy)) {
    const part = `${copy}.part`;
    rmSync(part, { recursive: true, force: true });
    cpSync(inRoot("nix", "examples", "three-node"), part, { recursive: true });
    renameSync(part, copy);
  }
  return copy;
}
