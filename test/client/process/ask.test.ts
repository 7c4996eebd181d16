import { expect, test } from "vitest";
import { ask } from "../../../client/src/process/ask.ts";
import { runningWith, until } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";

const folder = scratchFolder();
const supervisor = bundleSupervisor(folder);
const shell = (script: string) => ({ program: "/bin/sh", args: ["-c", script], cwd: folder });

test("what a program prints, as text", async () => {
  const answer = await ask(shell("printf 'gr\\303\\274n \\377'; echo no >&2; exit 4"), {
    timeout: 10_000,
    limit: 1000,
    supervisor,
  });
  expect(answer).toEqual({ kind: "exited", code: 4, stdout: "grün \u{fffd}", stderr: "no\n" });
});

test("a program that hangs is given up at the limit of time, and ended", async () => {
  const script = `trap '' INT; sleep 0.01; while :; do sleep 0.1; done # ask-hangs-${process.pid}`;
  const start = Date.now();
  expect(await ask(shell(script), { timeout: 400, limit: 1000, supervisor })).toEqual({ kind: "timedOut" });
  expect(Date.now() - start).toBeLessThan(3000);
  await until("nobody is left", () => runningWith(`ask-hangs-${process.pid}`).length === 0);
});

test("a program that prints without end is given up at the limit of bytes", async () => {
  expect(await ask(shell("yes"), { timeout: 10_000, limit: 100_000, supervisor })).toEqual({ kind: "tooLong" });
});

test("cancelled, and not there", async () => {
  const limits = { timeout: 10_000, limit: 1000, supervisor };
  expect(await ask(shell("exec sleep 60"), { ...limits, signal: AbortSignal.timeout(500) })).toEqual({
    kind: "cancelled",
  });
  expect(await ask({ program: "not-here", args: [], cwd: folder }, limits)).toEqual({
    kind: "notFound",
    program: "not-here",
  });
});
