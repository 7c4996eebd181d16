/** Reports a member that is not in its own list of members. It takes the place of the module's own assertion. */

import { attrsOf, makeInt, makeList, makeString, ready } from "../../eval/core/make.ts";
import type { Value } from "../../eval/core/value.ts";
import type { AssertionResult } from "../../modules/api.ts";
import { quoteString } from "../../syntax/tree/attrName.ts";
import { nodesAround } from "../edit/enclosing.ts";
import { insertAfter } from "../edit/insertAfter.ts";
import type { FleetFinding, FleetRule, Member } from "../support/fleetRule.ts";
import { listedIds, type MemberFacts, memberFacts } from "../support/hostFacts.ts";
import type { HostRuleContext } from "../support/hostRule.ts";
import { integerOf, knownValue, readBool } from "../support/readOption.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "cluster-node-not-in-peers",
  severity: "error",
  summary: "A member that is not in its own list of members.",
  documentation: `
A member whose own, non-empty list of peers does not have its \`nodeId\`. It takes the place of the module's own assertion.

**Fix:** add the member to the list, where that is written out.
`,
};

export const clusterNodeNotInPeers: FleetRule = {
  meta,
  fixes,
  check: (fleet) => fleet.clusters.flat().flatMap(checkMember),
};

function checkMember({ host, service, facts }: Member): FleetFinding[] {
  // An import that nobody here can read may say more of the list.
  if (host.isOpen || !isStranger(facts)) return [];
  const { hostName } = host.deploy;
  const { nodeId, nodeIdPlace, peersPlace, raftPort } = facts;
  const finding: Finding = {
    code: meta.code,
    ...peersPlace.place,
    message: `services.${service}.settings.cluster.peers does not list ${hostName ?? "this member"}, whose nodeId is ${nodeId} (it lists ${listedIds(facts)?.join(", ")}). The list names every member, this one included.`,
    related: nodeIdPlace.isWritten ? [{ ...nodeIdPlace.place, message: `Its nodeId is ${nodeId}.` }] : [],
    data: { nodeId, address: hostName === null || raftPort === null ? null : `${hostName}:${raftPort}` },
  };
  return [{ host: host.label, finding }];
}

/** Whether a member's own list, which is not empty, lacks its id. */
function isStranger(facts: MemberFacts): boolean {
  const ids = listedIds(facts) ?? [];
  return facts.nodeId !== null && ids.length > 0 && !ids.includes(facts.nodeId);
}

/** Those of a host's false assertions that say no more than this rule: false of a list of another member, true of none. */
export function assertedOfMembers(
  context: HostRuleContext,
  failed: readonly AssertionResult[],
): ReadonlySet<AssertionResult["key"]> {
  const { host, services } = context;
  const strangers = services.filter(
    ({ name, cluster }) =>
      cluster && readBool(host, ["services", name, "enable"]) === true && isStranger(memberFacts(context, name)),
  );
  const said = strangers.flatMap(({ name }) => {
    const path = ["services", name, "settings", "cluster", "peers"];
    const nodeId = integerOf(knownValue(host, ["services", name, "settings", "cluster", "nodeId"])) ?? 0;
    const other = attrsOf([
      ["id", ready(makeInt(nodeId + 1))],
      ["address", ready(makeString("another:1"))],
    ]);
    const says = (assertion: AssertionResult, peers: readonly Value[]) =>
      host.assertionWith(assertion, [{ path, value: makeList(peers.map(ready)) }]);
    return failed.filter((one) => says(one, []) === "true" && says(one, [other]) === "false");
  });
  return new Set(said.map(({ key }) => key));
}

/** Adds the member to a list that is written where it is defined, in the form of its last element. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { nodeId, address } = data;
  const list = nodesAround(file, range).find(
    (node) => node.kind === "list" && file.rangeOf(node).start === range.start,
  );
  const last = list?.kind === "list" ? list.items.at(-1) : undefined;
  if (last === undefined || typeof nodeId !== "number" || typeof address !== "string") return [];
  const edits = [insertAfter(file, last, last, `{ id = ${nodeId}; address = ${quoteString(address)}; }`)];
  return [{ title: `Add ${address} as member ${nodeId}`, preferred: true, edits }];
}
