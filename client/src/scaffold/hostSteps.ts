/** The steps of the dialog for a new configuration that describe one host. */
import { l10n, type QuickPickItem } from "vscode";
import type { ScaffoldFacts, ScaffoldService } from "../../../server/src/protocol/scaffoldProtocol.ts";
import { readInterface } from "./addresses.ts";
import { type PlanState, planWithNeeds, proposedAddress, proposedName, proposedServices } from "./planState.ts";
import { askText, pickMany } from "./quickSteps.ts";
import { type Step, taken } from "./steps.ts";
import { wordsOf } from "./texts.ts";
import { addressProblem, nameProblem } from "./validate.ts";

/** Name, address, services. A host is in the state from its name on. */
export function hostSteps(facts: ScaffoldFacts, index: number): readonly Step<PlanState>[] {
  const at = (state: PlanState) => state.hosts.slice(0, index);
  const heading = (state: PlanState): string => {
    const name = state.hosts[index]?.name ?? "";
    return name === "" ? l10n.t("Host {0} of {1}", index + 1, state.count) : name;
  };
  const setHost = (state: PlanState, host: Partial<PlanState["hosts"][number]>): PlanState => {
    const known = state.hosts[index] ?? { name: "", address: "", services: [] };
    return { ...state, hosts: [...at(state), { ...known, ...host }] };
  };
  return [
    async (state, position, total) => {
      const names = at(state).map(({ name }) => name);
      const outcome = await askText({
        title: heading(state),
        position,
        total,
        prompt: l10n.t("Name of the host"),
        value: proposedName({ ...state, hosts: at(state) }),
        problem: (text) => wordsOf(nameProblem(text, names, state.topology.reserved)),
      });
      return taken(outcome, (name) => setHost(state, { name }));
    },
    async (state, position, total) => {
      const outcome = await askText({
        title: heading(state),
        position,
        total,
        prompt: l10n.t("Address of {0} with its prefix length, IPv4 or IPv6", heading(state)),
        value: proposedAddress({ ...state, hosts: at(state) }),
        problem: (text) => wordsOf(addressProblem(text, at(state), index === 0 ? null : state.prefixLength)),
      });
      return taken(outcome, (text) => {
        const read = readInterface(text);
        return {
          ...setHost(state, { address: read?.text ?? text }),
          prefixLength: read?.prefixLength ?? state.prefixLength,
        };
      });
    },
    async (state, position, total) => {
      const items = facts.services.map(serviceItem);
      const proposed = proposedServices(facts, { ...state, hosts: at(state) });
      const outcome = await pickMany({
        title: heading(state),
        position,
        total,
        placeholder: state.topology.several
          ? l10n.t("Services of {0}. What they need may run on another host.", heading(state))
          : l10n.t("Services of {0}. What they need is chosen along with them.", heading(state)),
        items,
        selected: items.filter(({ service }) => proposed.includes(service)),
        complete: (selected) => {
          if (state.topology.several) return selected;
          const all = planWithNeeds(
            facts,
            selected.map(({ service }) => service),
          );
          return items.filter(({ service }) => all.includes(service));
        },
      });
      return taken(outcome, (chosen) => setHost(state, { services: chosen.map(({ service }) => service) }));
    },
  ];
}

export function serviceItem({
  name,
  description,
  needs,
}: ScaffoldService): QuickPickItem & { readonly service: string } {
  const needed = needs.length === 0 ? "" : l10n.t("needs {0}", needs.join(", "));
  return { label: name, description: needed, detail: description, service: name };
}
