/** Runs a deployment in this window: the world, the person and the progress of it brought together. */
import { fileURLToPath } from "node:url";
import { type ExtensionContext, l10n, ProgressLocation, window, workspace } from "vscode";
import { quietNix, usableNix } from "../nix/usableNix.ts";
import { createNixFindings, type NixRunFindings } from "../nixErrors/show/nixFindings.ts";
import { detachedRuns } from "../process/detached.ts";
import type { ExtensionParts } from "../workbench/parts.ts";
import { markDone } from "../workbench/progress.ts";
import { supervisorPath } from "../workbench/supervisorPath.ts";
import type { DeployDocuments } from "./ask/deployDocuments.ts";
import { createDeployUi } from "./ask/deployUi.ts";
import type { DeployReport } from "./engine/deployReport.ts";
import { deploy } from "./engine/engine.ts";
import type { DeployPorts } from "./engine/ports.ts";
import {
  changingActions,
  type DeployAction,
  type DeployHost,
  deployHost,
  type HostProblem,
  hostProblem,
} from "./hosts/deployedHost.ts";
import { settingsOf } from "./hosts/knownHosts.ts";
import { readDeploySettings } from "./run/deploySettings.ts";
import { type NodeWorld, nodePorts } from "./run/nodePorts.ts";
import { deployFolder, sayWhenEnded } from "./running.ts";

export interface DeployWindow {
  readonly parts: ExtensionParts;
  readonly documents: DeployDocuments;
  /** Aborted when the window goes: what runs is let go of. */
  readonly lifetime: AbortSignal;
}

let isDeploying = false;

/** Deploys hosts that the person has chosen; `null`: something stands in the way, which they are told. */
export async function runDeployment(
  context: DeployWindow,
  hosts: readonly DeployHost[],
  action: DeployAction,
): Promise<DeployReport | null> {
  if (!(await saySound(hosts, action)) || (await sayStillRunning(context.parts.context))) return null;
  isDeploying = true;
  const { healthCheckTimeout } = readDeploySettings();
  const findings = nixRunFindings(context, hosts, action);
  try {
    const nixFlags = await flagsFor(context, action);
    if (nixFlags === null) return null;
    const report = await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: l10n.t("PlasmaCloud: {0}", action) },
      (progress, token) => {
        const cancel = new AbortController();
        token.onCancellationRequested(() => cancel.abort());
        const ports = withFindings(nodePorts(nodeWorld(context, nixFlags)), findings.line);
        const signal = AbortSignal.any([cancel.signal, context.lifetime]);
        const ui = createDeployUi(context.documents, progress, action, signal);
        return deploy({ hosts, action, healthSeconds: healthCheckTimeout }, ports, ui, signal);
      },
    );
    const isChanged = changingActions.includes(action) && report.hosts.some(({ outcome }) => outcome.kind === "done");
    if (isChanged) void markDone("hasDeployed");
    return report;
  } finally {
    findings.end();
    isDeploying = false;
  }
}

/** Says that a deployment of this workspace still runs, be it another window's; false: none does. */
async function sayStillRunning(context: ExtensionContext): Promise<boolean> {
  const running = (await detachedRuns(deployFolder(context))).find(({ status }) => status.kind === "running");
  if (!isDeploying && running === undefined) return false;
  await window.showErrorMessage(
    running === undefined
      ? l10n.t("A deployment is under way already.")
      : l10n.t("The deployment {0} is still running. Another one has to wait for its end.", running.title),
  );
  return true;
}

/**
 * What every `nix` of a deployment gets to run flakes, by the person's leave as for a task; `null`: it may not, or is not
 * there, and they were told. Rolling back has nothing evaluated, so it must not wait for a Nix.
 */
async function flagsFor({ parts }: DeployWindow, action: DeployAction): Promise<readonly string[] | null> {
  const { nix: program } = readDeploySettings().programs;
  if (action === "rollback") return (await quietNix(parts, program))?.flags ?? [];
  return (await usableNix(parts, undefined, program))?.flags ?? null;
}

/** The world of this window. */
export function nodeWorld({ parts, lifetime }: DeployWindow, nixFlags: readonly string[] = []): NodeWorld {
  const { context } = parts;
  const { programs } = readDeploySettings();
  return {
    supervisor: supervisorPath(context),
    terminalRun: context.asAbsolutePath("dist/terminalRun.js"),
    folder: deployFolder(context),
    programs,
    nixFlags,
    saveFiles: async () => {
      await workspace.saveAll(false);
    },
    settings: () => [...readDeploySettings().hosts.hosts],
    currentHosts: (chosen) => {
      const now = readDeploySettings().hosts.hosts;
      return chosen.map((host) => deployHost(host.facts, settingsOf(host.facts, now), host.isLocal));
    },
    openTerminal,
    letGo: (run) => void sayWhenEnded(run, lifetime),
  };
}

function openTerminal(name: string, args: readonly string[], cwd: string): { readonly closed: Promise<void> } {
  const terminal = window.createTerminal({
    name,
    cwd,
    shellPath: process.execPath,
    shellArgs: [...args],
    // in VS Code the program is Electron, which this makes a plain Node
    env: { ELECTRON_RUN_AS_NODE: "1" },
  });
  terminal.show();
  const closed = new Promise<void>((resolve) => {
    const listener = window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      listener.dispose();
      resolve();
    });
  });
  return { closed };
}

/** Says what stands in the way of a host; true: nothing does. */
async function saySound(hosts: readonly DeployHost[], action: DeployAction): Promise<boolean> {
  for (const host of hosts) {
    const problem = hostProblem(host, action);
    if (problem === null) continue;
    await window.showErrorMessage(problemText(host.facts.label, problem));
    return false;
  }
  return true;
}

function problemText(label: string, problem: HostProblem): string {
  switch (problem.kind) {
    case "badName":
      return l10n.t("{0} cannot be deployed: {1} is no name that deploy tools may be given.", label, problem.name);
    case "noTarget":
      return l10n.t("{0} cannot be deployed: nobody says where it is.", label);
    case "otherTarget":
      return l10n.t(
        "{0} cannot be deployed: its hive says that it is {1}, which colmena goes by, and the settings say {2}.",
        label,
        problem.hive,
        problem.set,
      );
    case "noTool":
      return problem.tool === null
        ? l10n.t("{0} cannot be deployed: it is neither a NixOS system of a flake nor a node of a hive.", label)
        : l10n.t("{0} cannot be deployed by {1}, which the settings ask for.", label, problem.tool);
  }
}

/** Errors that Nix prints on the way become findings, one run a folder; those without a place stand at the only host. */
function nixRunFindings({ parts }: DeployWindow, [only, ...others]: readonly DeployHost[], title: string) {
  const runs = new Map<string, NixRunFindings>();
  const isOne = only?.facts.isSystem === true && others.length === 0;
  const attribute = isOne ? { attribute: ["nixosConfigurations", only.facts.name] } : {};
  return {
    line(folder: string, line: string): void {
      const run = runs.get(folder) ?? createNixFindings(parts).begin({ folder, title, ...attribute });
      runs.set(folder, run);
      run.line(line);
    },
    end(): void {
      for (const run of runs.values()) run.end();
    },
  };
}

function withFindings(ports: DeployPorts, told: (folder: string, line: string) => void): DeployPorts {
  return {
    ...ports,
    run(invocation, options) {
      const [host] = invocation.hosts;
      if (host === undefined || options.title === null) return ports.run(invocation, options);
      const folder = fileURLToPath(host.facts.folder);
      const onLine = (line: string): void => {
        told(folder, line);
        options.onLine(line);
      };
      return ports.run(invocation, { ...options, onLine });
    },
  };
}
