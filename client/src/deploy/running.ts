/** Deployments that go on without the window that began them: named at the next start, and when they end. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { commands, type ExtensionContext, l10n, Uri, window } from "vscode";
import { type DetachedRun, detachedRuns } from "../process/detached.ts";
import { deployTexts } from "./ask/deployTexts.ts";
import type { End } from "./engine/ports.ts";
import { follow } from "./run/nodePorts.ts";

const keptLogs = 100;

/** Where logs and states are: of this workspace, as long as there is one. */
export function deployFolder(context: ExtensionContext): string {
  return join((context.storageUri ?? context.globalStorageUri).fsPath, "deploy");
}

/** Names what earlier windows began: what still runs, and what ended unseen. */
export async function nameEarlierRuns(context: ExtensionContext, signal: AbortSignal): Promise<void> {
  const folder = deployFolder(context);
  for (const run of await detachedRuns(folder)) {
    if (run.status.kind === "running") void announce(run, l10n.t("The deployment {0} is still running.", run.title));
    void sayWhenEnded(run, signal);
  }
  await removeOldLogs(folder);
}

/** Says how a run ended, once it has. */
export async function sayWhenEnded(run: DetachedRun, signal: AbortSignal): Promise<void> {
  const end: End = await follow(run, { onLine: () => undefined, signal });
  if (end.kind === "running") return;
  await announce(run, l10n.t("The deployment {0} {1}.", run.title, deployTexts.end(end)));
}

async function announce(run: DetachedRun, text: string): Promise<void> {
  const showLog = l10n.t("Show Log");
  if ((await window.showInformationMessage(text, showLog)) === showLog) {
    await commands.executeCommand("vscode.open", Uri.file(run.logFile));
  }
}

/** Logs are kept, but not for ever; those of runs that are still named stay. */
async function removeOldLogs(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const named = new Set((await detachedRuns(folder)).map(({ logFile }) => logFile));
  const logs = names.filter((name) => name.endsWith(".log")).map((name) => join(folder, name));
  const dated = await Promise.all(logs.map(async (path) => ({ path, time: (await stat(path)).mtimeMs })));
  dated.sort((left, right) => right.time - left.time);
  for (const { path } of dated.slice(keptLogs)) if (!named.has(path)) await rm(path, { force: true });
}
