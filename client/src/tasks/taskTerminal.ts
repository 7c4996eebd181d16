/**
 * The terminal of one task: runs Nix, shows a readable log and progress, and says where the whole log is.
 * Invariants: its exit status is Nix's own; closing the terminal ends Nix and everything that Nix started; whatever is
 * shown, colours are its only control sequences.
 */
import { constants } from "node:os";
import { commands, EventEmitter, l10n, ProgressLocation, type Pseudoterminal, Uri, window } from "vscode";
import { usableNix } from "../nix/usableNix.ts";
import { createNixFindings } from "../nixErrors/show/nixFindings.ts";
import { keepColours } from "../nixLog/ansi.ts";
import type { Ended } from "../process/run.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { markDone } from "../workbench/progress.ts";
import { supervisorPath } from "../workbench/supervisorPath.ts";
import { nixArguments } from "./commandLine.ts";
import type { RunCounts } from "./counts.ts";
import { progressText } from "./countsText.ts";
import { type NixTask, outputOf, taskName } from "./definition.ts";
import { type LogFile, openLog } from "./logFile.ts";
import { logsFolder } from "./logLinks.ts";
import { runNix } from "./nixRun.ts";
import { currentSystem } from "./offers.ts";
import { bold, commandText, dim, endText, red } from "./runText.ts";
import { gatherLines, type TerminalText } from "./terminalText.ts";

const interrupt = "\x03";
/** What shells say of a program that was not found, of one that Ctrl+C ended, and of one that another signal ended. */
const notFoundStatus = 127;
const cancelledStatus = 130;
const signalStatus = 128;

/** A terminal that runs a task when it is opened. `folder` is the flake's, as a path. */
export function taskTerminal(parts: ExtensionParts, task: NixTask, folder: string): Pseudoterminal {
  const written = new EventEmitter<string>();
  const closed = new EventEmitter<number>();
  const abort = new AbortController();
  const gathered = gatherLines({
    write: (more) => written.fire(more),
    leftOut: (count) => dim(l10n.t("… {0} lines are only in the log", count)),
  });
  // the command and reasons why nothing is run hold names and words from elsewhere, just as the log does
  const text: TerminalText = { ...gathered, line: (line) => gathered.line(keepColours(line)) };
  const start = async (): Promise<void> => {
    let status = 1;
    try {
      status = await runTask({ parts, task, folder, text, abort });
    } catch (error) {
      parts.output.error(error instanceof Error ? error : String(error));
      text.line(red(error instanceof Error ? error.message : String(error)));
    }
    text.flush();
    closed.fire(status);
  };
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => void start(),
    close: () => abort.abort(),
    handleInput(data) {
      if (data === interrupt) abort.abort();
    },
  };
}

/** A terminal that only says why a task cannot be run. */
export function refusingTerminal(reason: string): Pseudoterminal {
  const written = new EventEmitter<string>();
  const closed = new EventEmitter<number>();
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      written.fire(`${keepColours(red(reason))}\r\n`);
      closed.fire(1);
    },
    close() {},
  };
}

interface TaskRun {
  readonly parts: ExtensionParts;
  readonly task: NixTask;
  readonly folder: string;
  readonly text: TerminalText;
  readonly abort: AbortController;
}

/** Runs a task to its end; its exit status. */
async function runTask({ parts, task, folder, text, abort }: TaskRun): Promise<number> {
  const nix = await Promise.race([usableNix(parts, text.line), whenAborted(abort.signal)]);
  if (nix === null) {
    text.line(red(l10n.t("Nothing was run.")));
    return 1;
  }
  const args = nixArguments(task, nix.flags);
  const command = commandText("nix", args);
  const log = openLog(logsFolder(parts.context), taskName(task));
  const say = (line: string): void => {
    text.line(line);
    log.line(line);
  };
  say(bold(`> ${command}`));
  const format = task.action === "show" ? [] : ["--log-format", "internal-json"];
  const program = { program: nix.path, args: [...args, ...format], cwd: folder, env: nix.env };
  const began = Date.now();
  try {
    const { ended, counts } = await runWithProgress({ parts, task, folder, text, abort }, program, log);
    say("");
    say(endText(ended, counts, Date.now() - began));
    if (task.action === "build" && statusOf(ended) === 0) void markDone("hasBuilt");
    return statusOf(ended);
  } finally {
    say(l10n.t("Log: {0}", log.path));
    log.close();
    const problem = log.problem();
    if (problem !== null) text.line(red(l10n.t("The log is not whole: {0}", problem)));
    text.flush();
    parts.output.debug(`${command}: ${log.path}`);
  }
}

/** Settles when a terminal is closed that still waits for an answer. */
function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
}

async function runWithProgress(
  { parts, task, folder, text, abort }: TaskRun,
  program: { program: string; args: string[]; cwd: string; env: Readonly<Record<string, string>> },
  log: LogFile,
): Promise<{ ended: Ended; counts: RunCounts }> {
  const title = taskName(task);
  const attribute = outputOf(task, currentSystem(process.platform, process.arch));
  const findings = createNixFindings(parts).begin({ folder, title, ...(attribute && { attribute }) });
  let counts: RunCounts | null = null;
  try {
    const result = await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const ticking = setInterval(() => {
          if (counts !== null) progress.report({ message: progressText(counts) });
        }, 250);
        try {
          return await runNix(program, {
            supervisor: supervisorPath(parts.context),
            signal: abort.signal,
            log,
            line: text.line,
            record(record) {
              if (record.kind === "message") findings.message(record.message, record.shown);
              else if (record.kind === "line") findings.line(record.text);
            },
            progress: (now) => {
              counts = now;
            },
          });
        } finally {
          clearInterval(ticking);
        }
      },
    );
    if (result.ended.kind === "exited" && result.ended.code !== 0) void offerLog(title, log.path);
    return result;
  } finally {
    findings.end();
  }
}

async function offerLog(title: string, path: string): Promise<void> {
  const open = l10n.t("Open Log");
  const answer = await window.showErrorMessage(l10n.t("{0} has failed.", title), open);
  if (answer === open) await commands.executeCommand("vscode.open", Uri.file(path));
}

function statusOf(ended: Ended): number {
  switch (ended.kind) {
    case "exited":
      return ended.code;
    case "notFound":
      return notFoundStatus;
    case "cancelled":
      return cancelledStatus;
    case "signalled":
      return signalStatus + (new Map<string, number>(Object.entries(constants.signals)).get(ended.signal) ?? 0);
  }
}
