/**
 * Listeners of services that the workspace's own modules declare. A port option is one when its value flows into the
 * firewall or a socket: another port there makes another port here. Any other port option is a client's.
 */

import { makeInt } from "../../eval/core/make.ts";
import type { HostEvaluation, OptionPath } from "../../modules/api.ts";
import { explicitDefinition, readBool, readPort, readText } from "../support/readOption.ts";
import type { Protocol } from "../support/services.ts";
import { type Listener, normalizeAddress } from "./listener.ts";

export interface PortOption {
  readonly service: string;
  readonly option: OptionPath;
  readonly port: number;
}

/** Every option of type port right below a workspace-declared service that is not switched off; none of PlasmaCloud's. */
export function portOptions(host: HostEvaluation, except: ReadonlySet<string>): readonly PortOption[] {
  return host.kept("portOptions", () => readPortOptions(host, except));
}

function readPortOptions(host: HostEvaluation, except: ReadonlySet<string>): readonly PortOption[] {
  return (host.below(["services"])?.names ?? [])
    .filter((service) => !except.has(service) && readBool(host, ["services", service, "enable"]) !== false)
    .flatMap((service) =>
      (host.below(["services", service])?.names ?? []).flatMap((name) => {
        const option = ["services", service, name];
        const declared = host.option(option);
        if (declared?.type.kind !== "port") return [];
        if (!declared.declarations.some(({ module }) => module.source === "workspace")) return [];
        const port = readPort(host, option);
        return port === null ? [] : [{ service, option, port }];
      }),
    );
}

/** The listener that a port option proves to be, or `null`. Costs an evaluation of the firewall under another port. */
export function provenListener(host: HostEvaluation, { service, option, port }: PortOption): Listener | null {
  const probe = unusedPort(host, port);
  const world = host.withOverride([{ path: option, value: makeInt(probe) }]);
  const protocols = (["tcp", "udp"] as const).filter(
    (protocol) => !opened(host, protocol).has(probe) && opened(world, protocol).has(probe),
  );
  if (protocols.length === 0) return null;
  const address = readText(host, ["services", service, "listenAddress"]);
  return {
    service,
    option,
    port,
    protocols,
    addresses: [normalizeAddress(address ?? "*")],
    explicit: explicitDefinition(host, option),
    element: null,
    certain: true,
  };
}

function unusedPort(host: HostEvaluation, port: number): number {
  const used = new Set([...opened(host, "tcp"), ...opened(host, "udp"), port]);
  let probe = 54321;
  while (used.has(probe)) probe--;
  return probe;
}

/** The ports that the firewall opens or a socket unit listens on. */
function opened(host: HostEvaluation, protocol: Protocol): Set<number> {
  const [firewall, stream] =
    protocol === "tcp" ? ["allowedTCPPorts", "listenStreams"] : ["allowedUDPPorts", "listenDatagrams"];
  const ports = new Set(readPorts(host, ["networking", "firewall", firewall]));
  for (const socket of host.below(["systemd", "sockets"])?.names ?? []) {
    for (const port of readPorts(host, ["systemd", "sockets", socket, stream])) ports.add(port);
  }
  return ports;
}

/** Integers of a list, and the port at the end of its strings; what is unknown in it is left out. */
function readPorts(host: HostEvaluation, path: OptionPath): number[] {
  const outcome = host.value(path);
  if (outcome.kind !== "known" || outcome.value.type !== "list") return [];
  return outcome.value.items.flatMap((item) => {
    const element = host.read(item);
    if (element.kind !== "known") return [];
    if (element.value.type === "int") return [Number(element.value.value)];
    const digits = element.value.type === "string" ? /(?:^|:)(\d{1,5})$/.exec(element.value.value)?.[1] : undefined;
    return digits === undefined ? [] : [Number(digits)];
  });
}
