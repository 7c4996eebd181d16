/** Reads the TCP ports that a host's firewall lets in. */
import type { HostEvaluation, OptionPath } from "../../modules/api.ts";
import {
  allOf,
  attributeOf,
  integerOf,
  isUndefined,
  type KnownValue,
  knownValue,
  read,
  readBool,
} from "./readOption.ts";

export interface OpenPorts {
  /** Each from and to, both inclusive; a port alone is a range of one. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const FIREWALL = ["networking", "firewall"];

/** Options that may let in anything: where one of them says something, nobody here knows what. */
const ANYTHING: readonly OptionPath[] = [
  [...FIREWALL, "extraCommands"],
  [...FIREWALL, "extraInputRules"],
  [...FIREWALL, "trustedInterfaces"],
  ["networking", "nftables", "ruleset"],
  ["networking", "nftables", "rulesetFile"],
  ["networking", "nftables", "tables"],
];

/**
 * `null`: the firewall is off, or it cannot be told what it lets in, as while something on the host is wrong. A port that
 * one interface lets in counts as open.
 */
export function openPorts(host: HostEvaluation): OpenPorts | null {
  return host.kept("openPorts", () => readOpenPorts(host));
}

function readOpenPorts(host: HostEvaluation): OpenPorts | null {
  if (
    host.problems().length > 0 ||
    readBool(host, [...FIREWALL, "enable"]) !== true ||
    !ANYTHING.every((path) => isUndefined(host, path))
  )
    return null;
  const ranges = portsAt(host, FIREWALL);
  const names = attributeNames(host, [...FIREWALL, "interfaces"]);
  if (ranges === null || names === null) return null;
  const all = [...ranges];
  for (const name of names) {
    const own = portsAt(host, [...FIREWALL, "interfaces", name]);
    if (own === null) return null;
    all.push(...own);
  }
  return { ranges: all };
}

export function isOpen({ ranges }: OpenPorts, port: number): boolean {
  return ranges.some(([from, to]) => from <= port && port <= to);
}

function portsAt(host: HostEvaluation, at: OptionPath): OpenPorts["ranges"] | null {
  const ports = items(host, [...at, "allowedTCPPorts"], (port) => rangeOf(integerOf(port), integerOf(port)));
  const ranges = items(host, [...at, "allowedTCPPortRanges"], (range) =>
    rangeOf(integerOf(attributeOf(host, range, "from")), integerOf(attributeOf(host, range, "to"))),
  );
  return ports === null || ranges === null ? null : [...ports, ...ranges];
}

function rangeOf(from: number | null, to: number | null): OpenPorts["ranges"][number] | null {
  return from === null || to === null ? null : [from, to];
}

/** The elements of a list, none of them unknown; `[]` where nothing says anything of it. */
function items<T>(
  host: HostEvaluation,
  path: OptionPath,
  make: (item: KnownValue | null) => T | null,
): readonly T[] | null {
  if (host.option(path) === null && isUndefined(host, path)) return [];
  const list = knownValue(host, path);
  return list?.type === "list" ? allOf(list.items.map((item) => make(read(host, item)))) : null;
}

/** Of a set that may have more attributes than are known only where nothing says anything of it. */
function attributeNames(host: HostEvaluation, path: OptionPath): readonly string[] | null {
  const isSilent = isUndefined(host, path);
  if (host.option(path) === null && isSilent) return [];
  const set = knownValue(host, path);
  return set?.type === "attrs" && (set.rest === null || isSilent) ? [...set.attrs.keys()] : null;
}
