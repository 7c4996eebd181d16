/**
 * The listeners of NixOS's own services that are enabled, as `knownListeners.ts` says. A service whose addresses or ports
 * are set in a way that is not modelled there gives no listener.
 */
import type { Definition, HostEvaluation, OptionPath } from "../../modules/api.ts";
import { explicitDefinition, isUndefined, readBool, readPorts, readText } from "../support/readOption.ts";
import { servicePath } from "../support/services.ts";
import { type KnownListener, knownListeners } from "./knownListeners.ts";
import { type Listener, normalizeAddress } from "./listener.ts";

export function nixosListeners(host: HostEvaluation): Listener[] {
  return knownListeners.flatMap((known) => {
    const below = (path: OptionPath): OptionPath => [...servicePath(known.service), ...path];
    if (readBool(host, below(["enable"])) !== true) return [];
    if (!known.unless.every((path) => isUndefined(host, below(path)))) return [];
    const { service, protocols, certain } = known;
    return bindings(host, known, below).map((binding) => ({ service, protocols, certain, ...binding }));
  });
}

type Binding = Pick<Listener, "option" | "port" | "element" | "addresses"> & { readonly explicit: Definition | null };

function bindings(host: HostEvaluation, known: KnownListener, below: (path: OptionPath) => OptionPath): Binding[] {
  const byDefault = { port: known.default, element: null };
  if (known.endpoint !== null) {
    const option = below(known.endpoint);
    const explicit = explicitDefinition(host, option);
    if (isUndefined(host, option)) return [{ ...byDefault, option: null, addresses: known.defaultAddresses, explicit }];
    const endpoint = splitEndpoint(readText(host, option));
    // The option holds more than a port, so nothing can change the port alone.
    return endpoint === null ? [] : [{ ...endpoint, element: null, option: null, explicit }];
  }
  const addresses = addressesOf(host, known, below);
  if (addresses === null) return [];
  const option = known.port && below(known.port);
  const explicit = option && explicitDefinition(host, option);
  const ports = option === null || isUndefined(host, option) ? [byDefault] : readPorts(host, option);
  return ports.map((found) => ({ ...found, option, addresses, explicit }));
}

function addressesOf(host: HostEvaluation, known: KnownListener, below: (path: OptionPath) => OptionPath) {
  if (known.address === null || isUndefined(host, below(known.address))) return known.defaultAddresses;
  const address = readText(host, below(known.address));
  return address === null ? null : [normalizeAddress(address)];
}

/** `HOST:PORT`, `[IPv6]:PORT` or `:PORT`, which is everywhere; `null` for anything else. */
function splitEndpoint(text: string | null): { readonly port: number; readonly addresses: readonly string[] } | null {
  const found = text === null ? null : /^(\[[^\]]*\]|[^:[\]]*):(\d{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (!found || port < 1 || port > 65_535) return null;
  return { port, addresses: [normalizeAddress(found[1] ?? "")] };
}
