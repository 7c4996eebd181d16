/** Tasks: building, checking and updating flakes with Nix. */
import { tasks } from "vscode";
import type { Part } from "../workbench/parts.ts";
import { taskType } from "./definition.ts";
import { createKnownFlakes } from "./knownFlakes.ts";
import { registerLogLinks } from "./logLinks.ts";
import { registerTaskCommands } from "./taskCommands.ts";
import { createTaskProvider } from "./taskProvider.ts";

export const tasksPart: Part = (parts) => {
  const flakes = createKnownFlakes(parts);
  return [
    tasks.registerTaskProvider(taskType, createTaskProvider(parts, flakes)),
    registerLogLinks(parts.context),
    ...registerTaskCommands(parts, flakes),
  ];
};
