/**
 * A host beside those that a flake or hive has: an entry in the form of another host's, files like that host's, and
 * membership in the clusters that are chosen.
 * Invariant: forms are recognised by trying them: the edit is rehearsed, and is good only if exactly this host is new,
 * no other host changes what it runs, and no finding is new.
 */
import { joinUri, parentUri, type Uri } from "../base/uri.ts";
import type { HostView } from "../modules/view.ts";
import { insertBeside } from "../rules/edit/insertBeside.ts";
import type { TextEdit } from "../rules/rule.ts";
import { hostFile } from "./hostFile.ts";
import { isAddress, type NewName, namedEntries, renamedWord } from "./namedEntries.ts";
import { type MemberList, memberLists, newMember } from "./newMember.ts";
import { copiedText, importsOf, isDefinedIn, mainFile, ownFiles } from "./ownFiles.ts";
import { endpointsOf } from "./providers.ts";
import {
  edited,
  fileUnder,
  isEnabledOn,
  newFindings,
  type Rehearsed,
  type ScaffoldWorld,
  type Started,
  startedServices,
  type Texts,
} from "./rehearsal.ts";
import { settle } from "./settle.ts";
import { expectBinding } from "./templates.ts";

export interface HostRequest {
  /** The label of the host whose form is copied. */
  readonly like: string;
  readonly name: string;
  readonly address: string;
  readonly services: readonly string[];
}

export type AddedHost =
  | {
      readonly kind: "done";
      readonly texts: Texts;
      readonly started: readonly Started[];
      /** Files made from the other host's that hold what only a machine knows. */
      readonly copied: readonly Uri[];
      readonly even: readonly { readonly service: string; readonly members: readonly string[] }[];
    }
  | {
      readonly kind: "refused";
      readonly reason: "noHost" | "running" | "noPlace" | "problems";
      readonly problems: readonly string[];
    };

/** A warning that a new member brings by itself: the user is told instead. */
const expected = "cluster-even-members";

export async function addHost(world: ScaffoldWorld, request: HostRequest): Promise<AddedHost> {
  const before = await world.rehearse(new Map());
  const like = before.hosts.find(({ label }) => label === request.like);
  const refused = (
    reason: "noHost" | "running" | "noPlace" | "problems",
    problems: readonly string[] = [],
  ): AddedHost => ({
    kind: "refused",
    reason,
    problems,
  });
  if (like === undefined) return refused("noHost");
  if (like.deploy.kind === "module") return refused("noPlace");
  const siblings = before.hosts.filter(({ root }) => root === like.root);
  if (siblings.some(({ name }) => name === request.name)) return refused("running");
  let problems: readonly string[] | null = null;
  for (const draft of [
    await draftOf(world, like, siblings, request, true),
    await draftOf(world, like, siblings, request, false),
  ]) {
    if (draft === null) continue;
    if (draft.taken.length > 0)
      return refused(
        "problems",
        draft.taken.map((uri) => `${uri} is there already.`),
      );
    const settled = await settle(world, before, draft.texts, (after) =>
      newFindings(before, after).filter(({ code }) => code === "missing-dependency"),
    );
    if (!isOneMore(before, settled.after, like, request.name)) continue;
    const started = startedServices(world, before, settled.after);
    if (started.some(({ host }) => before.hosts.some(({ label }) => label === host))) continue;
    const found = newFindings(before, settled.after).filter(({ code }) => code !== expected);
    if (found.length === 0) {
      return { kind: "done", texts: settled.texts, started, copied: draft.copied, even: draft.even };
    }
    problems ??= found.map(({ message }) => message);
  }
  return problems === null ? refused("noPlace") : refused("problems", problems);
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
  readonly even: readonly { readonly service: string; readonly members: readonly string[] }[];
}

/** `everywhere`: entries in all files that hosts share, or in the flake or hive alone. `null`: there is no entry. */
async function draftOf(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  request: HostRequest,
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
  const joined = await joinedClusters(world, like, siblings, request, wanted);
  const texts = new Map(await edited(world, new Map(), [...edits, ...joined.edits]));
  const taken: Uri[] = [];
  const copied: Uri[] = [];
  const main = mainFile(like, own.keys(), world.catalogue);
  for (const [from, to] of own) {
    if ((await world.read(to)) !== null) taken.push(to);
    const text = await world.read(from);
    if (text === null) continue;
    if (from === main) texts.set(to, await mainText(world, like, siblings, request, joined, from));
    else {
      texts.set(to, copiedText(text, like.name, request.name));
      copied.push(to);
    }
  }
  return { texts, copied, taken, even: joined.even };
}

interface Joined {
  /** New entries in the lists of members. */
  readonly edits: readonly TextEdit[];
  /** Chosen clusters to the new member's id. */
  readonly memberships: ReadonlyMap<string, number>;
  /** Clusters that every member lists for itself: the whole list with the new member, as Nix text. */
  readonly peers: ReadonlyMap<string, string>;
  /** Shared modules that enable services on members, and which. */
  readonly modules: ReadonlyMap<Uri, readonly string[]>;
  readonly even: HostDraft["even"];
}

async function joinedClusters(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  request: HostRequest,
  wanted: NewName,
): Promise<Joined> {
  const modules = new Map<Uri, readonly string[]>();
  for (const uri of like.files) {
    if (!siblings.some((host) => host !== like && host.files.includes(uri)) && siblings.length > 1) continue;
    const enabled = world.catalogue
      .filter(({ name }) => isEnabledOn(like, name) && isDefinedIn(like, `services\0${name}\0enable`, uri))
      .map(({ name }) => name);
    if (enabled.length > 0 && uri !== like.root) modules.set(uri, enabled);
  }
  const clusters = world.catalogue.filter(({ cluster }) => cluster).map(({ name }) => name);
  const chosen = clusters.filter((name) => request.services.includes(name));
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
    const members = [...siblings.filter((host) => isEnabledOn(host, service)).map(({ name }) => name), request.name];
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

/** The new host's own module, with what the other one's imports. */
async function mainText(
  world: ScaffoldWorld,
  like: HostView,
  siblings: readonly HostView[],
  request: HostRequest,
  { memberships, peers, modules }: Joined,
  main: Uri,
): Promise<string> {
  const file = await fileUnder(world, new Map(), main);
  const inModules = (uri: Uri): readonly string[] => modules.get(uri) ?? modules.get(joinUri(uri, "default.nix")) ?? [];
  const services = new Set(request.services);
  const kept: string[] = [];
  const provided = new Set<string>();
  for (const { text, path } of file === null ? [] : importsOf(file)) {
    const enabled = path === null ? [] : inModules(joinUri(parentUri(main), path));
    if (enabled.length > 0 && !enabled.some((name) => services.has(name))) continue;
    for (const name of enabled) {
      services.add(name);
      provided.add(name);
    }
    kept.push(path === null ? text : renamedWord(text, like.name, request.name));
  }
  const all = world.catalogue.map(({ name }) => name).filter((name) => services.has(name));
  const nameOf = (host: HostView): string => host.deploy.hostName ?? host.name;
  const carriers = siblings.map((host) => ({
    name: nameOf(host),
    services: world.catalogue.filter(({ name }) => isEnabledOn(host, name)).map(({ name }) => name),
  }));
  const text = hostFile(world.templates, world.catalogue, {
    name: request.name,
    imports: kept,
    services: all,
    memberships: new Map([...memberships].filter(([name]) => provided.has(name))),
    endpoints: endpointsOf({ name: request.name, services: all }, carriers, world.catalogue),
    stateVersion: unquoted(like.values.get("system\0stateVersion")?.value ?? "") || "25.05",
    storage: false,
  });
  const alone = [...memberships].filter(([name]) => !provided.has(name) && peers.has(name));
  const whole = alone.reduce(
    (done, [name, id]) => withMembership(world, done, name, id, peers.get(name) ?? "[ ]"),
    text,
  );
  const newline = file?.text.includes("\r\n") ? "\r\n" : "\n";
  return whole.replaceAll("\n", newline);
}

/** The membership set beside the service's `enable`. */
function withMembership(
  { templates }: ScaffoldWorld,
  text: string,
  service: string,
  id: number,
  peers: string,
): string {
  const file = templates.parse("host.nix", text);
  const path = ["services", service, "enable"];
  const edit = insertBeside(file, file.rangeOf(expectBinding(file, ...path)), path, [
    { path: ["services", service, "settings", "cluster", "nodeId"], value: String(id) },
    { path: ["services", service, "settings", "cluster", "peers"], value: peers },
  ]);
  if (edit === null) return text;
  return text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end);
}

function unquoted(text: string): string {
  return /^"([^"\\]*)"$/.exec(text)?.[1] ?? "";
}
