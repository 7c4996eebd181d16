/** Running programs under the real, bundled supervisor. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { type Ended, type Program, run, StartError } from "../../../client/src/process/run.ts";
import { gateIn } from "../../support/gate.ts";
import { runningWith, untilGone, untilRunning } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";
import { until } from "../../support/until.mjs";

const folder = scratchFolder();
const supervisor = bundleSupervisor(folder);
let marks = 0;
/** A text that is in the command line of one test's processes, and of no other's. */
const mark = (): string => `plasmacloud-mark-${process.pid}-${marks++}`;
const shell = (script: string, ...args: string[]): Program => ({
  program: "/bin/sh",
  args: ["-c", script, ...args],
  cwd: folder,
});

interface Collected {
  readonly ended: Ended;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly end: Promise<Collected>;
  /** What it has printed on its standard output until now. */
  printed(): string;
}

function begin(program: Program, signal?: AbortSignal): Running {
  const text = { stdout: "", stderr: "" };
  const ended = run(program, {
    supervisor,
    ...(signal === undefined ? {} : { signal }),
    onOutput: (chunk, stream) => {
      text[stream] += Buffer.from(chunk).toString();
    },
  });
  return { end: ended.then((end) => ({ ended: end, ...text })), printed: () => text.stdout };
}

const collect = (program: Program, signal?: AbortSignal): Promise<Collected> => begin(program, signal).end;

describe("how it ends", () => {
  test("a program that succeeds, with both its streams", async () => {
    expect(await collect(shell("echo out; echo err >&2"))).toEqual({
      ended: { kind: "exited", code: 0 },
      stdout: "out\n",
      stderr: "err\n",
    });
  });
  test("a program that fails gives its own status", async () => {
    expect((await collect(shell("exit 37"))).ended).toEqual({ kind: "exited", code: 37 });
  });
  test("a program that a signal ends", async () => {
    expect((await collect(shell("kill -TERM $$"))).ended).toEqual({ kind: "signalled", signal: "SIGTERM" });
  });
  test("a program that is not there", async () => {
    const program = { program: "no-such-program-here", args: [], cwd: folder };
    expect((await collect(program)).ended).toEqual({ kind: "notFound", program: "no-such-program-here" });
  });
  test("a program that may not be run, and a folder that is not there, are errors", async () => {
    const file = join(folder, "not-executable");
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o644);
    await expect(collect({ program: file, args: [], cwd: folder })).rejects.toThrow(StartError);
    await expect(collect({ program: "/bin/sh", args: [], cwd: join(folder, "gone") })).rejects.toThrow("no folder");
    await expect(collect({ program: "/bin/sh", args: [], cwd: file })).rejects.toThrow("no folder");
    await expect(collect(shell("x".repeat(200_000)))).rejects.toThrow(StartError);
    await expect(run(shell("true"), { supervisor: "/nowhere.js", onOutput: () => undefined })).resolves.toEqual({
      kind: "signalled",
      signal: "SIGKILL",
    });
  });
});

test("arguments and environment come as they are, and nothing of VS Code's", async () => {
  process.env["VSCODE_IPC_HOOK"] = "x";
  const args = ["a b", "$HOME", "'; touch /tmp/x; '", "", "ü\n"];
  const { stdout } = await collect({
    program: process.execPath,
    args: ["-e", "console.log(JSON.stringify([process.argv.slice(1), process.env, process.cwd()]))", "--", ...args],
    cwd: folder,
    env: { EXTRA: "yes" },
  });
  const [argv, env, cwd] = JSON.parse(stdout);
  expect(argv).toEqual(args);
  expect(cwd).toBe(folder);
  expect(env).toMatchObject({ EXTRA: "yes", PATH: process.env["PATH"] });
  expect(Object.keys(env).filter((name) => /^(VSCODE|ELECTRON|NODE_CHANNEL)/.test(name))).toEqual([]);
  delete process.env["VSCODE_IPC_HOOK"];
});

test("100 MB of output come through whole, without being held", async () => {
  let bytes = 0;
  const before = process.memoryUsage().rss;
  let most = 0;
  const ended = await run(shell("head -c 100000000 /dev/zero"), {
    supervisor,
    onOutput: (chunk) => {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    },
  });
  expect([ended, bytes]).toEqual([{ kind: "exited", code: 0 }, 100_000_000]);
  expect(most - before).toBeLessThan(80_000_000);
});

describe("cancel", () => {
  test("before the start: nothing is started", async () => {
    const file = join(folder, "started");
    expect((await collect(shell(`touch ${file}`), AbortSignal.abort())).ended).toEqual({ kind: "cancelled" });
    expect(existsSync(file)).toBe(false);
  });
  test("ends the program and its children by an interrupt", async () => {
    const name = mark();
    const abort = new AbortController();
    const child =
      "trap 'echo interrupted; exit' INT; trap 'echo terminated; exit' TERM; echo ready; while :; do sleep 0.1; done";
    const running = begin(shell(`sh -c "${child}; # ${name}"; # ${name}`), abort.signal);
    await until("the child runs", () => running.printed() === "ready\n", running.printed);
    abort.abort();
    const { ended, stdout } = await running.end;
    expect(ended).toEqual({ kind: "cancelled" });
    expect(stdout).toBe("ready\ninterrupted\n");
    expect(runningWith(name)).toEqual([]);
  });
  test("a program that ignores the interrupt is terminated after it, and its last words are heard", async () => {
    const name = mark();
    const abort = new AbortController();
    const traps = "trap 'echo interrupted' INT; trap 'echo terminated; exit 3' TERM";
    const running = begin(shell(`${traps}; echo ready; while :; do sleep 0.1; done # ${name}`), abort.signal);
    await until("it runs", () => running.printed() === "ready\n", running.printed);
    abort.abort();
    const { ended, stdout } = await running.end;
    expect(ended).toEqual({ kind: "cancelled" });
    expect(stdout).toBe("ready\ninterrupted\nterminated\n");
    expect(runningWith(name)).toEqual([]);
  });
  test("one that ignores everything is killed, and so is what it started", async () => {
    const name = mark();
    const abort = new AbortController();
    const script = `trap '' INT TERM; (while :; do sleep 0.1; done) & echo ready; while :; do sleep 0.1; done # ${name}`;
    const running = begin(shell(script), abort.signal);
    await until("both run", () => running.printed() === "ready\n" && runningWith(name).length >= 2, running.printed);
    abort.abort();
    expect((await running.end).ended).toEqual({ kind: "cancelled" });
    expect(runningWith(name)).toEqual([]);
  });
});

test("what a program leaves behind in its group is ended, and nothing that holds its pipes keeps the run from settling", async () => {
  const name = mark();
  const gate = gateIn(folder);
  const options = "{ detached: true, stdio: 'inherit' }";
  const leave = `require("child_process").spawn("/bin/sh", ["-c", process.argv[1]], ${options}).unref()`;
  const script = `"$0" -e "$1" "$2"; (sleep 300; echo ${name}) & echo done`;
  const { ended, stdout } = await collect(shell(script, process.execPath, leave, gate.wait));
  expect({ ended, stdout }).toEqual({ ended: { kind: "exited", code: 0 }, stdout: "done\n" });
  // who left the group is not looked for
  expect(runningWith(gate.file)).not.toEqual([]);
  gate.open();
  await untilGone(name);
});

test("a caller that is killed takes its program along", async () => {
  const name = mark();
  const caller = join(folder, "caller.mjs");
  const entry = new URL("../../../client/src/process/run.ts", import.meta.url);
  const bundled = join(folder, "run.mjs");
  buildSync({ entryPoints: [entry.pathname], outfile: bundled, bundle: true, platform: "node", format: "esm" });
  const order = JSON.stringify(shell(`trap '' INT; sleep 300 & while :; do sleep 0.1; done # ${name}`));
  writeFileSync(
    caller,
    `import { run } from ${JSON.stringify(pathToFileURL(bundled).href)};
     await run(${order}, { supervisor: ${JSON.stringify(supervisor)}, onOutput: () => undefined });`,
  );
  const child = spawn(process.execPath, [caller], { stdio: "ignore" });
  await untilRunning(`trap '' INT; sleep 300 & while :; do sleep 0.1; done # ${name}`);
  child.kill("SIGKILL");
  await untilGone(name);
  expect(readFileSync(caller, "utf8")).toContain(name);
});
