/**
 * Finds the host that an address means: hosts go by many names in the network, and a name may be one host's or
 * several's.
 */
import type { DeployView, HostView } from "../../modules/api.ts";

/** What the network knows of a host. */
export interface NetworkHost extends Pick<HostView, "label" | "root"> {
  readonly deploy: Pick<DeployView, "names" | "hosts">;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT` or `[IPv6]:PORT`, taken apart; `null` for anything else. */
export function parseEndpoint(text: string): Endpoint | null {
  const parts = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*):(\d{1,5})\/?$/.exec(text);
  return parts === null ? null : { host: parts[1] ?? "", port: Number(parts[2]) };
}

/** The hosts by their names; made once, so that looking one up does not cost more with more hosts. */
export class HostNames<H extends NetworkHost> {
  readonly #byName = new Map<string, H[]>();

  constructor(hosts: readonly H[]) {
    for (const host of hosts) {
      for (const name of new Set(host.deploy.names.map(plainName))) {
        const known = this.#byName.get(name);
        if (known === undefined) this.#byName.set(name, [host]);
        else known.push(host);
      }
    }
  }

  /**
   * The host that goes by `name` as seen from another; `null`: none, or more than one. Hosts of the same flake come
   * first: names are reused.
   */
  resolve(name: string, from: H): H | null {
    const wanted = plainName(name);
    if (isLoopback(wanted)) return from;
    const sought = [wanted, ...addressesOf(wanted, from.deploy)];
    const named = [...new Set(sought.flatMap((one) => this.#byName.get(one) ?? []))];
    const near = named.filter(({ root }) => root === from.root);
    const [only, ...others] = near.length > 0 ? near : named;
    return only !== undefined && others.length === 0 ? only : null;
  }
}

/** Whether a plain name means the very host that uses it. */
export function isLoopback(name: string): boolean {
  return name === "localhost" || name === "::1" || name.startsWith("127.");
}

function addressesOf(name: string, { hosts }: Pick<DeployView, "hosts">): readonly string[] {
  return hosts.flatMap(([address, names]) =>
    names.some((one) => plainName(one) === name) ? [plainName(address)] : [],
  );
}

/** Without a user, brackets and the root's dot; names are the same in capitals. */
export function plainName(name: string): string {
  return name
    .replace(/^[^@]*@/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
}
