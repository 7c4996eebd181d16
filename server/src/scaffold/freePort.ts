/**
 * A port for a service that has just come: of two listeners that clash, the newcomer gives way, whichever of them the
 * rule puts its finding on.
 */

import type { HostView } from "../modules/api.ts";
import type { StartedService } from "../protocol/scaffoldProtocol.ts";
import { insertBeside } from "../rules/edit/insertBeside.ts";
import type { PlacedFinding, TextEdit } from "../rules/support/rule.ts";
import type { CatalogueService } from "./edit/catalogue.ts";
import { fileUnder, type Rehearsed, type ScaffoldWorld, type Texts } from "./rehearsal.ts";

/** `started`: the labels of hosts and the services that are new on them. `null`: the clash is none of theirs. */
export async function freePort(
  world: ScaffoldWorld,
  texts: Texts,
  after: Rehearsed,
  finding: PlacedFinding,
  started: readonly StartedService[],
): Promise<TextEdit | null> {
  const { port, free } = finding.data ?? {};
  if (typeof port !== "number" || typeof free !== "number") return null;
  for (const { host: label, service } of started) {
    const host = after.hosts.find((one) => one.label === label);
    const known = world.catalogue.find(({ name }) => name === service);
    if (host === undefined || known === undefined) continue;
    if (finding.hosts !== null ? !finding.hosts.includes(label) : !host.files.includes(finding.uri)) continue;
    const option = optionWithPort(host, known, port);
    const place = host.values
      .get(`services\0${service}\0enable`)
      ?.origins.find((origin) => origin.place !== null)?.place;
    if (option === null || !place) continue;
    const file = await fileUnder(world, texts, place.uri);
    if (file === null) continue;
    const range = { start: file.lines.offsetAt(place.range.start), end: file.lines.offsetAt(place.range.end) };
    const edit = insertBeside(
      file,
      range,
      ["services", service, "enable"],
      [{ path: ["services", service, option], value: String(free) }],
    );
    if (edit !== null) return edit;
  }
  return null;
}

function optionWithPort(host: HostView, { name, ports }: CatalogueService, port: number): string | null {
  const found = ports.find(({ option }) => {
    const value = host.values.get(`services\0${name}\0${option}`);
    return value?.value === String(port) && !value.defined;
  });
  return found?.option ?? null;
}
