/**
 * Probable listeners: a port option of a workspace's own service whose value reaches the text of that service's own
 * unit, but neither the firewall nor a socket. Another port there makes another port in the unit, which is handed to
 * the program; that the program listens on it is likely, not certain.
 */

import { attrsOf, makeInt, makeString, ready } from "../../eval/core/make.ts";
import type { Thunk } from "../../eval/core/value.ts";
import type { HostEvaluation, Override } from "../../modules/api.ts";
import { explicitDefinition, readText } from "../support/readOption.ts";
import { type Listener, normalizeAddress } from "./listener.ts";
import type { PortOption } from "./workspace.ts";

/** Options below `systemd.services.NAME` whose text the service's program gets to see. */
const HANDED_ON = ["serviceConfig", "environment", "script", "preStart"] as const;

/** What a port option is called that says where somebody else listens: `databasePort`, `peerPort`. */
const CLIENTS =
  /^(?:database|db|peer|remote|upstream|backend|target|proxy|smtp|mail|ldap|redis|postgres\w*|mysql|mongo\w*|broker|kafka|amqp|mqtt|etcd|dns)Port$/i;

/** The listener that a port option probably is, or `null`. Costs an evaluation of the service's unit. */
export function probableListener(host: HostEvaluation, { service, option, port }: PortOption): Listener | null {
  const name = option.at(-1) ?? "";
  if (!/^port$|Port$/.test(name) || CLIENTS.test(name) || isAnothers(host, service, name)) return null;
  const program = knownProgram(host, service);
  const before = unitTexts(program.length === 0 ? host : host.withOverride(program), service);
  const probe = unusedNumber(before);
  const after = unitTexts(host.withOverride([...program, { path: option, value: makeInt(probe) }]), service);
  if (!before.some((text) => mentions(text, port)) || !after.some((text) => mentions(text, probe))) return null;
  return {
    service,
    option,
    port,
    protocols: ["tcp"],
    addresses: [normalizeAddress(readText(host, ["services", service, "listenAddress"]) ?? "*")],
    explicit: explicitDefinition(host, option),
    element: null,
    certain: false,
  };
}

/** `chainfirePort` of a service that is not chainfire: where that one listens. */
function isAnothers(host: HostEvaluation, service: string, name: string): boolean {
  const stem = name.replace(/Port$/, "").toLowerCase();
  return (host.below(["services"])?.names ?? []).some((other) => other !== service && other.toLowerCase() === stem);
}

/** A package that is known, in place of the service's own: what a unit says beside one that is not is unknown. */
function knownProgram(host: HostEvaluation, service: string): Override[] {
  const path = ["services", service, "package"];
  if (host.option(path)?.type.kind !== "package") return [];
  const text = (value: string): Thunk => ready(makeString(value));
  const meta = attrsOf([["mainProgram", text("program")]]);
  const value = attrsOf([
    ["type", text("derivation")],
    ["name", text("program")],
    ["outPath", text("/program")],
    ["meta", ready(meta)],
  ]);
  return [{ path, value }];
}

function unusedNumber(texts: readonly string[]): number {
  let probe = 54321;
  while (texts.some((text) => mentions(text, probe))) probe--;
  return probe;
}

function mentions(text: string, port: number): boolean {
  return new RegExp(`(?<![\\d.])${port}(?![\\d.]\\d|\\d)`).test(text);
}

/** No unit says more than this that matters; endless values end here. */
const MOST_TEXTS = 500;
const DEEPEST = 4;

/** The strings and numbers of the unit as text; what is unknown is left out. */
function unitTexts(host: HostEvaluation, service: string): string[] {
  const texts: string[] = [];
  const gather = (outcome: ReturnType<HostEvaluation["value"]>, depth: number): void => {
    if (outcome.kind !== "known" || texts.length >= MOST_TEXTS) return;
    const { value } = outcome;
    const below = (thunk: Thunk): void => {
      if (depth < DEEPEST) gather(host.read(thunk), depth + 1);
    };
    if (value.type === "string") texts.push(value.value);
    else if (value.type === "int") texts.push(String(value.value));
    else if (value.type === "list") for (const item of value.items) below(item);
    else if (value.type === "attrs") for (const attr of value.attrs.values()) below(attr.value);
  };
  for (const name of HANDED_ON) gather(host.value(["systemd", "services", service, name]), 0);
  return texts;
}
