/** Reports members of one cluster that share a `nodeId`. */
import { insertBeside } from "./edit/insertBeside.ts";
import type { Fleet, FleetFinding, FleetRule, Member } from "./fleet/fleetRule.ts";
import type { Fix, FixContext, OpenFinding, RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "cluster-duplicate-node-id",
  severity: "error",
  summary: "Two members of a cluster share an id.",
};

export const clusterDuplicateNodeId: FleetRule = {
  meta,
  check(fleet) {
    return fleet.clusters.flatMap((members) => checkCluster(fleet, members));
  },
};

function checkCluster(fleet: Fleet, members: readonly Member[]): FleetFinding[] {
  const taken = new Set(members.flatMap(({ facts }) => [facts.nodeId, ...(facts.peers ?? []).map(({ id }) => id)]));
  const listed = new Map(members.map((member) => [member, listedId(fleet, member, members)]));
  const owners = new Map<number, Member>();
  return members.toSorted(byBlame(listed)).flatMap((member) => {
    const { nodeId, nodeIdPlace } = member.facts;
    // What cannot be read may give it an id.
    if (nodeId === null || (member.host.isOpen && !nodeIdPlace.isWritten)) return [];
    const owner = owners.get(nodeId);
    if (owner === undefined) {
      owners.set(nodeId, member);
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
  const isShared = theirs.uri === place.uri && theirs.range.start === place.range.start;
  const option = `services.${service}.settings.cluster.nodeId`;
  const finding = {
    code: meta.code,
    ...place,
    message: `${option} is ${nodeId} on ${host.label} as on ${owner.host.label}: members of a cluster need ids of their own, here ${free}.`,
    related: [{ ...theirs, message: `It is ${nodeId} on ${owner.host.label}, too.` }],
    data: { service, nodeId, free, written: isWritten, fixable: !isShared },
  };
  return { host: host.label, finding };
}

/** An id is first that member's whom the lists name by it, then whose it is written to be, then who stands further up. */
function byBlame(listed: ReadonlyMap<Member, number | null>): (left: Member, right: Member) => number {
  const isListed = (member: Member): boolean => listed.get(member) === member.facts.nodeId;
  return (left, right) => {
    if (isListed(left) !== isListed(right)) return isListed(left) ? -1 : 1;
    const [a, b] = [left.facts.nodeIdPlace, right.facts.nodeIdPlace];
    if (a.isWritten !== b.isWritten) return a.isWritten ? -1 : 1;
    if (a.place.uri !== b.place.uri) return a.place.uri < b.place.uri ? -1 : 1;
    return a.place.range.start - b.place.range.start || (left.host.label < right.host.label ? -1 : 1);
  };
}

/** The id by which a list of members names this one. */
function listedId(fleet: Fleet, member: Member, members: readonly Member[]): number | null {
  for (const lister of [member, ...members]) {
    const own = (lister.facts.peers ?? []).find(
      ({ address }) => fleet.memberAt(address, lister)?.member === member.facts,
    );
    if (own !== undefined) return own.id;
  }
  return null;
}

function smallestFree(taken: ReadonlySet<number | null>): number {
  let free = 1;
  while (taken.has(free)) free++;
  return free;
}

/** Another id where one is written as a number, or one beside the service's `enable`. */
export function clusterDuplicateNodeIdFixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { service, nodeId, free } = data;
  if (typeof service !== "string" || typeof free !== "number" || data["fixable"] !== true) return [];
  const title = `Give it the id ${free}`;
  if (data["written"] === true) {
    if (file.text.slice(range.start, range.end) !== String(nodeId)) return [];
    return [{ title, preferred: true, edits: [{ uri: file.uri, range, newText: String(free) }] }];
  }
  const path = ["services", service, "settings", "cluster", "nodeId"];
  const edit = insertBeside(file, range, ["services", service, "enable"], [{ path, value: String(free) }]);
  return edit === null ? [] : [{ title, preferred: true, edits: [edit] }];
}
