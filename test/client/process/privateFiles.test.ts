/** Who may read what runs leave behind: their owner, whatever was there before and whatever the umask says. */
import { chmodSync, closeSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newLog } from "../../../client/src/deploy/run/runLogs.ts";
import { startInTerminal } from "../../../client/src/deploy/run/terminalStart.ts";
import { makePrivateFolder, openPrivate, writePrivate } from "../../../client/src/process/privateFiles.ts";
import { writeState } from "../../../client/src/process/runState.ts";
import { openLog } from "../../../client/src/tasks/logFile.ts";
import { scratchFolder } from "../../support/supervisor.ts";

const scratch = scratchFolder();
const program = { program: "/bin/true", args: [], cwd: scratch };
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

let old = 0;
beforeEach(() => {
  old = process.umask(0);
});
afterEach(() => {
  process.umask(old);
});

/** A folder that anybody may enter, with a file that anybody may read. */
function wide(name: string): { folder: string; file: string } {
  const folder = join(scratch, name);
  mkdirSync(folder, { mode: 0o777 });
  const file = join(folder, "old.log");
  writeFileSync(file, "before\n", { mode: 0o666 });
  return { folder, file };
}

test.runIf(process.platform !== "win32")("folders and files are made for their owner", () => {
  const folder = join(scratch, "new", "inner");
  makePrivateFolder(folder);
  const [written, opened] = [join(folder, "written"), join(folder, "opened")];
  writePrivate(written, "x");
  closeSync(openPrivate(opened));
  expect([folder, written, opened].map(mode)).toEqual(["700", "600", "600"]);
});

test.runIf(process.platform !== "win32")("what was wider is made narrow, and what links lead to is left alone", () => {
  const { folder, file } = wide("wide");
  const elsewhere = join(scratch, "elsewhere");
  writeFileSync(elsewhere, "", { mode: 0o644 });
  symlinkSync(elsewhere, join(folder, "link"));
  makePrivateFolder(folder);
  expect([folder, file, elsewhere].map(mode)).toEqual(["700", "600", "644"]);
  for (const again of [() => writePrivate(file, "x"), () => closeSync(openPrivate(file))]) {
    chmodSync(file, 0o666);
    again();
    expect(mode(file)).toBe("600");
  }
});

test.runIf(process.platform !== "win32")("every log, order and state", async () => {
  const { folder, file } = wide("runs");
  const log = await newLog(folder, program);
  const task = openLog(folder, "build");
  task.close();
  const state = join(folder, "a.run.json");
  const about = {
    version: 1 as const,
    title: "a",
    command: [],
    cwd: folder,
    pid: 1,
    mark: null,
    startedAt: 0,
    keeper: { pid: 1, mark: null },
  };
  writeState(state, { ...about, logFile: log, ended: null });
  const orders: string[] = [];
  const openTerminal = (_title: string, [, order = ""]: readonly string[]) => {
    orders.push(mode(order));
    return { closed: Promise.resolve() };
  };
  await startInTerminal({ terminalRun: "", folder, openTerminal }, program, "a", 2000);
  expect([folder, file, log, task.path, state].map(mode)).toEqual(["700", "600", "600", "600", "600"]);
  expect(orders).toEqual(["600"]);
});
