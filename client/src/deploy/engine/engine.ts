/**
 * A deployment from the choice of hosts to the report.
 * Invariants: nothing that runs is changed before the person has seen a preview of the very inputs and said yes; a
 * batch begins only when the one before is done and well; what changes a host is never killed, only let go of.
 */

import {
  changingActions,
  type DeployAction,
  type DeployHost,
  hostProblem,
  needsTerminal,
} from "../hosts/deployedHost.ts";
import type { Invocation } from "../tools/invocation.ts";
import { invocationsFor } from "../tools/invocations.ts";
import type { DeployOutcome, DeployReport, HostReport, Stop } from "./deployReport.ts";
import { type Ailment, checkHealth } from "./health.ts";
import type { Batch } from "./order.ts";
import type { DeployPorts, DeployStep, DeployUi, PersonAnswer } from "./ports.ts";
import { isPrepared, makePreview, type Preview, previewLines, runWithFallback, titleOf } from "./preview.ts";
import { isColmenaSuccess, lastLines } from "./toolOutput.ts";

export interface DeployRequest {
  /** At least one, none with a problem (`hostProblem`). */
  readonly hosts: readonly DeployHost[];
  readonly action: DeployAction;
  /** How long a host may take to be well again. */
  readonly healthSeconds: number;
}

/** Inputs that change while every preview of them is made are being worked on. */
const mostPreviews = 3;

/** Deploys. Everything that happens is in the report, which the person is shown, too. */
export async function deploy(
  request: DeployRequest,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<DeployReport> {
  const report = await decide(request, ports, ui, signal);
  await ui.report(report);
  return report;
}

async function decide(
  request: DeployRequest,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<DeployReport> {
  const { hosts, action } = request;
  const faulty = action === "rollback" ? [] : hosts.filter(({ facts }) => facts.errors > 0);
  if (faulty.length > 0 && !(await ui.confirmErrors(faulty))) return stopped(request, "refused");
  await ports.saveFiles();
  if (action === "build-vm") return runWithoutQuestions(request, ports, ui, signal);
  const asksPassword = hosts.some((host) => needsTerminal(host, action));
  if (action === "dry-activate" && asksPassword) return runWithoutQuestions(request, ports, ui, signal);
  const preview = await settledPreview(request, ports, ui, signal);
  if (preview === null) return stopped(request, signal.aborted ? "cancelled" : "refused");
  if (signal.aborted || !isPrepared(preview) || !changingActions.includes(action)) return reportOf(preview, signal);
  if (action === "install" && !(await isNameTyped(hosts, ui))) return stopped(request, "wrongName");
  return runBatches(preview, request, ports, ui, signal);
}

/** A preview that the person agreed to and that still holds; `null`: they did not. */
async function settledPreview(
  { hosts: chosen, action }: DeployRequest,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<Preview | null> {
  for (let made = 1; ; made++) {
    const hosts = ports.currentHosts(chosen);
    if (hosts.some((host) => hostProblem(host, action) !== null)) return null;
    const preview = await makePreview(hosts, action, ports, ui, signal);
    const isStale = async (): Promise<boolean> => (await ports.inputHash(hosts)) !== preview.hash;
    // tools may write a lock file on their first run; that is one change, and no more
    if (!signal.aborted && isPrepared(preview) && made < mostPreviews && (await isStale())) {
      ui.inputsChanged();
      continue;
    }
    await ui.showPreview(preview);
    if (signal.aborted || !isPrepared(preview) || !changingActions.includes(action)) return preview;
    ui.progress(hosts, "asking", "");
    if (!(await orAborted(ui.confirm(preview), signal, false))) return null;
    if (!(await isStale())) return preview;
    ui.inputsChanged();
  }
}

async function isNameTyped([host]: readonly DeployHost[], ui: DeployUi): Promise<boolean> {
  return host !== undefined && (await ui.typedName(host)) === host.facts.name;
}

async function runBatches(
  { plan, hash, action }: Preview,
  { healthSeconds }: DeployRequest,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<DeployReport> {
  const hosts = plan.batches.flatMap((batch) => batch.hosts);
  const done = new Map<DeployHost, HostReport>();
  const finish = (stop: Stop): DeployReport => ({
    action,
    stop,
    hosts: hosts.map((host) => done.get(host) ?? notStarted(host)),
  });
  for (const [index, batch] of plan.batches.entries()) {
    if (signal.aborted) return finish("cancelled");
    if (index > 0 && (await ports.inputHash(hosts)) !== hash) return finish("inputsChanged");
    const reports = await runBatch(batch, action, ports, ui, signal);
    for (const report of reports) done.set(report.host, report);
    if (reports.some(({ outcome }) => outcome.kind === "detached")) return finish("cancelled");
    if (reports.some(({ outcome }) => outcome.kind !== "done")) return finish("failed");
    // what is only for the next boot, or boots anew, has not changed what runs
    if (action === "boot" || action === "install") continue;
    const ailments = await untilWell(batch, healthSeconds, ports, ui, signal);
    if (signal.aborted) return finish("cancelled");
    for (const report of reports) {
      const own = ailments.filter(({ host }) => host === report.host.facts.label);
      if (own.length > 0) done.set(report.host, { ...report, outcome: { kind: "unhealthy", ailments: own } });
    }
    if (ailments.length > 0) return finish("unhealthy");
  }
  return finish(null);
}

/** Runs the invocations of one batch at the same time; those in a terminal are alone in theirs. */
async function runBatch(
  { hosts }: Batch,
  action: DeployAction,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<readonly HostReport[]> {
  const runs = invocationsFor(hosts, action).map((invocation) => change(invocation, action, ports, ui, signal));
  return (await Promise.all(runs)).flat();
}

async function change(
  invocation: Invocation,
  action: DeployAction,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
  how: "run" | "runOutliving" = "runOutliving",
  step: DeployStep = "deploying",
): Promise<readonly HostReport[]> {
  const { hosts } = invocation;
  const result = await runWithFallback(invocation, how, titleOf(action, hosts), ports, signal, (line) =>
    ui.progress(hosts, step, line),
  );
  const names = hosts.map(({ facts }) => facts.name);
  return hosts.map((host) => {
    const own = invocation.program === "colmena" ? previewLines(host, result.lines, names) : result.lines;
    // colmena goes on with the others when one fails; deploy-rs takes all of them back
    const isDone =
      result.end.kind === "exited" && (result.end.code === 0 || (names.length > 1 && own.some(isColmenaSuccess)));
    const outcome: DeployOutcome =
      result.end.kind === "running"
        ? { kind: "detached" }
        : isDone
          ? { kind: "done", lines: lastLines(own, 3) }
          : { kind: "failed", end: result.end, lines: lastLines(own.length > 0 ? own : result.lines) };
    return { host, outcome, logFiles: result.logFiles };
  });
}

/** What is still wrong with the hosts when the person gives up on them; `[]`: they are well. */
async function untilWell(
  { hosts }: Batch,
  seconds: number,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<readonly Ailment[]> {
  for (;;) {
    ui.progress(hosts, "checking", "");
    const checks = hosts.map((host) => checkHealth(host, seconds, ports, signal));
    const ailments = (await Promise.all(checks)).flat();
    if (ailments.length === 0 || signal.aborted) return ailments;
    ui.progress(hosts, "asking", "");
    const ask = (isPaused: boolean): Promise<PersonAnswer> =>
      orAborted(ui.askUnhealthy(ailments, isPaused), signal, "abort");
    let answer = await ask(false);
    while (answer === "pause") answer = await ask(true);
    if (answer === "abort") return ailments;
  }
}

/** An answer, or what stands for it when the deployment is cancelled while the question is open. */
function orAborted<T>(answer: Promise<T>, signal: AbortSignal, otherwise: T): Promise<T> {
  const aborted = new Promise<T>((resolve) => {
    if (signal.aborted) resolve(otherwise);
    signal.addEventListener("abort", () => resolve(otherwise), { once: true });
  });
  return Promise.race([answer, aborted]);
}

/** Actions that change nothing that runs: cancelled at any time, confirmed by nobody. */
async function runWithoutQuestions(
  { hosts, action }: DeployRequest,
  ports: DeployPorts,
  ui: DeployUi,
  signal: AbortSignal,
): Promise<DeployReport> {
  const reports: HostReport[] = [];
  for (const host of hosts) {
    for (const invocation of signal.aborted ? [] : invocationsFor([host], action)) {
      const how = invocation.inTerminal ? "runOutliving" : "run";
      reports.push(...(await change(invocation, action, ports, ui, signal, how, "building")));
    }
  }
  const left = hosts.filter((host) => !reports.some((report) => report.host === host)).map(notStarted);
  const isAnyFailed = reports.some(({ outcome }) => outcome.kind === "failed");
  return { action, hosts: [...reports, ...left], stop: signal.aborted ? "cancelled" : isAnyFailed ? "failed" : null };
}

/** A preview that nothing comes after: the action was only to see, or could not be prepared. */
function reportOf(preview: Preview, signal: AbortSignal): DeployReport {
  const { action, hosts } = preview;
  const hostReports = hosts.map(({ host, end, lines, logFiles }): HostReport => {
    const isReady = end === null || (end.kind === "exited" && end.code === 0);
    const isWanted = !changingActions.includes(action);
    const outcome: DeployOutcome = !isReady
      ? { kind: "failed", end, lines }
      : isWanted
        ? { kind: "done", lines: [] }
        : { kind: "notStarted" };
    return { host, outcome, logFiles };
  });
  const stop = signal.aborted ? "cancelled" : isPrepared(preview) ? null : "prepareFailed";
  return { action, hosts: hostReports, stop };
}

function stopped({ hosts, action }: DeployRequest, stop: Stop): DeployReport {
  return { action, stop, hosts: hosts.map(notStarted) };
}

function notStarted(host: DeployHost): HostReport {
  return { host, outcome: { kind: "notStarted" }, logFiles: [] };
}
