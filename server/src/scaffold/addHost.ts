/**
 * A host beside those that a flake or hive has: an entry in the form of another host's, files like that host's, and
 * membership in the clusters that are chosen.
 * Invariant: forms are recognised by trying them: the edit is rehearsed, and is good only if exactly this host is new,
 * no other host changes what it runs, and no finding is new.
 */

import type { Uri } from "../base/uri.ts";
import type { HostView } from "../modules/api.ts";
import type {
  AddHostParams,
  EvenCluster,
  LoneMember,
  RefusalReason,
  StartedService,
} from "../protocol/scaffoldProtocol.ts";
import type { TextEdit } from "../rules/support/rule.ts";
import { isAddress, type NewName, namedEntries } from "./edit/namedEntries.ts";
import { copiedText, mainFile, ownFiles } from "./edit/ownFiles.ts";
import { joinedClusters } from "./joinedClusters.ts";
import { loneMembers } from "./membership.ts";
import { newHostModule } from "./newHostModule.ts";
import {
  edited,
  fileUnder,
  isEnabledOn,
  newFindings,
  type Rehearsed,
  type ScaffoldWorld,
  startedServices,
  type Texts,
} from "./rehearsal.ts";
import { type Repaired, repair } from "./repairs.ts";

export type AddedHost =
  | {
      readonly kind: "done";
      readonly texts: Texts;
      readonly started: readonly StartedService[];
      /** Files made from the other host's that hold what only a machine knows. */
      readonly copied: readonly Uri[];
      readonly even: readonly EvenCluster[];
      readonly lone: readonly LoneMember[];
    }
  | {
      readonly kind: "refused";
      readonly reason: RefusalReason;
      readonly problems: readonly string[];
    };

/** A warning that a new member brings by itself: the user is told instead. */
const expected = "cluster-even-members";

export async function addHost(world: ScaffoldWorld, request: AddHostParams): Promise<AddedHost> {
  const before = await world.rehearse(new Map());
  const like = before.hosts.find(({ label }) => label === request.like);
  const refused = (reason: RefusalReason, problems: readonly string[] = []): AddedHost => ({
    kind: "refused",
    reason,
    problems,
  });
  if (like === undefined) return refused("noHost");
  if (like.deploy.kind === "module") return refused("noPlace");
  const siblings = before.hosts.filter(({ root }) => root === like.root);
  if (siblings.some(({ name }) => name === request.name)) return refused("running");
  let problems: readonly string[] | null = null;
  for (const everywhere of [true, false]) {
    const tried = await tryOut(world, before, like, siblings, request, everywhere);
    if (tried === null) continue;
    const { draft, settled } = tried;
    if (draft.taken.length > 0)
      return refused(
        "problems",
        draft.taken.map((uri) => `${uri} is there already.`),
      );
    if (!isOneMore(before, settled.after, like, request.name)) continue;
    const started = startedServices(world, before, settled.after);
    if (started.some(({ host }) => before.hosts.some(({ label }) => label === host))) continue;
    const found = newFindings(before, settled.after).filter(({ code }) => code !== expected);
    if (found.length === 0) {
      const lone = loneMembers(settled.after, started);
      return { kind: "done", texts: settled.texts, started, copied: draft.copied, even: draft.even, lone };
    }
    problems ??= found.map(({ message }) => message);
  }
  return problems === null ? refused("noPlace") : refused("problems", problems);
}

/**
 * A draft and what comes of it. What files that the host shares bring in is only known then: clusters among it are
 * joined by a further draft, as those that were chosen are.
 */
async function tryOut(
  world: ScaffoldWorld,
  before: Rehearsed,
  like: HostView,
  siblings: readonly HostView[],
  request: AddHostParams,
  everywhere: boolean,
): Promise<{ draft: HostDraft; settled: Repaired } | null> {
  const clusters = world.catalogue.filter(({ cluster }) => cluster).map(({ name }) => name);
  let brought: readonly string[] = [];
  for (;;) {
    const services = [...new Set([...request.services, ...brought])];
    const draft = await draftOf(world, like, siblings, { ...request, services }, brought, everywhere);
    if (draft === null) return null;
    const settled = await repair(world, before, draft.texts, (after) =>
      newFindings(before, after).filter(({ code }) => code === "missing-dependency"),
    );
    const made = settled.after.hosts.find(({ name, root }) => name === request.name && root === like.root);
    const now = made === undefined ? [] : clusters.filter((name) => isBrought(made, name, like));
    if (now.every((name) => brought.includes(name))) return { draft, settled };
    brought = clusters.filter((name) => brought.includes(name) || now.includes(name));
  }
}

/** Whether a service is enabled by a file that another host has as well. */
function isBrought(host: HostView, service: string, like: HostView): boolean {
  if (isEnabledOn(host, service) !== true) return false;
  const origins = host.values.get(`services\0${service}\0enable`)?.origins ?? [];
  return origins.some(({ place }) => place !== null && like.files.includes(place.uri));
}

/** Whether the hosts are those from before and the new one, which is known as well as the one it is like. */
function isOneMore(before: Rehearsed, after: Rehearsed, like: HostView, name: string): boolean {
  const known = new Set(before.hosts.map(({ label }) => label));
  const added = after.hosts.filter(({ label }) => !known.has(label));
  const [only] = added;
  return (
    after.hosts.length === before.hosts.length + 1 &&
    only?.name === name &&
    only.root === like.root &&
    only.open.length <= like.open.length
  );
}

interface HostDraft {
  readonly texts: Texts;
  readonly copied: readonly Uri[];
  /** New files that would take the place of others. */
  readonly taken: readonly Uri[];
  readonly even: readonly EvenCluster[];
}

/** `brought`: services that shared files enable. `everywhere`: entries in all files that hosts share, or in the flake or hive alone. `null`: there is no entry. */
async function draftOf(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  request: AddHostParams,
  brought: readonly string[],
  everywhere: boolean,
): Promise<HostDraft | null> {
  const others = siblings.filter((host) => host !== like);
  const own = ownFiles(like, others, request.name);
  const wanted: NewName = {
    name: request.name,
    like: like.name,
    hosts: siblings.map(({ name }) => name),
    addresses: like.deploy.names.filter(isAddress),
    address: request.address,
  };
  const files = new Set([
    like.root,
    ...(everywhere && others.length > 0 ? like.files.filter((uri) => !own.has(uri)) : []),
  ]);
  const edits: TextEdit[] = [];
  for (const uri of files) {
    const file = await fileUnder(world, new Map(), uri);
    if (file !== null) edits.push(...namedEntries(file, wanted));
  }
  if (!edits.some(({ uri }) => uri === like.root) && edits.length === 0) return null;
  const joined = await joinedClusters(world, like, siblings, request.services, wanted);
  const texts = new Map(await edited(world, new Map(), [...edits, ...joined.edits]));
  const taken: Uri[] = [];
  const copied: Uri[] = [];
  const main = mainFile(like, own.keys(), world.catalogue);
  for (const [from, to] of own) {
    if ((await world.read(to)) !== null) taken.push(to);
    const text = await world.read(from);
    if (text === null) continue;
    if (from === main) texts.set(to, await newHostModule(world, like, siblings, request, joined, from, brought));
    else {
      texts.set(to, copiedText(text, like.name, request.name));
      copied.push(to);
    }
  }
  return { texts, copied, taken, even: joined.even };
}
