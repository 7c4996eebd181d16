/** Reports two listeners of one host that share address, port and protocol: at boot, only one of them comes up. */

import { formatPath } from "../../syntax/tree/attrName.ts";
import { setOption } from "../edit/setOption.ts";
import { type Listener, overlap } from "../listeners/listener.ts";
import { nginxListeners } from "../listeners/nginx.ts";
import { nixosListeners } from "../listeners/nixos.ts";
import { plasmacloudListeners } from "../listeners/plasmacloud.ts";
import { probableListener } from "../listeners/probable.ts";
import { portOptions, provenListener } from "../listeners/workspace.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { compareBlame, placeOfSetting, type WrittenPlace } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";
import { servicePath } from "../support/services.ts";

const meta: RuleMeta = {
  code: "port-conflict",
  severity: "error",
  summary: "Two listeners of one host that share address, port and protocol.",
  documentation: `
Two services of one host listen on the same port, protocol and address. A wildcard address overlaps all others; two
different addresses do not clash. Listeners are

- PlasmaCloud's own services (\`nix/services.nix\`),
- some eighty of NixOS's own services, with NixOS's defaults where nothing else is said: openssh, nginx, gitea, grafana,
  prometheus and its exporters, postgresql, home-assistant, … A service whose address or port is set in a way that is not
  known to move it gives none. Of a few, such as jellyfin and sonarr, the port is changed in the program itself: they are
  *probable*,
- port options of your own services (below \`services\`) whose value reaches \`networking.firewall.allowed{TCP,UDP}Ports\` or a socket unit.

An option \`port\` or \`…Port\` right below one of your own services whose value reaches only that service's own unit (its
command line, its environment, its script) is *probably* one, and a conflict with it is a warning. Names that say where
somebody else listens do not count: \`databasePort\`, \`peerPort\`, or \`chainfirePort\` of a service that is not chainfire.

Any other option that holds a port is taken to be a client's, and no conflict is reported with it.

**Fix:** the next port that is free on the host.
`,
};

export const portConflict: HostRule = {
  meta,
  fixes,
  check(context) {
    const listeners = allListeners(context).map((listener) => ({ listener, ...placeOf(context, listener) }));
    listeners.sort(compareBlame);
    const used = new Set(listeners.map(({ listener }) => listener.port));
    return listeners.flatMap((later, index) => {
      const earlier = listeners.slice(0, index).find((candidate) => clash(candidate.listener, later.listener));
      return earlier === undefined ? [] : [finding(later, earlier, nextFree(later.listener.port, used))];
    });
  },
};

interface PlacedListener extends WrittenPlace {
  readonly listener: Listener;
}

/** All listeners. Port options of the workspace's services are looked into only where they matter. */
function allListeners({ host, services }: HostRuleContext): Listener[] {
  const certain = [...plasmacloudListeners(host, services), ...nixosListeners(host), ...nginxListeners(host)];
  const named = new Set(services.map(({ name }) => name));
  const candidates = portOptions(host, named);
  const count = new Map<number, number>();
  for (const { port } of [...certain, ...candidates]) count.set(port, (count.get(port) ?? 0) + 1);
  const found = candidates
    .filter(({ port }) => (count.get(port) ?? 0) > 1)
    .map((candidate) => provenListener(host, candidate) ?? probableListener(host, candidate))
    .filter((listener) => listener !== null);
  return [...certain, ...found];
}

/** On the definition of the port if it is written, else on what switches the service on. */
function placeOf(context: HostRuleContext, { element, explicit, service }: Listener): WrittenPlace {
  const written = element === null ? null : context.locate(element.origin);
  return written === null ? placeOfSetting(context, service, explicit) : { place: written, isWritten: true };
}

function clash(left: Listener, right: Listener): boolean {
  return (
    left.port === right.port &&
    left.protocols.some((protocol) => right.protocols.includes(protocol)) &&
    overlap(left, right)
  );
}

function finding(later: PlacedListener, earlier: PlacedListener, free: number): Finding {
  const { listener, place, isWritten } = later;
  const protocols = listener.protocols.filter((protocol) => earlier.listener.protocols.includes(protocol));
  const where = `${listener.port}/${protocols.join("+")}`;
  const certain = listener.certain && earlier.listener.certain;
  const listens = certain ? "both listen" : "probably both listen";
  return {
    code: meta.code,
    ...place,
    message: `${nameOf(listener)} and ${nameOf(earlier.listener)} ${listens} on port ${where} of this host; give one of them another port, such as ${free}.`,
    ...(certain ? {} : { severity: "warning" }),
    related: [{ ...earlier.place, message: `${nameOf(earlier.listener)} takes port ${where}.` }],
    data: { port: listener.port, free, option: listener.option, service: listener.service, isWritten },
  };
}

function nameOf({ option, service }: Listener): string {
  return formatPath(option ?? servicePath(service));
}

/** The next port above that nothing takes, else the next one below. */
function nextFree(port: number, used: ReadonlySet<number>): number {
  let free = port + 1;
  while (free <= 65_535 && used.has(free)) free++;
  if (free <= 65_535) return free;
  free = port - 1;
  while (used.has(free)) free--;
  return free;
}

/** Another port where one is written as a number, or a definition of the port beside the service's `enable`. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { free, option, service } = data;
  if (typeof free !== "number" || typeof service !== "string" || !Array.isArray(option)) return [];
  const path = option.filter((name) => typeof name === "string");
  const setting = { service, range, isWritten: data["isWritten"] === true };
  const edit = setOption(file, setting, path, String(data["port"]), String(free));
  if (edit === null) return [];
  return [{ title: `Change \`${formatPath(path)}\` to ${free}`, preferred: true, edits: [edit] }];
}
