/** "Add Service to Host…" and "Enable Missing Dependencies": asks what is open, has the change tried, and makes it. */
import { l10n, type QuickPickItem, window } from "vscode";
import { type DeployFacts, deployFactsMethod, type HostDeployFacts } from "../../../server/src/protocol/protocol.ts";
import {
  type AddServiceParams,
  type AddServiceResult,
  addServiceMethod,
  type EnableMissingParams,
  type EnableMissingResult,
  enableMissingMethod,
  type ScaffoldFacts,
  scaffoldFactsMethod,
} from "../../../server/src/protocol/scaffoldProtocol.ts";
import type { ServerLink } from "../workbench/parts.ts";
import { applyChange } from "./applyChange.ts";
import { askServer } from "./askServer.ts";
import { serviceItem } from "./hostSteps.ts";
import { pickOne } from "./quickSteps.ts";
import { runSteps, type Step, type StepOutcome } from "./steps.ts";
import { loneText, refusalText } from "./texts.ts";

interface ServiceState {
  readonly host: HostDeployFacts | null;
  readonly service: string;
  readonly answers: AddServiceParams["answers"];
  readonly result: AddServiceResult | null;
}

export async function runAddService(server: ServerLink): Promise<void> {
  const [facts, { hosts }] = await Promise.all([
    askServer<ScaffoldFacts>(server, scaffoldFactsMethod, {}),
    askServer<DeployFacts>(server, deployFactsMethod, {}),
  ]);
  if (hosts.length === 0) {
    void window.showInformationMessage(l10n.t("No hosts are known in this workspace."));
    return;
  }
  const start: ServiceState = {
    host: hosts.length === 1 ? (hosts[0] ?? null) : null,
    service: "",
    answers: [],
    result: null,
  };
  const state = await runSteps(start, (now) => [
    ...(hosts.length > 1 ? [hostStep(hosts)] : []),
    serviceStep(server, facts),
    ...now.answers.map(() => needStep(server)),
    ...(now.result?.kind === "ask" ? [needStep(server)] : []),
  ]);
  if (state?.result == null) return;
  const label = state.host?.label ?? "";
  if (state.result.kind === "refused") {
    void window.showWarningMessage(refusalText(state.result.reason, label, state.result.problems));
    return;
  }
  if (state.result.kind !== "done") return;
  await applyChange(state.result.change);
  const names = state.result.change.started.map(({ service }) => service).join(", ");
  const notes = [l10n.t("On {0}: {1}. Undo takes it all back.", label, names), ...state.result.lone.map(loneText)];
  void window.showInformationMessage(notes.join(" "));
}

function hostStep(hosts: readonly HostDeployFacts[]): Step<ServiceState> {
  return async (state, position, total) => {
    const items = hosts.map((host) => ({
      label: host.label,
      description: host.services.map(({ name }) => name).join(", "),
      host,
    }));
    const placeholder = l10n.t("On which host?");
    const outcome = await pickOne({ title: l10n.t("Add Service to Host"), position, total, placeholder, items });
    return outcome.kind === "next" ? { kind: "next", state: { ...state, host: outcome.state.host } } : outcome;
  };
}

function serviceStep(server: ServerLink, facts: ScaffoldFacts): Step<ServiceState> {
  return async (state, position, total) => {
    const running = new Set(state.host?.services.map(({ name }) => name));
    const items = facts.services.filter(({ name }) => !running.has(name)).map(serviceItem);
    const placeholder = l10n.t("Which service?");
    const title = l10n.t("Add a service to {0}", state.host?.label ?? "");
    const outcome = await pickOne({ title, position, total, placeholder, items });
    if (outcome.kind !== "next") return outcome;
    return tried(server, { ...state, service: outcome.state.service, answers: [] });
  };
}

interface NeedItem extends QuickPickItem {
  readonly hosts: readonly string[];
}

/** Where a need is met: on other hosts that have it, or here. */
function needStep(server: ServerLink): Step<ServiceState> {
  return async (state, position, total) => {
    const { result } = state;
    if (result?.kind !== "ask") return { kind: "next", state };
    const { need, carriers } = result;
    const items: NeedItem[] = [
      ...(carriers.length > 1 ? [{ label: l10n.t("On all of them: {0}", carriers.join(", ")), hosts: carriers }] : []),
      ...carriers.map((name) => ({ label: l10n.t("On {0}", name), hosts: [name] })),
      { label: l10n.t("Here as well, on {0}", state.host?.label ?? ""), hosts: [] },
    ];
    const placeholder = l10n.t("{0} needs {1}. Where is it to be used?", result.service, need);
    const title = l10n.t("Add a service to {0}", state.host?.label ?? "");
    const outcome = await pickOne({ title, position, total, placeholder, items });
    if (outcome.kind !== "next") return outcome;
    return tried(server, { ...state, answers: [...state.answers, { need, hosts: outcome.state.hosts }] });
  };
}

async function tried(server: ServerLink, state: ServiceState): Promise<StepOutcome<ServiceState>> {
  const params: AddServiceParams = { host: state.host?.label ?? "", service: state.service, answers: state.answers };
  const result = await busy(() => askServer<AddServiceResult>(server, addServiceMethod, params));
  return { kind: "next", state: { ...state, result } };
}

/** `uri`: the file to look at, `null` for the whole workspace. */
export async function runEnableMissing(server: ServerLink, uri: string | null): Promise<void> {
  const params: EnableMissingParams = { uri };
  const { left, problems, lone, ...change } = await busy(() =>
    askServer<EnableMissingResult>(server, enableMissingMethod, params),
  );
  if (problems.length > 0) {
    void window.showWarningMessage(refusalText("problems", "", problems));
    return;
  }
  const rest = left === 0 ? "" : l10n.t("What is left has to be decided by hand: {0}.", left);
  if (change.files.length === 0) {
    void window.showInformationMessage(left === 0 ? l10n.t("No service is missing what it needs.") : rest);
    return;
  }
  await applyChange(change);
  const enabled = change.started.map(({ host, service }) => l10n.t("{0} on {1}", service, host)).join(", ");
  const message = l10n.t("Enabled: {0}. Undo takes it all back.", enabled);
  void window.showInformationMessage([message, rest, ...lone.map(loneText)].join(" ").trim());
}

/** Shows in the status bar that the configuration is being evaluated. */
export async function busy<T>(work: () => Promise<T>): Promise<T> {
  const promise = work();
  window.setStatusBarMessage(l10n.t("$(loading~spin) Trying the change…"), promise);
  return promise;
}
