/**
 * The listeners of NixOS's nginx: port 80 for a virtual host that is not HTTPS only, 443 for one with HTTPS, on every
 * address (nixos/modules/services/web-servers/nginx in nixpkgs, release 25.05). A virtual host that says where it
 * listens, or anything else that moves the ports, gives none.
 */

import type { Thunk } from "../../eval/core/value.ts";
import type { HostEvaluation } from "../../modules/api.ts";
import { isDefined, isUndefined, readBool } from "../support/readOption.ts";
import type { Listener } from "./listener.ts";

const moving = [
  "config",
  "defaultListen",
  "defaultListenAddresses",
  "defaultHTTPListenPort",
  "defaultSSLListenPort",
] as const;
const secure = ["addSSL", "forceSSL", "onlySSL", "rejectSSL"];

export function nginxListeners(host: HostEvaluation): Listener[] {
  const below = (...names: string[]) => ["services", "nginx", ...names];
  if (readBool(host, below("enable")) !== true) return [];
  if (!moving.every((option) => isUndefined(host, below(option)))) return [];
  const hosts = host.value(below("virtualHosts"));
  if (hosts.kind !== "known" || hosts.value.type !== "attrs") return [];
  const active = [...hosts.value.attrs].filter(([name]) => isDefined(host, below("virtualHosts", name)));
  const ports = new Set(active.flatMap(([, { value }]) => portsOf(host, value)));
  return [...ports]
    .sort((left, right) => left - right)
    .map((port) => ({
      service: "nginx",
      option: null,
      port,
      protocols: ["tcp"],
      addresses: ["*"],
      explicit: null,
      element: null,
      certain: true,
    }));
}

/** The ports that one virtual host certainly makes nginx listen on. */
function portsOf(host: HostEvaluation, virtualHost: Thunk): number[] {
  const settings = host.read(virtualHost);
  if (settings.kind !== "known" || settings.value.type !== "attrs") return [];
  const { attrs } = settings.value;
  if (attrs.has("listen") || attrs.has("listenAddresses")) return [];
  const flag = (name: string): boolean | null => {
    const attr = attrs.get(name);
    const outcome = attr && host.read(attr.value);
    if (outcome === undefined) return false;
    return outcome.kind === "known" && outcome.value.type === "bool" ? outcome.value.value : null;
  };
  return [...(flag("onlySSL") === false ? [80] : []), ...(secure.some((name) => flag(name) === true) ? [443] : [])];
}
