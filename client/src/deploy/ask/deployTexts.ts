/** Every text of deployments that a person reads, in their language. What is rendered from plain data takes it from here. */
import { l10n } from "vscode";
import type { DeployOutcome, Stop } from "../engine/deployReport.ts";
import type { Ailment } from "../engine/health.ts";
import type { DeployStep, End } from "../engine/ports.ts";
import type { DeployAction } from "../hosts/deployedHost.ts";
import type { ProgramName } from "../tools/invocation.ts";

/** The package of nixpkgs that has a program. */
const packages: Readonly<Record<ProgramName, string>> = {
  "nixos-rebuild": "nixos-rebuild-ng",
  colmena: "colmena",
  deploy: "deploy-rs",
  "nixos-anywhere": "nixos-anywhere",
  ssh: "openssh",
  nix: "nix",
  systemctl: "systemd",
};

/** The texts; a function each where a part of it is told. */
export const deployTexts = {
  previewTitle: (action: DeployAction) => l10n.t("Preview: {0}", action),
  reportTitle: (action: DeployAction) => l10n.t("Report: {0}", action),
  findings: () => l10n.t("Findings"),
  noErrors: () => l10n.t("No errors are known on these hosts."),
  errors: (host: string, count: number) =>
    count === 1 ? l10n.t("{0} has 1 error.", host) : l10n.t("{0} has {1} errors.", host, count),
  order: () => l10n.t("Order"),
  together: (hosts: string) => l10n.t("{0}, at the same time", hosts),
  betweenHosts: () => l10n.t("Each step begins when the hosts of the one before are well again."),
  quorumLost: (service: string, size: number, hosts: string) =>
    size === 1
      ? l10n.t("{0} on {1} is the only member of its group: while it restarts, nobody answers for it.", service, hosts)
      : l10n.t(
          "The {0} group of {1} has {2} members. It loses its quorum while one of them is down.",
          service,
          hosts,
          size,
        ),
  nothingBuilt: () => l10n.t("Nothing is built for this action."),
  unitsTitle: () => l10n.t("Units"),
  unitsUnchanged: () => l10n.t("No unit would be stopped, started or restarted."),
  unitsNeedPassword: () =>
    l10n.t("Which units would restart is not known: asking the host needs a password. The action dry-activate tells."),
  restartsSystemd: () => l10n.t("systemd itself would restart."),
  units: {
    stop: () => l10n.t("stop"),
    start: () => l10n.t("start"),
    restart: () => l10n.t("restart"),
    reload: () => l10n.t("reload"),
    keep: () => l10n.t("changed, keeps running"),
  },
  closures: () => l10n.t("Packages"),
  closuresUnchanged: () => l10n.t("The packages stay the same."),
  closuresUnknown: () => l10n.t("Which packages would change could not be computed."),
  thisMachine: () => l10n.t("this machine"),
  deployedBy: (tool: string, where: string) => l10n.t("{0} deploys it to {1}.", tool, where),
  log: (file: string) => l10n.t("Log: {0}", file),
  action: (action: DeployAction) => actionText(action),
  step: (step: DeployStep) => stepText(step),
  end: (end: End) => endText(end),
  outcome: (outcome: DeployOutcome) => outcomeText(outcome),
  stop: (stop: NonNullable<Stop>) => stopText(stop),
  ailment: (ailment: Ailment) => ailmentText(ailment),
};

export type DeployTexts = typeof deployTexts;

function actionText(action: DeployAction): string {
  switch (action) {
    case "dry-activate":
      return l10n.t("Build it and show what would change. Nothing that runs is changed.");
    case "test":
      return l10n.t("Activate it now. The next boot takes the present system.");
    case "switch":
      return l10n.t("Activate it now and at every boot.");
    case "boot":
      return l10n.t("Activate it at the next boot.");
    case "build-vm":
      return l10n.t("Build a virtual machine of it on this machine.");
    case "rollback":
      return l10n.t("Activate the generation before the present one.");
    case "install":
      return l10n.t("First installation by nixos-anywhere. Wipes the disks of the target.");
  }
}

function stepText(step: DeployStep): string {
  switch (step) {
    case "preparing":
      return l10n.t("building and asking what would change");
    case "comparing":
      return l10n.t("comparing packages");
    case "asking":
      return l10n.t("waiting for your answer");
    case "deploying":
      return l10n.t("deploying");
    case "checking":
      return l10n.t("waiting until it is well");
    case "building":
      return l10n.t("building");
  }
}

function endText(end: End): string {
  switch (end.kind) {
    case "exited":
      return l10n.t("ended with code {0}", end.code);
    case "signalled":
      return l10n.t("was ended by {0}", end.signal);
    case "cancelled":
      return l10n.t("was cancelled");
    case "running":
      return l10n.t("is still running");
    case "lost":
      return l10n.t("ended, and nobody saw how");
    case "missing":
      return l10n.t(
        "{0} was not found on this machine (nixpkgs has it as {1}; plasmacloud.deploy.programs says where else it is)",
        end.program,
        packages[end.program],
      );
    case "broken":
      return l10n.t("did not start: {0}", end.message);
  }
}

function outcomeText(outcome: DeployOutcome): string {
  switch (outcome.kind) {
    case "done":
      return l10n.t("done");
    case "failed":
      return outcome.end.kind === "missing" ? endText(outcome.end) : l10n.t("failed: {0}", endText(outcome.end));
    case "unhealthy":
      return l10n.t("deployed, and not well");
    case "detached":
      return l10n.t("goes on without this window");
    case "notStarted":
      return l10n.t("not started");
  }
}

function stopText(stop: NonNullable<Stop>): string {
  switch (stop) {
    case "refused":
      return l10n.t("You chose not to deploy. Nothing was changed.");
    case "cancelled":
      return l10n.t("Cancelled. What had begun to change a host goes on; nothing else was started.");
    case "prepareFailed":
      return l10n.t("Not every host could be prepared, so none was changed.");
    case "failed":
      return l10n.t("A host failed, so the hosts after it were not started.");
    case "unhealthy":
      return l10n.t("A host is not well, so the hosts after it were not started.");
    case "inputsChanged":
      return l10n.t("The configuration has changed since the preview, so the other hosts were not started.");
    case "wrongName":
      return l10n.t("The name was not typed as it is. Nothing was changed.");
  }
}

function ailmentText({ host, service, unitState, api }: Ailment): string {
  return unitState === null
    ? l10n.t("{0}: {1} does not answer at {2}", host, service, api ?? "")
    : l10n.t("{0}: the unit of {1} is {2}", host, service, unitState);
}
