/** Whole runs: of the real Nix where it is, and of stand-ins that do what it should not. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keepColours, stripAnsi } from "../../../client/src/nixLog/ansi.ts";
import { nixArguments } from "../../../client/src/tasks/commandLine.ts";
import { type LogFile, openLog } from "../../../client/src/tasks/logFile.ts";
import { runNix } from "../../../client/src/tasks/nixRun.ts";
import { gatherLines } from "../../../client/src/tasks/terminalText.ts";
import { runningWith, untilGone, untilRunning } from "../../support/processes.ts";
import { buildEnvironment, hasNix } from "../../support/realNixBuilds.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

const scratch = scratchFolder();
const supervisor = bundleSupervisor(scratch);
const flags = ["--log-format", "internal-json"];

async function runProgram(
  program: string,
  args: string[],
  cwd: string,
  signal = new AbortController().signal,
  lines: string[] = [],
) {
  const log: LogFile = openLog(join(scratch, "logs"), "run");
  const env = await buildEnvironment(scratch);
  const result = await runNix(
    { program, args, cwd, env },
    {
      supervisor,
      signal,
      log,
      line: (text) => lines.push(stripAnsi(text)),
      record() {},
      progress() {},
    },
  );
  log.close();
  return { ...result, lines, log: readFileSync(log.path, "utf8") };
}

function stub(name: string, script: string): string {
  const path = join(scratch, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.runIf(hasNix)("the real Nix", () => {
  const system = `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux`;
  function flakeFolder(name: string, packages: string): string {
    const folder = join(scratch, name);
    mkdirSync(folder);
    const text = `{ outputs = { self }: let
      sh = name: script: derivation { inherit name; system = "${system}"; builder = "/bin/sh"; PATH = "/bin:/usr/bin";
        run = "${Date.now()}"; args = [ "-c" script ]; };
      in { packages.${system} = { ${packages} }; }; }`;
    writeFileSync(join(folder, "flake.nix"), text);
    return folder;
  }
  const build = (folder: string, name: string, signal?: AbortSignal) =>
    runProgram(
      "nix",
      [...nixArguments({ type: "plasmacloud", action: "build", package: name, args: ["--no-link"] }, []), ...flags],
      folder,
      signal,
    );

  test("a build: its log, its counts, its status", async () => {
    const folder = flakeFolder("fine", 'a = sh "a-1.0" "echo one; echo two; echo x > $out";');
    const { ended, counts, lines, log } = await build(folder, "a");
    expect(ended).toEqual({ kind: "exited", code: 0 });
    expect(counts.builds).toEqual({ done: 1, expected: 1, running: 0, failed: 0 });
    expect(lines).toEqual(["building a-1.0", "a> one", "a> two"]);
    expect(log).toBe(`${lines.join("\n")}\n`);
  });
  test("a name that has to be quoted", async () => {
    const folder = flakeFolder("quoted", '"50% b.c" = sh "b" "echo x > $out";');
    expect((await build(folder, '"50% b.c"')).ended).toEqual({ kind: "exited", code: 0 });
  });
  test("a dirty tree is built, with Nix's warning", async () => {
    const folder = flakeFolder("dirty", 'a = sh "a" "echo x > $out";');
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    execFileSync("git", ["add", "flake.nix"], { cwd: folder });
    const { ended, lines } = await build(folder, "a");
    expect(ended).toEqual({ kind: "exited", code: 0 });
    expect(lines).toContainEqual(expect.stringMatching(/^warning: Git tree '.*' is dirty$/));
  });
  test("a flake that does not evaluate is an error", async () => {
    const folder = flakeFolder("faulty", "a = missing;");
    const { ended, lines } = await build(folder, "a");
    expect(ended).toMatchObject({ kind: "exited" });
    expect(ended).not.toMatchObject({ code: 0 });
    expect(lines).toContain("error: undefined variable 'missing'");
  });
  test("cancelled: Nix and its builder are gone", async () => {
    const seconds = `6${process.pid}.5`;
    const folder = flakeFolder("slow", `a = sh "a" "sleep ${seconds}";`);
    const abort = new AbortController();
    const running = build(folder, "a", abort.signal);
    await untilRunning(seconds);
    abort.abort();
    expect((await running).ended).toEqual({ kind: "cancelled" });
    await untilGone(seconds);
  });
});

describe("stand-ins", () => {
  test("100 MB of output: the log has it whole, the terminal what can be read", async () => {
    const line = "x".repeat(999);
    const nix = stub("flood", `yes ${line} | head -n 100000 >&2`);
    let written = 0;
    const text = gatherLines({ write: (more) => (written += more.length), leftOut: String });
    const log = openLog(join(scratch, "flood-logs"), "flood");
    const { ended } = await runNix(
      { program: nix, args: [], cwd: scratch },
      { supervisor, signal: new AbortController().signal, log, line: text.line, record() {}, progress() {} },
    );
    text.flush();
    log.close();
    expect(ended).toEqual({ kind: "exited", code: 0 });
    expect(readFileSync(log.path).length).toBe(100_000_000);
    expect(written).toBeGreaterThan(100_000);
    expect(written).toBeLessThan(90_000_000);
  });
  test("what is not UTF-8, and a last line without an end", async () => {
    const nix = stub("bytes", "printf 'a\\377b\\nlast' >&2; exit 4");
    const { ended, lines } = await runProgram(nix, [], scratch);
    expect(ended).toEqual({ kind: "exited", code: 4 });
    expect(lines).toEqual(["a\u{fffd}b", "last"]);
  });
  test("records with what would misuse a terminal", async () => {
    const nix = stub(
      "tricks",
      `printf '%s\\n' '@nix {"action":"start","id":1,"level":3,"parent":0,"text":"b","type":105,"fields":["/nix/store/x.drv"]}' \\
        '@nix {"action":"result","id":1,"type":101,"fields":["\\u001b]0;t\\u0007\\u001b[2Jfine"]}' >&2`,
    );
    const log = openLog(join(scratch, "trick-logs"), "tricks");
    const lines: string[] = [];
    await runNix(
      { program: nix, args: [], cwd: scratch },
      {
        supervisor,
        signal: new AbortController().signal,
        log,
        line: (text) => lines.push(text),
        record() {},
        progress() {},
      },
    );
    expect(lines.map(stripAnsi)).toEqual(["building x", "x> fine"]);
    expect(lines.map(keepColours)).toEqual(lines);
  });
  test("a tool that hangs and ignores every signal that it can is killed when it is cancelled", async () => {
    const nix = stub("hang", "trap '' INT TERM; echo hanging >&2; while :; do sleep 0.2; done");
    const abort = new AbortController();
    const heard: string[] = [];
    const running = runProgram(nix, [], scratch, abort.signal, heard);
    await until(
      "it hangs",
      () => heard.length > 0,
      () => runningWith(""),
    );
    abort.abort();
    const { ended, lines } = await running;
    expect([ended, lines]).toEqual([{ kind: "cancelled" }, ["hanging"]]);
    expect(runningWith(nix)).toEqual([]);
  });
  test("no Nix", async () => {
    expect((await runProgram(join(scratch, "not-there"), [], scratch)).ended).toMatchObject({ kind: "notFound" });
  });
});
