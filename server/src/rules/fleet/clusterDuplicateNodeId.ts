/** Reports members of one cluster that share a `nodeId`. */
import { setOption } from "../edit/setOption.ts";
import type { Fleet, FleetFinding, FleetRule, Member } from "../support/fleetRule.ts";
import { comparePlaces } from "../support/placement.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "cluster-duplicate-node-id",
  severity: "error",
  summary: "Two members of a cluster share an id.",
  documentation: `
Two members of one cluster have the same \`settings.cluster.nodeId\`. Hosts are one cluster when a peer address of one is the
other's host and Raft port. It stands on the member that the lists call by another id, else on the one whose id is not
written, else on the later.

**Fix:** the id that the list of members gives to this host, else the next free one.
`,
};

export const clusterDuplicateNodeId: FleetRule = {
  meta,
  fixes,
  check(fleet) {
    return fleet.clusters.flatMap((members) => checkCluster(fleet, members));
  },
};

function checkCluster(fleet: Fleet, members: readonly Member[]): FleetFinding[] {
  // What cannot be read may give a member its id.
  const known = members.filter(
    ({ host, facts }) => facts.nodeId !== null && (facts.nodeIdPlace.isWritten || !host.isOpen),
  );
  if (new Set(known.map(({ facts }) => facts.nodeId)).size === known.length) return [];
  const taken = new Set(members.flatMap(({ facts }) => [facts.nodeId, ...(facts.peers ?? []).map(({ id }) => id)]));
  const listed = new Map(known.map((member) => [member, listedId(fleet, member, members)]));
  const owners = new Map<number, Member>();
  return known.toSorted(byClaim(listed)).flatMap((member) => {
    const { nodeId } = member.facts;
    const owner = nodeId === null ? undefined : owners.get(nodeId);
    if (nodeId === null || owner === undefined) {
      if (nodeId !== null) owners.set(nodeId, member);
      return [];
    }
    const own = listed.get(member) ?? null;
    const free = own !== null && members.every(({ facts }) => facts.nodeId !== own) ? own : smallestFree(taken);
    taken.add(free);
    return [report(member, owner, nodeId, free)];
  });
}

function report({ host, service, facts }: Member, owner: Member, nodeId: number, free: number): FleetFinding {
  const { place, isWritten } = facts.nodeIdPlace;
  const theirs = owner.facts.nodeIdPlace.place;
  const isShared = comparePlaces(theirs, place) === 0;
  const option = `services.${service}.settings.cluster.nodeId`;
  const finding = {
    code: meta.code,
    ...place,
    message: `${option} is ${nodeId} on ${host.label} as on ${owner.host.label}: members of a cluster need ids of their own, here ${free}.`,
    related: [{ ...theirs, message: `It is ${nodeId} on ${owner.host.label}, too.` }],
    data: { service, nodeId, free, isWritten, isShared },
  };
  return { host: host.label, finding };
}

/** An id is first that member's whom the lists name by it, then whose it is written to be, then who stands further up. */
function byClaim(listed: ReadonlyMap<Member, number | null>): (left: Member, right: Member) => number {
  const rank = (member: Member): number =>
    (listed.get(member) === member.facts.nodeId ? 0 : 2) + (member.facts.nodeIdPlace.isWritten ? 0 : 1);
  return (left, right) =>
    rank(left) - rank(right) ||
    comparePlaces(left.facts.nodeIdPlace.place, right.facts.nodeIdPlace.place) ||
    (left.host.label < right.host.label ? -1 : 1);
}

/** The id by which a list of members names this one. */
function listedId(fleet: Fleet, member: Member, members: readonly Member[]): number | null {
  for (const lister of [member, ...members]) {
    const own = (lister.facts.peers ?? []).find(({ address }) => fleet.memberAt(address, lister) === member.facts);
    if (own !== undefined) return own.id;
  }
  return null;
}

function smallestFree(taken: ReadonlySet<number | null>): number {
  let free = 1;
  while (taken.has(free)) free++;
  return free;
}

/** Another id where one is written as a number of its own, or one beside the service's `enable`. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { service, nodeId, free } = data;
  if (typeof service !== "string" || typeof free !== "number" || data["isShared"] === true) return [];
  const path = ["services", service, "settings", "cluster", "nodeId"];
  const setting = { service, range, isWritten: data["isWritten"] === true };
  const edit = setOption(file, setting, path, String(nodeId), String(free));
  return edit === null ? [] : [{ title: `Give it the id ${free}`, preferred: true, edits: [edit] }];
}
