/** What a task's terminal says and does where Nix cannot be used, and where it can: with stand-ins for Nix. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ExtensionContext, LogOutputChannel } from "vscode";
import { stripAnsi } from "../../../client/src/nixLog/ansi.ts";
import type { NixTask } from "../../../client/src/tasks/definition.ts";
import { taskTerminal } from "../../../client/src/tasks/taskTerminal.ts";
import type { ExtensionParts } from "../../../client/src/workbench/parts.ts";
import { fake } from "../../support/fakeVscode.ts";
import { runningWith } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

vi.mock("vscode", async () => (await import("../../support/fakeVscode.ts")).fakeVscode);
vi.mock("../../../client/src/nixErrors/show/nixFindings.ts", () => ({
  createNixFindings: () => ({ begin: () => ({ message() {}, line() {}, end() {} }) }),
}));

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
const silent = { debug() {}, error() {}, warn() {}, info() {}, trace() {} } as unknown as LogOutputChannel;
const context = {
  globalStorageUri: { fsPath: join(scratch, "storage of mine") },
  asAbsolutePath: () => supervisor,
} as unknown as ExtensionContext;
const parts = { context, output: silent } as unknown as ExtensionParts;
let stubs = 0;

beforeEach(() => fake.reset());

/** A stand-in for Nix that is set as the one to use. It has flakes unless `probe` says otherwise. */
function stub(script: string, { version = "2.28.3", probe = "echo ok" } = {}): string {
  const folder = join(scratch, `stub ${stubs++}`);
  mkdirSync(folder);
  const path = join(folder, "nix");
  const text = `#!/bin/sh
case "$1" in
--version) echo "nix (Nix) ${version}";;
eval) ${probe};;
*) ${script};;
esac
`;
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  fake.settings.set("nix.path", path);
  return path;
}

const disabled = `echo "error: experimental Nix feature 'nix-command' is disabled" >&2; exit 1`;
const build: NixTask = { type: "plasmacloud", action: "build", package: "a" };

/** Opens a task's terminal and waits for its end. */
async function open(
  task: NixTask = build,
  meanwhile?: (terminal: ReturnType<typeof taskTerminal>, shown: () => string) => Promise<void>,
) {
  let text = "";
  const terminal = taskTerminal(parts, task, scratch);
  terminal.onDidWrite((more) => {
    text += more;
  });
  const status = new Promise<number | null>((resolve) => {
    terminal.onDidClose?.((code) => resolve(code ?? null));
  });
  terminal.open(undefined);
  await meanwhile?.(terminal, () => text);
  return { status: await status, lines: stripAnsi(text.replaceAll("\r\n", "\n").replaceAll("\n", "|")).split("|") };
}

describe("nothing is run", () => {
  test("in an untrusted workspace, and that is the reason", async () => {
    const path = stub("touch ran");
    fake.isTrusted = false;
    const { status, lines } = await open();
    expect(status).toBe(1);
    expect(lines[0]).toBe("PlasmaCloud runs no programs in a workspace that is not trusted.");
    expect(fake.messages).toEqual(["PlasmaCloud runs no programs in a workspace that is not trusted."]);
    expect(readdirSync(join(path, ".."))).toEqual(["nix"]);
  });
  test("without Nix where the setting says: the settings are offered", async () => {
    fake.settings.set("nix.path", join(scratch, "no nix"));
    fake.answer = () => "Open Settings";
    const { status, lines } = await open();
    expect([status, lines[0]]).toEqual([
      1,
      `The setting plasmacloud.nix.path names no program: ${join(scratch, "no nix")}`,
    ]);
    expect(fake.commands).toEqual(["workbench.action.openSettings"]);
  });
  test("with a Nix that is too old: how to install another is offered", async () => {
    stub("true", { version: "2.3.16" });
    fake.answer = () => "How to Install";
    const { status, lines } = await open();
    expect(status).toBe(1);
    expect(lines[0]).toMatch(/is Nix 2\.3\.16, which knows no flakes/);
    expect(fake.commands).toEqual(["https://nixos.org/download/"]);
  });
  test("without flakes, when the settings or the user do not allow them", async () => {
    stub("true", { probe: disabled });
    fake.settings.set("nix.enableFlakes", "never");
    expect((await open()).lines[0]).toMatch(/the settings do not allow it/);
    fake.settings.set("nix.enableFlakes", "ask");
    const { status, lines } = await open();
    expect([status, lines[1]]).toEqual([1, "Nothing was run."]);
  });
  test("when the terminal is closed while flakes are asked about", async () => {
    stub("touch ran", { probe: disabled });
    fake.answer = () => new Promise<undefined>(() => undefined) as unknown as undefined;
    const { status } = await open(build, async (terminal) => {
      await until("the question is asked", () => fake.messages.length > 0);
      terminal.close();
    });
    expect(status).toBe(1);
  });
});

describe("Nix is run", () => {
  const say = 'for argument in "$@"; do echo "<$argument>"; done';

  test("with its arguments one by one, and the log is named at the end", async () => {
    stub(say);
    const { status, lines } = await open({ ...build, args: ["--option", "a b"] });
    expect(status).toBe(0);
    expect(lines.slice(0, 7)).toEqual([
      "> nix build .#a --option 'a b'",
      "<build>",
      "<.#a>",
      "<--option>",
      "<a b>",
      "<--log-format>",
      "<internal-json>",
    ]);
    const log = /^Log: (.*)$/.exec(lines.at(-2) ?? "")?.[1] ?? "";
    expect(readFileSync(log, "utf8")).toBe(`${lines.slice(0, -1).join("\n")}\n`);
    expect(fake.messages).toEqual([]);
  });
  test("and names that a terminal would act on are only names", async () => {
    stub("true");
    let shown = "";
    const terminal = taskTerminal(parts, { ...build, args: ["\x1b]52;c;ZXZpbA==\x07\x1b[2Ja\nb"] }, scratch);
    terminal.onDidWrite((more) => {
      shown += more;
    });
    const ended = new Promise((resolve) => terminal.onDidClose?.(resolve));
    terminal.open(undefined);
    await ended;
    expect(shown).toContain("> nix build .#a 'ab'");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
    expect(shown.replace(/\x1b\[[\d;]*m|\r\n/g, "")).not.toMatch(/[\x00-\x1f]/);
  });
  test("with flakes enabled for it, once the user has said so for always", async () => {
    stub(say, { probe: disabled });
    fake.answer = () => "Always";
    const { lines } = await open({ type: "plasmacloud", action: "check" });
    expect(lines).toContain("<nix-command flakes>");
    expect(fake.settings.get("nix.enableFlakes")).toBe("always");
    await open({ type: "plasmacloud", action: "check" });
    expect(fake.messages).toHaveLength(1);
  });
  test("and its failure is its own status, with the log at hand", async () => {
    stub("echo no >&2; exit 42");
    fake.answer = () => "Open Log";
    const { status, lines } = await open();
    expect(status).toBe(42);
    expect(lines.find((line) => line.startsWith("Failed"))).toMatch(/^Failed with exit code 42 after/);
    expect(fake.messages).toEqual(["build a has failed."]);
    await until("the log is opened", () => fake.commands.includes("vscode.open"));
  });
  test("and ended by a signal, which is its status as shells have it", async () => {
    stub("kill -KILL $$");
    const { status, lines } = await open();
    expect(status).toBe(137);
    expect(lines.find((line) => line.startsWith("Ended"))).toMatch(/^Ended by SIGKILL/);
  });
  test.each([
    ["Ctrl+C", (terminal: ReturnType<typeof taskTerminal>) => terminal.handleInput?.("\x03")],
    ["closing the terminal", (terminal: ReturnType<typeof taskTerminal>) => terminal.close()],
  ])("and ended by %s, with all that it started", async (_, cancel) => {
    const mark = `${stubs}${process.pid}`;
    stub(`sh -c 'sleep 300; echo ${mark}' & echo ready; sleep 300; echo ${mark}`);
    const { status, lines } = await open(build, async (terminal, shown) => {
      await until("it runs", () => shown().includes("ready") && runningWith(mark).length > 0, shown);
      cancel(terminal);
    });
    expect(status).toBe(130);
    expect(lines.find((line) => line.startsWith("Cancelled"))).toBeDefined();
    expect(runningWith(mark)).toEqual([]);
    expect(fake.messages).toEqual([]);
  });
});
