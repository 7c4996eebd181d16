/** "Rollback Host…" and "List Generations…". */
import { l10n, ProgressLocation, type QuickPickItem, window } from "vscode";
import { pickHost, pickHosts, withTargets } from "./ask/pick.ts";
import { askHosts } from "./deployHost.ts";
import { type DeployWindow, nodeWorld, runDeployment } from "./deployment.ts";
import type { DeployReport } from "./engine/deployReport.ts";
import type { Generation } from "./engine/generations.ts";
import { type Generations, generationsOf } from "./engine/generationsOf.ts";
import type { DeployHost } from "./hosts/deployedHost.ts";
import { queryProgram } from "./run/programs.ts";

/** Activates the generation before the present one, on hosts that the person chooses. `null`: on none. */
export async function rollbackHostCommand(context: DeployWindow): Promise<DeployReport | null> {
  const known = await askHosts(context.parts);
  const title = l10n.t("Roll Back");
  const placeHolder = l10n.t("Which hosts? In the list (Tab) Space ticks one, Enter goes on.");
  const chosen = known === null ? null : await pickHosts(known, title, placeHolder);
  const located = chosen === null ? null : await withTargets(chosen, "rollback");
  return located === null ? null : runDeployment(context, located, "rollback");
}

/** Shows the generations of one host. Choosing the one before the present one leads to rolling back. */
export async function listGenerationsCommand(context: DeployWindow): Promise<void> {
  const known = await askHosts(context.parts);
  const title = l10n.t("Generations");
  const chosen = known === null ? null : await pickHost(known, title, l10n.t("Which host?"));
  const [host] = (chosen === null ? null : await withTargets([chosen], "rollback")) ?? [];
  if (host === undefined) return;
  const answer = await askGenerations(context, host);
  if (answer.kind === "unknown") {
    await window.showErrorMessage(
      answer.reason === ""
        ? l10n.t("{0} does not tell its generations.", host.facts.label)
        : l10n.t("{0} does not tell its generations: {1}", host.facts.label, answer.reason),
    );
    return;
  }
  const before = previous(answer.generations);
  const item = await window.showQuickPick<GenerationItem>(
    answer.generations.map((generation) => generationItem(generation, generation === before)),
    { title: l10n.t("Generations of {0}", host.facts.label), matchOnDetail: true, matchOnDescription: true },
  );
  if (item !== undefined && item.generation === before) await runDeployment(context, [host], "rollback");
}

async function askGenerations(context: DeployWindow, host: DeployHost): Promise<Generations> {
  const world = nodeWorld(context);
  return window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: l10n.t("Asking {0}", host.facts.label) },
    (_, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return generationsOf(host, (program, args) => queryProgram(world, program, args, cancel.signal));
    },
  );
}

interface GenerationItem extends QuickPickItem {
  readonly generation: Generation;
}

function generationItem(generation: Generation, isBefore: boolean): GenerationItem {
  const { number, date, nixosVersion, kernelVersion, revision, isCurrent } = generation;
  const parts = [
    nixosVersion === null ? "" : `NixOS ${nixosVersion}`,
    kernelVersion === null ? "" : `Linux ${kernelVersion}`,
    revision ?? "",
    isBefore ? l10n.t("Choose it to roll back.") : "",
  ];
  return {
    generation,
    label: `$(${isCurrent ? "check" : isBefore ? "discard" : "history"}) ${number}`,
    description: isCurrent ? `${date} · ${l10n.t("present")}` : date,
    detail: parts.filter((part) => part !== "").join(" · "),
  };
}

/** The one that rolling back goes to. */
function previous(generations: readonly Generation[]): Generation | undefined {
  const current = generations.find(({ isCurrent }) => isCurrent);
  return generations.find(({ number }) => current !== undefined && number < current.number);
}
