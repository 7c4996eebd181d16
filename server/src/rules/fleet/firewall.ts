/** Which TCP ports a host's firewall lets in. */
import type { HostEvaluation } from "../../modules/hostEvaluation.ts";
import type { OptionPath } from "../../modules/view.ts";
import { isUndefined, readBool } from "../listeners/read.ts";

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

function portsAt(host: HostEvaluation, at: OptionPath): readonly (readonly [number, number])[] | null {
  const ports = items(host, [...at, "allowedTCPPorts"], (value) => {
    const outcome = host.read(value);
    if (outcome.kind !== "known" || outcome.value.type !== "int") return null;
    const port = Number(outcome.value.value);
    return [port, port] as const;
  });
  const ranges = items(host, [...at, "allowedTCPPortRanges"], (value) => {
    const outcome = host.read(value);
    const end = (name: string): number | null => {
      const attr =
        outcome.kind === "known" && outcome.value.type === "attrs" ? outcome.value.attrs.get(name) : undefined;
      const one = attr === undefined ? null : host.read(attr.value);
      return one?.kind === "known" && one.value.type === "int" ? Number(one.value.value) : null;
    };
    const [from, to] = [end("from"), end("to")];
    return from === null || to === null ? null : ([from, to] as const);
  });
  return ports === null || ranges === null ? null : [...ports, ...ranges];
}

/** The elements of a list, none of them unknown; `[]` where nothing says anything of it. */
function items<T>(
  host: HostEvaluation,
  path: OptionPath,
  read: (item: Parameters<HostEvaluation["read"]>[0]) => T | null,
): readonly T[] | null {
  if (host.option(path) === null && isUndefined(host, path)) return [];
  const outcome = host.value(path);
  if (outcome.kind !== "known" || outcome.value.type !== "list") return null;
  const found = outcome.value.items.map(read);
  return found.every((one) => one !== null) ? found : null;
}

/** Of a set that may have more attributes than are known only where nothing says anything of it. */
function attributeNames(host: HostEvaluation, path: OptionPath): readonly string[] | null {
  const isSilent = isUndefined(host, path);
  if (host.option(path) === null && isSilent) return [];
  const outcome = host.value(path);
  if (outcome.kind !== "known" || outcome.value.type !== "attrs") return null;
  return outcome.value.rest === null || isSilent ? [...outcome.value.attrs.keys()] : null;
}
