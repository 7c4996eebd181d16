/**
 * Makes a host a member of clusters: the lists of members, the new member's id, and the modules that make hosts
 * members.
 */

import type { Uri } from "../base/uri.ts";
import type { HostView } from "../modules/api.ts";
import type { EvenCluster } from "../protocol/scaffoldProtocol.ts";
import type { TextEdit } from "../rules/support/rule.ts";
import type { NewName } from "./edit/namedEntries.ts";
import { isDefinedIn } from "./edit/ownFiles.ts";
import { type MemberList, memberLists, newMember } from "./newMember.ts";
import { fileUnder, isEnabledOn, type ScaffoldWorld } from "./rehearsal.ts";

export interface JoinedClusters {
  /** New entries in the lists of members. */
  readonly edits: readonly TextEdit[];
  /** Chosen clusters to the new member's id. */
  readonly memberships: ReadonlyMap<string, number>;
  /** Clusters that every member lists for itself: the whole list with the new member, as Nix text. */
  readonly peers: ReadonlyMap<string, string>;
  /** Shared modules that enable services on members, and which. */
  readonly modules: ReadonlyMap<Uri, readonly string[]>;
  readonly even: readonly EvenCluster[];
}

/** `services`: the services that the new host is to run. */
export async function joinedClusters(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  services: readonly string[],
  wanted: NewName,
): Promise<JoinedClusters> {
  const modules = new Map<Uri, readonly string[]>();
  for (const uri of like.files) {
    if (!siblings.some((host) => host !== like && host.files.includes(uri)) && siblings.length > 1) continue;
    const enabled = world.catalogue
      .filter(({ name }) => isEnabledOn(like, name) && isDefinedIn(like, `services\0${name}\0enable`, uri))
      .map(({ name }) => name);
    if (enabled.length > 0 && uri !== like.root) modules.set(uri, enabled);
  }
  const clusters = world.catalogue.filter(({ cluster }) => cluster).map(({ name }) => name);
  const chosen = clusters.filter((name) => services.includes(name));
  const lists: MemberList[] = [];
  for (const uri of new Set(siblings.flatMap(({ files }) => files))) {
    const file = chosen.length === 0 ? null : await fileUnder(world, new Map(), uri);
    if (file !== null) lists.push(...memberLists(file, clusters));
  }
  const joined = lists.filter(({ service }) => service === null || chosen.includes(service));
  const id = 1 + Math.max(0, ...joined.flatMap(({ ids }) => ids));
  const edits = joined.flatMap((list) => newMember(list, id, wanted) ?? []);
  const memberships = new Map(
    edits.length === 0
      ? []
      : chosen
          .filter((name) => isMember(like, name) || joined.some(({ service }) => service === name))
          .map((name) => [name, id] as const),
  );
  const even = [...memberships.keys()].flatMap((service) => {
    const members = [...siblings.filter((host) => isEnabledOn(host, service)).map(({ name }) => name), wanted.name];
    return members.length % 2 === 0 ? [{ service, members }] : [];
  });
  const peers = new Map(
    joined.flatMap((list) => {
      const added = list.service === null ? null : newMember(list, id, wanted);
      return list.service === null || added === null ? [] : [[list.service, listWith(list, added.newText)] as const];
    }),
  );
  return { edits, memberships, peers, modules, even };
}

/** A list on one line, with one more item. */
function listWith({ file, list }: MemberList, item: string): string {
  const { start, end } = file.rangeOf(list);
  const inside = file.text.slice(start + 1, end - 1);
  return `[ ${`${inside} ${item}`.replace(/\s+/g, " ").trim()} ]`;
}

function isMember(host: HostView, service: string): boolean {
  return host.deploy.services.some(({ name, raft }) => name === service && (raft?.peers?.length ?? 0) > 0);
}
