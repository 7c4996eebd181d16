/** PlasmaCloud's services as data. Their one source is `nix/services.nix`, which is evaluated, not written again here. */
import type { Uri } from "../../base/uri.ts";
import { attempt } from "../../eval/core/evaluate.ts";
import { expectAttrs, expectBool, expectInt, expectList, expectString } from "../../eval/core/expect.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeUnknown, ready } from "../../eval/core/make.ts";
import type { AttrsValue, Thunk } from "../../eval/core/value.ts";

export type Protocol = "tcp" | "udp";

export interface ServicePort {
  /** The option below `services.NAME`. */
  readonly option: string;
  readonly default: number;
  readonly protocols: readonly Protocol[];
}

export interface ServiceInfo {
  readonly name: string;
  readonly ports: readonly ServicePort[];
  readonly needs: readonly string[];
  /** A Raft group, with `settings.cluster`. */
  readonly cluster: boolean;
}

/** The path of a service's options: `prometheus.alertmanager` stands two levels below `services`. */
export function servicePath(service: string): readonly string[] {
  return ["services", ...service.split(".")];
}

/** Reads the registry at `uri`. Gives `[]` when it cannot be evaluated, as in a workspace that edits it half way. */
export function readServices(machine: Machine, uri: Uri): readonly ServiceInfo[] {
  const outcome = attempt(machine, () => {
    const registry = expectAttrs(machine, ready(machine.importFile(uri, null)), null);
    return entries(expectAttrs(machine, attribute(registry, "services"), null)).map(([name, service]) =>
      readService(machine, name, expectAttrs(machine, service, null)),
    );
  });
  return outcome.kind === "value" ? outcome.value : [];
}

function readService(machine: Machine, name: string, service: AttrsValue): ServiceInfo {
  return {
    name,
    ports: entries(expectAttrs(machine, attribute(service, "ports"), null)).map(([option, port]) =>
      readPort(machine, option, expectAttrs(machine, port, null)),
    ),
    needs: strings(machine, attribute(service, "needs")),
    cluster: expectBool(machine, attribute(service, "cluster"), null),
  };
}

function readPort(machine: Machine, option: string, port: AttrsValue): ServicePort {
  return {
    option,
    default: Number(expectInt(machine, attribute(port, "default"), null)),
    protocols: strings(machine, attribute(port, "protocols")).filter(
      (protocol) => protocol === "tcp" || protocol === "udp",
    ),
  };
}

function strings(machine: Machine, list: Thunk): string[] {
  return expectList(machine, list, null).items.map((item) => expectString(machine, item, null));
}

function entries(set: AttrsValue): (readonly [string, Thunk])[] {
  return [...set.attrs].map(([name, attr]) => [name, attr.value] as const);
}

function attribute(set: AttrsValue, name: string): Thunk {
  return set.attrs.get(name)?.value ?? ready(set.rest ?? makeUnknown({ kind: "notModelled", what: name }));
}
