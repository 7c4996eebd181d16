/** Reports a cluster of an even number of members: it stands no more failures than one with a member less. */

import type { FleetFinding, FleetRule, Member } from "../support/fleetRule.ts";
import { listedIds } from "../support/hostFacts.ts";
import type { RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "cluster-even-members",
  severity: "warning",
  summary: "A Raft cluster of an even number of members.",
  documentation: `
A list of two, four or any even number of members: a Raft group needs more than half of its members, so it stands no more
failures than with one member less.
`,
};

export const clusterEvenMembers: FleetRule = {
  meta,
  check: (fleet) => fleet.clusters.flat().flatMap(checkMember),
};

function checkMember({ host, service, facts }: Member): FleetFinding[] {
  const size = new Set(listedIds(facts)).size;
  if (size === 0 || size % 2 === 1) return [];
  const failures = size / 2 - 1;
  const stands = failures === 0 ? "no failure" : failures === 1 ? "one failure" : `${failures} failures`;
  const finding = {
    code: meta.code,
    ...facts.peersPlace.place,
    message: `The ${service} cluster has ${size} members, which stand ${stands}, as ${size - 1} would. An odd number is better: ${size - 1} or ${size + 1}.`,
  };
  return [{ host: host.label, finding }];
}
