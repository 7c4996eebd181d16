/**
 * A service added to a host, with what it needs: enabled beside the services that the host's own file defines, in that
 * file's style, on free ports.
 * Invariant: the edit is rehearsed; it starts the service on that host and on no other, and brings no new finding.
 */

import type { HostView, OptionPath } from "../modules/api.ts";
import type { LoneMember, RefusalReason, StartedService } from "../protocol/scaffoldProtocol.ts";
import { insertBeside, type NewDefinition } from "../rules/edit/insertBeside.ts";
import { quoteString } from "../syntax/tree/attrName.ts";
import { loneMembers } from "./membership.ts";
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
import { repair } from "./repairs.ts";

export interface ServiceRequest {
  /** The host's label. */
  readonly host: string;
  readonly service: string;
  /** Need to the labels of the hosts that it is to be used from; `[]`: it is to run here. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

export type AddedService =
  /** A need is carried by other hosts: is it to be used from there, or to run here, too? */
  | { readonly kind: "ask"; readonly service: string; readonly need: string; readonly carriers: readonly string[] }
  | {
      readonly kind: "done";
      readonly texts: Texts;
      readonly started: readonly StartedService[];
      readonly lone: readonly LoneMember[];
    }
  | {
      readonly kind: "refused";
      readonly reason: RefusalReason;
      readonly problems: readonly string[];
    };

const refused = (reason: Exclude<RefusalReason, "problems">): AddedService => ({
  kind: "refused",
  reason,
  problems: [],
});

export async function addService(world: ScaffoldWorld, request: ServiceRequest): Promise<AddedService> {
  const before = await world.rehearse(new Map());
  const host = before.hosts.find(({ label }) => label === request.host);
  if (host === undefined) return refused("noHost");
  const running = isEnabledOn(host, request.service);
  if (running !== false) return refused(running === true ? "running" : "unknown");
  const plan = additionsFor(world, before.hosts, host, request);
  if (plan.kind === "ask") return plan;
  let problems: readonly string[] | null = null;
  for (const place of placesFor(world, before, host)) {
    const file = await fileUnder(world, new Map(), place.uri);
    const range = file && { start: file.lines.offsetAt(place.range.start), end: file.lines.offsetAt(place.range.end) };
    const edit = file && range && insertBeside(file, range, place.path, plan.additions);
    if (!edit) continue;
    const texts = await edited(world, new Map(), [edit]);
    const settled = await repair(world, before, texts, (after) =>
      newFindings(before, after).filter(({ code }) => code === "missing-dependency"),
    );
    const started = startedServices(world, before, settled.after);
    if (started.some(({ host: label }) => label !== host.label)) continue;
    if (!started.some(({ service }) => service === request.service)) continue;
    const found = newFindings(before, settled.after).map(({ message }) => message);
    if (found.length === 0) {
      return { kind: "done", texts: settled.texts, started, lone: loneMembers(settled.after, started) };
    }
    problems ??= found;
  }
  return problems === null ? refused("noPlace") : { kind: "refused", reason: "problems", problems };
}

type Additions = { readonly kind: "additions"; readonly additions: readonly NewDefinition[] };

/** The definitions of the service and of what it needs here; or the first question that is open. */
function additionsFor(
  { catalogue }: ScaffoldWorld,
  hosts: readonly HostView[],
  host: HostView,
  { service, answers }: ServiceRequest,
): Additions | Extract<AddedService, { kind: "ask" }> {
  const additions: NewDefinition[] = [];
  const openFirewall = opensFirewall(host, hosts);
  const queue = [service];
  const here = new Set(queue);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const own: NewDefinition[] = [{ path: ["services", name, "enable"], value: "true" }];
    if (openFirewall) own.push({ path: ["services", name, "openFirewall"], value: "true" });
    for (const need of catalogue.find((one) => one.name === name)?.needs ?? []) {
      if (here.has(need) || isEnabledOn(host, need) !== false) continue;
      const carriers = hosts.filter((other) => other !== host && other.root === host.root && isEnabledOn(other, need));
      const answer = answers.get(need);
      if (carriers.length > 0 && answer === undefined) {
        return { kind: "ask", service: name, need, carriers: carriers.map(({ label }) => label) };
      }
      const chosen = carriers.filter(({ label }) => answer?.includes(label));
      if (chosen.length === 0) {
        here.add(need);
        queue.push(need);
      } else own.push({ path: ["services", name, "settings", "endpoints", need], value: endpoint(chosen, need) });
    }
    additions.unshift(...own);
  }
  return { kind: "additions", additions };
}

function endpoint(carriers: readonly HostView[], need: string): string {
  const addresses = carriers.map((host) => quoteString(`${host.deploy.hostName ?? host.name}:${apiPort(host, need)}`));
  return addresses.length === 1 ? (addresses[0] ?? "") : `[ ${addresses.join(" ")} ]`;
}

function apiPort(host: HostView, service: string): string {
  return host.values.get(`services\0${service}\0port`)?.value ?? "";
}

/** As the host's other services do; alone, when there are other hosts to reach it from. */
function opensFirewall(host: HostView, hosts: readonly HostView[]): boolean {
  const others = host.deploy.services.map(({ name }) => host.values.get(`services\0${name}\0openFirewall`)?.value);
  return others.length === 0 ? hosts.length > 1 : others.includes("true");
}

interface DefinitionPlace {
  readonly uri: string;
  readonly range: {
    readonly start: { line: number; character: number };
    readonly end: { line: number; character: number };
  };
  readonly path: OptionPath;
}

/**
 * Definitions of the host to put a service beside, the best first: of PlasmaCloud's services, of other services, of the
 * host's name, of anything; each in files that are the host's alone before those that others share.
 */
function placesFor({ catalogue }: ScaffoldWorld, { hosts }: Rehearsed, host: HostView): readonly DefinitionPlace[] {
  const ours = new Set(catalogue.map(({ name }) => name));
  const shared = new Set(hosts.filter((other) => other !== host).flatMap(({ files }) => files));
  const weight = (path: OptionPath, uri: string): number => {
    const kind =
      path[0] !== "services" ? (path.join(".") === "networking.hostName" ? 2 : 3) : ours.has(path[1] ?? "") ? 0 : 1;
    const leaf = path[0] === "services" && path[2] === "enable" ? 0 : 0.5;
    return kind + leaf + (shared.has(uri) ? 10 : 0);
  };
  const places: { place: DefinitionPlace; weight: number }[] = [];
  for (const { path, origins } of host.values.values()) {
    for (const { place } of origins) {
      if (place !== null) places.push({ place: { ...place, path }, weight: weight(path, place.uri) });
    }
  }
  places.sort(
    (left, right) =>
      left.weight - right.weight ||
      compare(left.place.uri, right.place.uri) ||
      // The last one of its kind: new services go below those that are there.
      right.place.range.start.line - left.place.range.start.line,
  );
  return oneForEachSpot(places.map(({ place }) => place));
}

/** The first few of each file: further ones of one file end up in the same sets. */
function oneForEachSpot(places: readonly DefinitionPlace[]): readonly DefinitionPlace[] {
  const count = new Map<string, number>();
  return places
    .filter(({ uri }) => {
      const seen = (count.get(uri) ?? 0) + 1;
      count.set(uri, seen);
      return seen <= 3;
    })
    .slice(0, 12);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
