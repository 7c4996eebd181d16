/** The listeners of PlasmaCloud's enabled services, as the registry says. */
import type { HostEvaluation } from "../../modules/api.ts";
import { explicitDefinition, readBool, readPort, readText } from "../support/readOption.ts";
import type { ServiceInfo } from "../support/services.ts";
import { type Listener, normalizeAddress } from "./listener.ts";

export function plasmacloudListeners(host: HostEvaluation, services: readonly ServiceInfo[]): Listener[] {
  return services
    .filter(({ name }) => readBool(host, ["services", name, "enable"]) === true)
    .flatMap((service) => listenersOf(host, service));
}

function listenersOf(host: HostEvaluation, { name, ports }: ServiceInfo): Listener[] {
  const address = readText(host, ["services", name, "listenAddress"]);
  if (address === null) return [];
  return ports.flatMap(({ option, protocols }) => {
    const path = ["services", name, option];
    const port = readPort(host, path);
    if (port === null) return [];
    return [
      {
        service: name,
        option: path,
        port,
        protocols,
        addresses: [normalizeAddress(address)],
        explicit: explicitDefinition(host, path),
        element: null,
        certain: true,
      },
    ];
  });
}
