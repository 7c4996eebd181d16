/** "New Configuration…": asks for a plan step by step, lets it be reviewed, and writes it as one step. */
import { l10n, type QuickPickItem, Uri, workspace } from "vscode";
import {
  type NewConfiguration,
  newConfigurationMethod,
  type ScaffoldFacts,
  scaffoldFactsMethod,
} from "../../../server/src/protocol/scaffoldProtocol.ts";
import type { ServerLink } from "../workbench/parts.ts";
import { askServer } from "./askServer.ts";
import { askFolder } from "./folder.ts";
import { hostSteps } from "./hostSteps.ts";
import { configurationPlanOf, initialPlan, type PlanState, proposedGateway, toggled } from "./planState.ts";
import { askText, pickOne } from "./quickSteps.ts";
import { runSteps, type Step, taken } from "./steps.ts";
import { topologyText, wordsOf } from "./texts.ts";
import { countProblem, gatewayProblem, releaseProblem } from "./validate.ts";
import { writeConfiguration } from "./writeConfiguration.ts";

const title = () => l10n.t("New Configuration");

export async function runNewConfiguration(server: ServerLink, remember: (folder: Uri) => Promise<void>): Promise<void> {
  const facts = await askServer<ScaffoldFacts>(server, scaffoldFactsMethod, {});
  const [first] = facts.topologies;
  if (first === undefined) throw new Error(l10n.t("The language server is not running."));
  const review = reviewStep(server);
  const state = await runSteps(initialPlan(facts, first), (now) => [
    topologyStep(facts),
    ...(now.topology.several ? [countStep] : []),
    ...Array.from({ length: now.count }, (_, index) => hostSteps(facts, index)).flat(),
    gatewayStep,
    releaseStep,
    folderStep,
    ...Array.from({ length: now.reviews + (now.confirmed ? 0 : 1) }, () => review),
  ]);
  if (state === null) return;
  const { files } = await askServer<NewConfiguration>(server, newConfigurationMethod, configurationPlanOf(state));
  await writeConfiguration(Uri.parse(state.folder), files, remember);
}

function topologyStep(facts: ScaffoldFacts): Step<PlanState> {
  return async (_, position, total) => {
    const items = facts.topologies.map((topology) => ({ ...topologyText(topology.name), topology }));
    const placeholder = l10n.t("What is it to look like?");
    const outcome = await pickOne({ title: title(), position, total, placeholder, items });
    return taken(outcome, ({ topology }) => initialPlan(facts, topology));
  };
}

const countStep: Step<PlanState> = async (state, position, total) => {
  const outcome = await askText({
    title: title(),
    position,
    total,
    prompt: l10n.t("How many hosts?"),
    value: String(state.count),
    problem: (text) => wordsOf(countProblem(text)),
  });
  return taken(outcome, (text) => ({ ...state, count: Number(text) }));
};

const gatewayStep: Step<PlanState> = async (state, position, total) => {
  const outcome = await askText({
    title: title(),
    position,
    total,
    prompt: l10n.t("Gateway of the hosts"),
    value: proposedGateway(state),
    problem: (text) => wordsOf(gatewayProblem(text, state.hosts, state.prefixLength)),
  });
  return taken(outcome, (gateway) => ({ ...state, gateway }));
};

const releaseStep: Step<PlanState> = async (state, position, total) => {
  const outcome = await askText({
    title: title(),
    position,
    total,
    prompt: l10n.t("NixOS release that is installed first (system.stateVersion)"),
    value: state.stateVersion,
    problem: (text) => wordsOf(releaseProblem(text)),
  });
  return taken(outcome, (stateVersion) => ({ ...state, stateVersion }));
};

const folderStep: Step<PlanState> = async (state, position, total) => {
  const outcome = await askFolder({ title: title(), position, total });
  return taken(outcome, (folder) => ({ ...state, folder: folder.toString() }));
};

interface ReviewItem extends QuickPickItem {
  /** What choosing it makes of the plan; `null`: it is only to be read. */
  readonly result: PlanState | null;
}

/** What will be written; and where a cluster has an even number of members, what to do about it. */
function reviewStep(server: ServerLink): Step<PlanState> {
  return async (state, position, total) => {
    const made = await askServer<NewConfiguration>(server, newConfigurationMethod, configurationPlanOf(state));
    const step = { title: title(), position, total };
    if (!state.hosts.some(({ services }) => services.length > 0)) {
      const items = [{ label: l10n.t("Go back and choose a service for a host.") }];
      await pickOne({ ...step, placeholder: l10n.t("No host runs any service."), items });
      return { kind: "back" };
    }
    const [even] = made.even;
    if (even !== undefined) {
      const items = state.hosts.map(({ name }): ReviewItem => {
        const isMember = even.members.includes(name);
        const label = isMember ? l10n.t("$(remove) Not on {0}", name) : l10n.t("$(add) On {0}, too", name);
        return { label, result: toggled(withAdded(state, made), name, even.service) };
      });
      const placeholder = l10n.t(
        "{0} would have {1} members. An odd number outlives more.",
        even.service,
        even.members.length,
      );
      return taken(await pickOne({ ...step, placeholder, items }), ({ result }) => result ?? state);
    }
    const folder = Uri.parse(state.folder);
    const where = workspace.asRelativePath(folder) || folder.fsPath;
    const items: ReviewItem[] = [
      {
        label: l10n.t("$(check) Write {0} files", made.files.length),
        description: where,
        detail: state.hosts.map(({ name }) => name).join(", "),
        result: { ...state, confirmed: true },
      },
      ...made.added.map(
        ({ host, service }): ReviewItem => ({
          label: l10n.t("$(info) {0} runs {1}, too, because it is needed", host, service),
          result: { ...withAdded(state, made), confirmed: true },
        }),
      ),
    ];
    const outcome = await pickOne({ ...step, placeholder: l10n.t("Write the configuration?"), items });
    return taken(outcome, ({ result }) => result ?? state);
  };
}

function withAdded(state: PlanState, { added }: NewConfiguration): PlanState {
  const hosts = state.hosts.map((host) => {
    const more = added.filter(({ host: name }) => name === host.name).map(({ service }) => service);
    return { ...host, services: [...host.services, ...more] };
  });
  return { ...state, hosts };
}
