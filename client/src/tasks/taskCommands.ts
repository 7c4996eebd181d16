/** The commands that run tasks without the list of all tasks. */
import {
  commands,
  type Disposable,
  l10n,
  type QuickPickItem,
  QuickPickItemKind,
  type Task,
  tasks,
  window,
} from "vscode";
import type { ExtensionParts } from "../workbench/parts.ts";
import { requireTrust } from "../workbench/trust.ts";
import type { KnownFlakes, WorkspaceFlake } from "./knownFlakes.ts";
import { nixWithin, tasksOf } from "./taskProvider.ts";

/** Registers the commands. */
export function registerTaskCommands(parts: ExtensionParts, flakes: KnownFlakes): Disposable[] {
  const run = async (choose: (tasks: readonly Task[]) => Promise<Task | undefined>): Promise<void> => {
    if (!(await requireTrust())) return;
    const nix = await nixWithin(parts);
    const found = await flakes();
    if (found.length === 0) {
      await window.showInformationMessage(l10n.t("There is no flake on disk in this workspace."));
      return;
    }
    const chosen = await choose(found.flatMap((flake: WorkspaceFlake) => tasksOf(parts, flake, nix)));
    if (chosen !== undefined) await tasks.executeTask(chosen);
  };
  return [
    commands.registerCommand("plasmacloud.build", () => run(chooseBuild)),
    commands.registerCommand("plasmacloud.checkFlake", () => run((all) => chooseFlake(all, "check"))),
    commands.registerCommand("plasmacloud.updateInputs", () => run((all) => chooseFlake(all, "update"))),
  ];
}

interface TaskItem extends QuickPickItem {
  readonly task?: Task;
}

async function chooseBuild(all: readonly Task[]): Promise<Task | undefined> {
  const builds = all.filter(({ definition }) => definition["action"] === "build");
  const group = (label: string, tasksOfGroup: readonly Task[]): TaskItem[] =>
    tasksOfGroup.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...tasksOfGroup.map(item)];
  const items = [
    ...group(
      l10n.t("Packages"),
      builds.filter(({ definition }) => definition["host"] === undefined),
    ),
    ...group(
      l10n.t("Hosts"),
      builds.filter(({ definition }) => definition["host"] !== undefined),
    ),
  ];
  if (items.length === 0) {
    await window.showInformationMessage(l10n.t("Nothing that can be built is known of the flakes in this workspace."));
    return undefined;
  }
  const options = { title: l10n.t("Build"), placeHolder: l10n.t("Choose what to build"), matchOnDetail: true };
  return (await window.showQuickPick(items, options))?.task;
}

/** The task of the one flake, or of one that is chosen. */
async function chooseFlake(all: readonly Task[], action: string): Promise<Task | undefined> {
  const candidates = all.filter(({ definition }) => definition["action"] === action);
  if (candidates.length < 2) return candidates[0];
  const options = { title: l10n.t("Flake"), placeHolder: l10n.t("Choose a flake") };
  return (await window.showQuickPick<TaskItem>(candidates.map(item), options))?.task;
}

function item(task: Task): TaskItem {
  return { label: task.name, detail: task.detail ?? "", task };
}
