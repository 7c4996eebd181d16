/** Running programs under the real, bundled supervisor. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { type Program, run, StartError } from "../../../client/src/process/run.ts";
import { runningWith, until } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";

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

async function collect(program: Program, signal?: AbortSignal) {
  let stdout = "";
  let stderr = "";
  const ended = await run(program, {
    supervisor,
    ...(signal === undefined ? {} : { signal }),
    onOutput: (chunk, stream) => {
      if (stream === "stdout") stdout += Buffer.from(chunk).toString();
      else stderr += Buffer.from(chunk).toString();
    },
  });
  return { ended, stdout, stderr };
}

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
    const running = collect(shell(`sh -c 'sleep 300; echo ${name}'; echo ${name}`), abort.signal);
    await until("both run", () => runningWith(name).length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const start = Date.now();
    abort.abort();
    expect((await running).ended).toEqual({ kind: "cancelled" });
    expect(Date.now() - start).toBeLessThan(4000);
    expect(runningWith(name)).toEqual([]);
  });
  test("a program that ignores the interrupt is terminated after five seconds, and its last words are heard", async () => {
    const name = mark();
    const abort = new AbortController();
    const script = `trap '' INT; trap 'echo terminated; exit 3' TERM; echo ready; while :; do sleep 0.1; done # ${name}`;
    const running = collect(shell(script), abort.signal);
    await until("it runs", () => runningWith(name).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const start = Date.now();
    abort.abort();
    const { ended, stdout } = await running;
    expect(ended).toEqual({ kind: "cancelled" });
    expect(stdout).toContain("terminated");
    expect(Date.now() - start).toBeGreaterThan(4500);
    expect(runningWith(name)).toEqual([]);
  });
  test("one that ignores everything is killed, and so is what it started", async () => {
    const name = mark();
    const abort = new AbortController();
    const script = `trap '' INT TERM; (while :; do sleep 0.1; done) & while :; do sleep 0.1; done # ${name}`;
    const running = collect(shell(script), abort.signal);
    await until("both run", () => runningWith(name).length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    abort.abort();
    expect((await running).ended).toEqual({ kind: "cancelled" });
    expect(runningWith(name)).toEqual([]);
  });
});

test("what a program leaves behind in its group is ended, and does not keep the run from settling", async () => {
  const name = mark();
  const start = Date.now();
  const { ended, stdout } = await collect(shell(`(sleep 300; echo ${name}) & echo done`));
  expect({ ended, stdout }).toEqual({ ended: { kind: "exited", code: 0 }, stdout: "done\n" });
  expect(Date.now() - start).toBeLessThan(4000);
  await until("nobody is left", () => runningWith(name).length === 0);
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
  await until("the program runs", () => runningWith(name).length > 0);
  child.kill("SIGKILL");
  await until("nobody is left", () => runningWith(name).length === 0);
  expect(readFileSync(caller, "utf8")).toContain(name);
});
