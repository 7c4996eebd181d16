/** Runs in terminals: what they log and show, how they end, and that a terminal that goes takes nothing with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TerminalOrder } from "../../../client/src/deploy/run/terminalOrder.ts";
import { detachedRuns } from "../../../client/src/process/detached.ts";
import { readState } from "../../../client/src/process/runState.ts";
import { gateIn } from "../../support/gate.ts";
import { bundleTerminalRun, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

const folder = scratchFolder();
const script = bundleTerminalRun(folder);
let count = 0;

interface Started {
  readonly child: ChildProcess;
  readonly order: TerminalOrder;
  /** What the terminal shows. */
  shown(): string;
  readonly exit: Promise<number | null>;
}

function start(program: string, args: readonly string[]): Started {
  const file = (suffix: string): string => join(folder, `${++count}${suffix}`);
  const order: TerminalOrder = {
    program,
    args: [...args],
    cwd: folder,
    env: { GIVEN: "yes" },
    title: "switch node1",
    logFile: file(".log"),
    stateFile: file(".run.json"),
    nohup: "/usr/bin/nohup",
  };
  const orderFile = file(".order.json");
  writeFileSync(orderFile, JSON.stringify(order));
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  const child = spawn(process.execPath, [script, orderFile], {
    detached: true,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let shown = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, order, shown: () => shown, exit };
}

test("output is logged as it is, and shown without what terminals would act on", async () => {
  const { order, shown, exit } = start("/bin/sh", [
    "-c",
    'printf "\\033]0;evil\\007\\033[31mred\\033[0m\\n"; echo "$GIVEN${ELECTRON_RUN_AS_NODE}" >&2; exit 4',
  ]);
  expect(await exit).toBe(4);
  expect(readFileSync(order.logFile, "latin1")).toContain("\x1b]0;evil\x07\x1b[31mred");
  expect(shown()).toContain("\x1b[31mred\x1b[0m\r\n");
  expect(shown()).toContain("yes\r\n");
  expect(shown()).not.toContain("evil");
  expect(readState(order.stateFile)).toMatchObject({ title: "switch node1", ended: { code: 4, signal: null } });
});

test("a program that is not there", async () => {
  const { order, exit } = start("/nowhere/nixos-rebuild", ["switch"]);
  expect(await exit).not.toBe(0);
  expect(readState(order.stateFile)?.ended?.code).not.toBe(0);
});

test("a terminal that is closed leaves the program running, and its end is still written down", async () => {
  const [afterwards, end] = [gateIn(folder), gateIn(folder)];
  const script = `echo began; ${afterwards.wait}; echo alive; ${end.wait}; echo switched`;
  const { child, order, exit } = start("/bin/sh", ["-c", script]);
  const logged = (): string => readFileSync(order.logFile, "utf8");
  await until("it has started", () => readState(order.stateFile) !== null && logged().includes("began"));
  // what the kernel does when a terminal goes
  child.stdout?.destroy();
  if (child.pid !== undefined) process.kill(-child.pid, "SIGHUP");
  // what it does now it does after the signal
  afterwards.open();
  await until("the program goes on", () => logged().includes("alive"), logged);
  const [run] = (await detachedRuns(folder)).filter(({ stateFile }) => stateFile === order.stateFile);
  expect(run?.status).toEqual({ kind: "running" });
  end.open();
  expect(await exit).toBe(0);
  expect(readState(order.stateFile)?.ended).toMatchObject({ code: 0 });
  expect(logged()).toContain("switched");
});
