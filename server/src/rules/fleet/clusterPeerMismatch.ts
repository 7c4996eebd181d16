/** Reports a peer that is no member where its address says so, and members that do not list the same members. */

import type { Fleet, FleetFinding, FleetRule, Member } from "../support/fleetRule.ts";
import { listedIds, type PeerFact } from "../support/hostFacts.ts";
import { comparePlaces } from "../support/placement.ts";
import { addressData, rightAddressFixes, withPort } from "../support/rightAddress.ts";
import type { RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "cluster-peer-mismatch",
  severity: "warning",
  summary: "A peer whose port is not that host's Raft port, or members that list different members.",
  documentation: `
A peer whose address is a host of the workspace where the service is not enabled, or has another \`raftPort\`; or, where all
addresses are right, members of one cluster whose lists differ.

**Fix:** the host's own Raft port.
`,
};

export const clusterPeerMismatch: FleetRule = {
  meta,
  fixes: rightAddressFixes,
  check(fleet) {
    return fleet.clusters.flatMap((members) => {
      const wrong = members.flatMap((member) =>
        (member.facts.peers ?? []).flatMap((peer) => checkPeer(fleet, member, peer)),
      );
      return wrong.length > 0 ? wrong : compareLists(fleet, members);
    });
  },
};

function checkPeer(fleet: Fleet, { host, service }: Member, { address, place }: PeerFact): FleetFinding[] {
  const target = fleet.resolve(address, host);
  // What cannot be read may enable the service there, or give it another port.
  if (target === null || target.host.isOpen) return [];
  const { label, services } = target.host;
  const facts = services.get(service);
  const report = (
    message: string,
    right: string | null,
    related: FleetFinding["finding"]["related"],
  ): FleetFinding[] => [
    {
      host: host.label,
      finding: { code: meta.code, ...place, message, related: related ?? [], data: addressData(address, right) },
    },
  ];
  if (facts === undefined || facts.isEnabled === false) {
    const off =
      facts?.switch.isWritten === true ? [{ ...facts.switch.place, message: "It is switched off here." }] : [];
    return report(`${address} is listed as a member, but ${service} is not enabled on ${label}.`, null, off);
  }
  const member = facts.running?.member ?? null;
  const port = member?.raftPort ?? null;
  if (member === null || port === null || port === target.port) return [];
  return report(
    `${address} is listed as a member, but the Raft port of ${service} on ${label} is ${port}.`,
    withPort(address, port),
    [{ ...member.raftPortPlace, message: `The Raft port of ${label} is ${port}.` }],
  );
}

/** Every member lists all members, the same on each. */
function compareLists(fleet: Fleet, members: readonly Member[]): FleetFinding[] {
  const listing = members
    .filter(({ host, facts }) => listedIds(facts) !== null && (facts.peersPlace.isWritten || !host.isOpen))
    .toSorted((left, right) => comparePlaces(left.facts.peersPlace.place, right.facts.peersPlace.place));
  const [first, ...others] = listing.toSorted((left, right) => sizeOf(right) - sizeOf(left));
  if (first === undefined) return [];
  const expected = listOf(fleet, first);
  return others.flatMap((member) => {
    const listed = listOf(fleet, member);
    const missing = [...expected].filter((one) => !listed.has(one));
    const more = [...listed].filter((one) => !expected.has(one));
    if (missing.length === 0 && more.length === 0) return [];
    const difference = [
      ...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
      ...(more.length > 0 ? [`has ${more.join(", ")}`] : []),
    ].join(" and ");
    const { host, service, facts } = member;
    const finding = {
      code: meta.code,
      ...facts.peersPlace.place,
      message: `${host.label} lists other members of ${service} than ${first.host.label}: it ${difference}. Every member lists the same.`,
      related: [{ ...first.facts.peersPlace.place, message: `The list of ${first.host.label}.` }],
    };
    return [{ host: host.label, finding }];
  });
}

function sizeOf({ facts }: Member): number {
  return facts.peers?.length ?? 0;
}

/** Members as everyone would name them, whatever name they go by in the list. */
function listOf(fleet: Fleet, member: Member): ReadonlySet<string> {
  return new Set(
    (member.facts.peers ?? []).map(({ id, address }) => {
      const target = fleet.resolve(address, member.host);
      return `${id} at ${target === null ? address : `${target.host.label}:${target.port}`}`;
    }),
  );
}
