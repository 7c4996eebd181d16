/** What the dialog for a new configuration proposes: taken as it is, a plan that nothing is wrong with. */
import { expect, test } from "vitest";
import {
  initialPlan,
  type PlanState,
  planWithNeeds,
  proposedAddress,
  proposedGateway,
  proposedName,
  proposedServices,
  toggled,
} from "../../../client/src/scaffold/planState.ts";
import { addressProblem, gatewayProblem, nameProblem } from "../../../client/src/scaffold/validate.ts";
import type { ScaffoldFacts } from "../../../server/src/protocol/scaffoldProtocol.ts";
import { exampleStateVersion, topologies } from "../../../server/src/scaffold/create/newConfiguration.ts";
import { evenClusters, withProviders } from "../../../server/src/scaffold/create/providers.ts";
import { catalogue, templates } from "../../support/scaffold.ts";

const facts: ScaffoldFacts = {
  topologies: topologies(templates, catalogue),
  services: catalogue,
  stateVersion: exampleStateVersion(templates),
  hosts: [],
};

function accepted(topology: string, count?: number, first?: string): PlanState {
  const chosen = facts.topologies.find(({ name }) => name === topology);
  if (chosen === undefined) throw new Error(topology);
  let state: PlanState = { ...initialPlan(facts, chosen), ...(count === undefined ? {} : { count }) };
  while (state.hosts.length < state.count) {
    const name = proposedName(state);
    const text = state.hosts.length === 0 && first !== undefined ? first : proposedAddress(state);
    const [address = "", prefix] = text.split("/");
    expect(
      nameProblem(
        name,
        state.hosts.map((host) => host.name),
        chosen.reserved,
      ),
    ).toBeNull();
    expect(addressProblem(text, state.hosts, state.hosts.length === 0 ? null : state.prefixLength)).toBeNull();
    const host = { name, address, services: proposedServices(facts, state) };
    state = { ...state, hosts: [...state.hosts, host], prefixLength: Number(prefix) };
  }
  expect(gatewayProblem(proposedGateway(state), state.hosts, state.prefixLength)).toBeNull();
  return state;
}

test.each(facts.topologies.map(({ name }) => name))("%s as it is", (name) => {
  expect(accepted(name).hosts).toEqual(
    facts.topologies
      .find((topology) => topology.name === name)
      ?.hosts.map((host) => ({ ...host, services: expect.arrayContaining([...host.services]) })),
  );
});

test.each([1, 2, 3, 4, 5, 6, 12, 50])("%i hosts have clusters of an odd number of members", (count) => {
  const { hosts } = accepted("three-node", count);
  expect(evenClusters(withProviders(hosts, catalogue), catalogue)).toEqual([]);
});

test.each(["10.0.0.1/8", "10.0.0.254/24", "fd00::1/64", "10.0.0.3/29"])("from %s on", (first) => {
  accepted("three-node", 4, first);
});

test("needs are chosen along", () => {
  expect(planWithNeeds(facts, ["novanet"])).toEqual(["chainfire", "flaredb", "iam", "novanet"]);
});

test("a service is taken to a host and from it", () => {
  const state = accepted("three-node", 2);
  const more = toggled(state, "node2", "chainfire");
  expect(more.hosts[1]?.services).toContain("chainfire");
  expect(toggled(more, "node2", "chainfire").hosts[1]?.services).not.toContain("chainfire");
});
