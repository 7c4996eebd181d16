import { expect, test } from "vitest";
import { ask } from "../../../client/src/process/ask.ts";
import { untilGone, untilRunning } from "../../support/processes.ts";
import { bundleSupervisor, scratchFolder } from "../../support/supervisor.ts";

const folder = scratchFolder();
const supervisor = bundleSupervisor(folder);
/** Milliseconds: no test ends because of it. */
const ages = 3_600_000;
const shell = (script: string) => ({ program: "/bin/sh", args: ["-c", script], cwd: folder });

test("what a program prints, as text", async () => {
  const answer = await ask(shell("printf 'gr\\303\\274n \\377'; echo no >&2; exit 4"), {
    timeout: ages,
    limit: 1000,
    supervisor,
  });
  expect(answer).toEqual({ kind: "exited", code: 4, stdout: "grün \u{fffd}", stderr: "no\n" });
});

test("a program that hangs is given up at the limit of time, and ended", async () => {
  const script = `trap '' INT; while :; do sleep 0.1; done # ask-hangs-${process.pid}`;
  expect(await ask(shell(script), { timeout: 400, limit: 1000, supervisor })).toEqual({ kind: "timedOut" });
  await untilGone(`ask-hangs-${process.pid}`);
});

test("a program that prints without end is given up at the limit of bytes", async () => {
  expect(await ask(shell("yes"), { timeout: ages, limit: 100_000, supervisor })).toEqual({ kind: "tooLong" });
});

test("cancelled, and not there", async () => {
  const limits = { timeout: ages, limit: 1000, supervisor };
  const abort = new AbortController();
  const name = `ask-cancelled-${process.pid}`;
  const answer = ask(shell(`while :; do sleep 0.1; done # ${name}`), { ...limits, signal: abort.signal });
  await untilRunning(name);
  abort.abort();
  expect(await answer).toEqual({ kind: "cancelled" });
  expect(await ask({ program: "not-here", args: [], cwd: folder }, limits)).toEqual({
    kind: "notFound",
    program: "not-here",
  });
});
