/**
 * Names that become arguments of programs: hosts, targets, store paths.
 * Invariant: what is accepted here never begins with `-`, holds no separator of a tool's own syntax (`,`, `#`, `@` of a
 * tag, globs) and no character that a remote shell would read. Flakes are text from elsewhere.
 */

/** Where a host is reached over ssh. */
export interface DeployTarget {
  /** `null`: whoever ssh's own settings say. */
  readonly user: string | null;
  /** A name, or an IP address without brackets. */
  readonly host: string;
  /** `null`: the port of ssh's own settings. */
  readonly port: number | null;
}

const attributeName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const userName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const networkName = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const ipv6 = /^(?=.*:.*:)[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?$/;
const storePath = /^\/nix\/store\/[0-9a-z]{32}-[0-9A-Za-z+._?=-]+$/;

/** Whether a host of that name can be given to the tools. */
export function isHostName(name: string): boolean {
  return attributeName.test(name);
}

export function isStorePath(path: string): boolean {
  return storePath.test(path);
}

export function isNetworkName(host: string): boolean {
  return networkName.test(host) || ipv6.test(host);
}

/** `[USER@]HOST[:PORT]`, an IPv6 address in brackets where a port follows; `null`: it is none. */
export function parseTarget(text: string): DeployTarget | null {
  const parts = /^(?:([^@]*)@)?(?:\[([^\]]*)\]|([^:[\]]*|[^[\]]*:[^[\]]*:[^[\]]*))(?::(\d{1,5}))?$/.exec(text.trim());
  return parts === null ? null : makeTarget(parts[1] ?? null, parts[2] ?? parts[3] ?? "", toPort(parts[4]));
}

/** A target of parts that a flake or a setting gave; `null`: one of them cannot be used. */
export function makeTarget(user: string | null, host: string, port: number | null): DeployTarget | null {
  if (user !== null && !userName.test(user)) return null;
  if (!isNetworkName(host)) return null;
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65536)) return null;
  return { user, host, port };
}

/** `[USER@]HOST`, as ssh takes it. */
export function sshAddress({ user, host }: DeployTarget): string {
  return user === null ? host : `${user}@${host}`;
}

/** As a person writes it. */
export function formatTarget(target: DeployTarget): string {
  const { port, host, user } = target;
  if (port === null) return sshAddress(target);
  const bracketed = host.includes(":") ? `[${host}]` : host;
  return `${user === null ? "" : `${user}@`}${bracketed}:${port}`;
}

function toPort(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
