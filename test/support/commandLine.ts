/** Runs the built command line as a user would. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../dist/plasmacloud-nix.js", import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `plasmacloud-nix ARGS` in a folder. */
export function runCommand(
  args: readonly string[],
  folder: string,
  input = "",
  env: NodeJS.ProcessEnv = {},
): CommandResult {
  if (!existsSync(program)) throw new Error("the bundles are missing: run `npm run build` first");
  const result = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    // a hang, and nothing else
    timeout: 540_000,
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Starts `plasmacloud-nix ARGS` in a folder; `result` is there when it has ended. */
export function startCommand(
  args: readonly string[],
  folder: string,
): { readonly child: ChildProcess; readonly result: Promise<CommandResult> } {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...texts }));
  });
  return { child, result };
}

/** A new folder with these files. */
export function scratchFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plasmacloud-test-")));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
