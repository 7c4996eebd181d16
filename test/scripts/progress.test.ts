/** What long steps of the project's scripts show, and what is left when they are interrupted. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { sizeOf, withProgress } from "../../scripts/tools/progress.mjs";
import { runningWith } from "../support/processes.ts";
import { until } from "../support/until.mjs";

const scratch = mkdtempSync(join(tmpdir(), "plasmacloud-scripts-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const tools = pathToFileURL(fileURLToPath(new URL("../../scripts/tools/", import.meta.url))).href;

async function shown(isTTY: boolean): Promise<string> {
  const folder = mkdtempSync(join(scratch, "grows-"));
  let text = "";
  const output = {
    isTTY,
    write: (more: string) => {
      text += more;
    },
  };
  await withProgress("installing x", { folder, output, every: 10 }, async () => {
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "file"), Buffer.alloc(3_000_000));
    await until("the size is shown", () => text.includes("3 MB"));
  });
  return text;
}

test("elsewhere than on a terminal, lines", async () => {
  const lines = (await shown(false)).trimEnd().split("\n");
  expect(lines[0]).toBe("installing x: 0 s, 0 MB so far");
  expect(lines.at(-1)).toMatch(/^installing x: \d+ s, 3 MB so far$/);
});

test("on a terminal, one line that is written over", async () => {
  const text = await shown(true);
  expect(text.split("\n")).toHaveLength(2);
  expect(text.split("\r\u001B[2K").length).toBeGreaterThan(2);
});

test("a failure passes through, and a folder that is not there is empty", async () => {
  const failing = withProgress("x", { folder: null, output: { write: () => undefined } }, async () => {
    throw new Error("no network");
  });
  await expect(failing).rejects.toThrow("no network");
  expect(sizeOf(join(scratch, "nowhere"))).toBe(0);
});

test.runIf(process.platform !== "win32").each(["SIGINT", "SIGTERM"] as const)(
  "%s ends an installer with what it has started, and takes the half-made folder away",
  async (signal) => {
    const folder = mkdtempSync(join(scratch, "part-"));
    const ready = join(scratch, `ready-${signal}`);
    const script = `
      import { run } from "${tools}run.mjs";
      import { removeOnInterrupt } from "${tools}interrupts.mjs";
      removeOnInterrupt(${JSON.stringify(folder)});
      await run("/bin/sh", ["-c", "sh -c 'echo $$ > ${ready}.part; mv ${ready}.part ${ready}; while :; do sleep 1; done # ${folder}' & wait"]);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await until("the installer runs", () => existsSync(ready));
    const inner = Number(readFileSync(ready, "utf8"));
    child.kill(signal);
    expect(await ended).toBe(signal === "SIGINT" ? 130 : 143);
    expect(existsSync(folder)).toBe(false);
    await until("nobody is left", () => !isRunning(inner));
    expect(runningWith(folder)).toEqual([]);
  },
);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
