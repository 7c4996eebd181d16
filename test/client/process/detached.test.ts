/** Runs that outlive their caller, under the real, bundled supervisor. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { type DetachedRun, detachedRuns, followDetached, startDetached } from "../../../client/src/process/detached.ts";
import { processMark } from "../../../client/src/process/processMark.ts";
import { StartError } from "../../../client/src/process/run.ts";
import { gateIn } from "../../support/gate.ts";
import { untilRunning } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
let folders = 0;
const options = (title: string) => ({ supervisor, title, folder: join(scratch, `runs-${folders++}`) });
const shell = (script: string) => ({ program: "/bin/sh", args: ["-c", script], cwd: scratch });

async function follow(run: DetachedRun) {
  let log = "";
  const status = await followDetached(run, {
    onOutput: (chunk) => {
      log += Buffer.from(chunk).toString();
    },
  });
  return { status, log };
}

test("a run is written down with its log and its true end", async () => {
  const where = options("Switch node1");
  const gate = gateIn(scratch);
  const run = await startDetached(shell(`echo one; ${gate.wait}; echo two >&2; exit 4`), where);
  expect(run).toMatchObject({ title: "Switch node1", status: { kind: "running" }, cwd: scratch });
  expect(await detachedRuns(where.folder)).toEqual([run]);
  gate.open();
  expect(await follow(run)).toEqual({ status: { kind: "exited", code: 4 }, log: "one\ntwo\n" });
  expect((await detachedRuns(where.folder)).map(({ status }) => status)).toEqual([{ kind: "exited", code: 4 }]);
});

test("a program that is not there is an error, and leaves no run", async () => {
  const where = options("x");
  await expect(startDetached({ program: "not-here", args: [], cwd: scratch }, where)).rejects.toThrow(StartError);
  await expect(startDetached({ program: "sh", args: [], cwd: "/not/here" }, where)).rejects.toThrow("no folder");
  await expect(startDetached({ program: "sh", args: [], cwd: "/etc/passwd" }, where)).rejects.toThrow("no folder");
  expect(await detachedRuns(where.folder)).toEqual([]);
});

test("a run whose log was removed is followed to its end all the same", async () => {
  const gate = gateIn(scratch);
  const run = await startDetached(shell(`${gate.wait}; exit 4`), options("Switch node1"));
  rmSync(run.logFile);
  gate.open();
  expect(await follow(run)).toEqual({ status: { kind: "exited", code: 4 }, log: "" });
});

test("it goes on when its caller is killed, signals to its caller's group included, and a later one finds it", async () => {
  const where = options("Switch node2");
  const bundled = join(scratch, "detached.mjs");
  const entry = fileURLToPath(new URL("../../../client/src/process/detached.ts", import.meta.url));
  buildSync({ entryPoints: [entry], outfile: bundled, bundle: true, platform: "node", format: "esm" });
  const caller = join(scratch, "caller.mjs");
  const gate = gateIn(scratch);
  const order = JSON.stringify(shell(`echo began; ${gate.wait}; echo ended`));
  writeFileSync(
    caller,
    `import { startDetached } from ${JSON.stringify(pathToFileURL(bundled).href)};
     await startDetached(${order}, ${JSON.stringify(where)});
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [caller], { stdio: "ignore", detached: true });
  const files = (): readonly string[] => (existsSync(where.folder) ? readdirSync(where.folder) : []);
  await until("it is written down", () => files().some((name) => name.endsWith(".run.json")), files);
  await untilRunning(`echo began; until [ -e '${gate.file}'`);
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  const [run] = await detachedRuns(where.folder);
  if (run === undefined) throw new Error("the run is not written down");
  expect(run.status).toEqual({ kind: "running" });
  gate.open();
  expect(await follow(run)).toEqual({ status: { kind: "exited", code: 0 }, log: "began\nended\n" });
});

test("one that ended unseen is lost, even when another process has its id", async () => {
  const where = options("Switch node3");
  const run = await startDetached(shell("exit 0"), where);
  await follow(run);
  const state = JSON.parse(readFileSync(run.stateFile, "utf8"));
  await until("who wrote it down has gone", () => processMark(state.keeper.pid) !== state.keeper.mark);
  const status = async (change: object) => {
    writeFileSync(run.stateFile, JSON.stringify({ ...state, ended: null, ...change }));
    return (await detachedRuns(where.folder)).map((one) => one.status.kind);
  };
  expect(await status({})).toEqual(["lost"]);
  expect(await status({ pid: process.pid })).toEqual(["lost"]);
  expect(await status({ keeper: { ...state.keeper, pid: process.pid } })).toEqual(["lost"]);
  const alive = { pid: process.pid, mark: processMark(process.pid) };
  expect(await status(alive)).toEqual(["running"]);
  // its end is still being written down
  expect(await status({ keeper: alive })).toEqual(["running"]);
});

test("letting go of a run ends nothing", async () => {
  const gate = gateIn(scratch);
  const run = await startDetached(shell(`echo here; ${gate.wait}; exit 9`), options("Switch node4"));
  const letGo = new AbortController();
  const status = await followDetached(run, { onOutput: () => letGo.abort(), signal: letGo.signal });
  expect(status).toEqual({ kind: "running" });
  gate.open();
  expect((await follow(run)).status).toEqual({ kind: "exited", code: 9 });
});

test("files that are no states are passed over", async () => {
  const where = options("x");
  expect(await detachedRuns(where.folder)).toEqual([]);
  await startDetached(shell("exit 0"), where);
  for (const [name, text] of [
    ["garbage", "{"],
    ["other", '{"version":2}'],
  ])
    writeFileSync(join(where.folder, `${name}.run.json`), text ?? "");
  expect(await detachedRuns(where.folder)).toHaveLength(1);
});
