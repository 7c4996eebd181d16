/** Deployment as a part of the extension: its commands, its documents, and what earlier windows left running. */
import { commands, type Disposable } from "vscode";
import type { Part } from "../workbench/parts.ts";
import { createDeployDocuments } from "./ask/deployDocuments.ts";
import type { DeployArguments } from "./deployHost.ts";
import type { DeployWindow } from "./deployment.ts";

/** Earlier deployments are named once the window has come up. */
const nameAfter = 1_000;

/** Registers the commands. What they do is loaded when the first of them is run. */
export const deployPart: Part = (parts) => {
  const documents = createDeployDocuments();
  const end = new AbortController();
  const context: DeployWindow = { parts, documents, lifetime: end.signal };
  const timer = setTimeout(() => void nameEarlier(context), nameAfter);
  const ending: Disposable = {
    dispose() {
      clearTimeout(timer);
      end.abort();
    },
  };
  return [
    documents,
    ending,
    commands.registerCommand("plasmacloud.deployHost", async (said: DeployArguments = {}) => {
      const { deployHostCommand } = await import("./deployHost.ts");
      return deployHostCommand(context, said);
    }),
    commands.registerCommand("plasmacloud.rollbackHost", async () => {
      const { rollbackHostCommand } = await import("./rollbackHost.ts");
      return rollbackHostCommand(context);
    }),
    commands.registerCommand("plasmacloud.listGenerations", async () => {
      const { listGenerationsCommand } = await import("./rollbackHost.ts");
      return listGenerationsCommand(context);
    }),
  ];
};

async function nameEarlier({ parts, lifetime }: DeployWindow): Promise<void> {
  try {
    const { nameEarlierRuns } = await import("./running.ts");
    await nameEarlierRuns(parts.context, lifetime);
  } catch (error) {
    parts.output.error(error instanceof Error ? error : String(error));
  }
}
