/** Tasks of type `plasmacloud`: those that are offered, and those that `tasks.json` describes. */
import { join } from "node:path";
import {
  CustomExecution,
  l10n,
  ProcessExecution,
  type Pseudoterminal,
  Task,
  TaskGroup,
  TaskPanelKind,
  type TaskProvider,
  TaskRevealKind,
  TaskScope,
  type WorkspaceFolder,
  workspace,
} from "vscode";
import type { NixTool } from "../nix/nixFacts.ts";
import { quietNix } from "../nix/usableNix.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { nixArguments } from "./commandLine.ts";
import { type DefinitionProblem, isProblem, type NixTask, readDefinition, taskName, taskType } from "./definition.ts";
import type { KnownFlakes, WorkspaceFlake } from "./knownFlakes.ts";
import { currentSystem, offeredTasks } from "./offers.ts";
import { refusingTerminal, taskTerminal } from "./taskTerminal.ts";

/** How long offering tasks waits to learn which Nix there is, in milliseconds. */
const patience = 1500;

/** The provider of tasks. */
export function createTaskProvider(parts: ExtensionParts, flakes: KnownFlakes): TaskProvider {
  return {
    async provideTasks() {
      const [found, nix] = await Promise.all([flakes(), nixWithin(parts)]);
      return found.flatMap((flake) => tasksOf(parts, flake, nix));
    },
    async resolveTask(task) {
      const folder = folderOf(task);
      const read = readDefinition(task.definition);
      const execution =
        folder === null || isProblem(read)
          ? new CustomExecution(async () => refusingTerminal(whyNot(folder, read)))
          : executionOf(parts, read, join(folder.uri.fsPath, read.flake ?? "."), await nixWithin(parts));
      return new Task(task.definition, task.scope ?? TaskScope.Workspace, task.name, taskType, execution);
    },
  };
}

/** The tasks of one flake. */
export function tasksOf(parts: ExtensionParts, flake: WorkspaceFlake, nix: NixTool | null): Task[] {
  const { workspaceFolder, path, below } = flake;
  const system = currentSystem(process.platform, process.arch);
  return offeredTasks(flake, system, below).map((definition) => {
    const name = taskName(definition);
    const execution = executionOf(parts, definition, path, nix);
    const task = new Task(definition, workspaceFolder, name, taskType, execution, []);
    if (definition.action === "build") task.group = TaskGroup.Build;
    if (definition.action === "check") task.group = TaskGroup.Test;
    task.detail = ["nix", ...nixArguments(definition, [])].join(" ");
    task.presentationOptions =
      definition.action === "develop"
        ? { reveal: TaskRevealKind.Always, panel: TaskPanelKind.New, focus: true }
        : { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, clear: true };
    return task;
  });
}

/** `nix develop` is a program of its own in a terminal; all else runs in ours. */
function executionOf(
  parts: ExtensionParts,
  definition: NixTask,
  folder: string,
  nix: NixTool | null,
): CustomExecution | ProcessExecution {
  if (definition.action !== "develop")
    return new CustomExecution(async (): Promise<Pseudoterminal> => taskTerminal(parts, definition, folder));
  const options = { cwd: folder, env: { ...nix?.env } };
  return new ProcessExecution(nix?.path ?? "nix", nixArguments(definition, nix?.flags ?? []), options);
}

/** The Nix that can be used without asking, if that is known soon. */
export async function nixWithin(parts: ExtensionParts): Promise<NixTool | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  try {
    return await Promise.race([quietNix(parts), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The folder that a task of `tasks.json` is in. */
function folderOf({ scope }: Task): WorkspaceFolder | null {
  const folder = typeof scope === "object" ? scope : workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === "file" ? folder : null;
}

function whyNot(folder: WorkspaceFolder | null, read: NixTask | DefinitionProblem): string {
  if (folder === null) return l10n.t("There is no folder on disk to run this task in.");
  if (!isProblem(read)) return "";
  if ("property" in read) return l10n.t("The task is not right: {0} is missing, or has no such value.", read.property);
  return l10n.t("The task is not right: {0} and {1} do not go together.", ...read.together);
}
