/** Reports a service that listens below port 1024 as a user who may not. */
import type { HostEvaluation, OptionPath } from "../../modules/api.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { Listener } from "../listeners/listener.ts";
import { plasmacloudListeners } from "../listeners/plasmacloud.ts";
import { portOptions, provenListener } from "../listeners/workspace.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { placeOfSetting } from "../support/placement.ts";
import { isUndefined, knownValue, read, readBool, readText, textOf } from "../support/readOption.ts";
import type { RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "privileged-port",
  severity: "information",
  summary: "A port below 1024 without the capability to listen there.",
  documentation: `
A service listens below port 1024, and its unit runs as a user without \`CAP_NET_BIND_SERVICE\`. PlasmaCloud's own units have
it where they need it; units that run as root, have a socket, or whose settings are not known are left alone, and so is a
host that sets \`net.ipv4.ip_unprivileged_port_start\`.
`,
};

const FIRST_UNPRIVILEGED = 1024;
const CAPABILITY = "CAP_NET_BIND_SERVICE";

export const privilegedPort: HostRule = {
  meta,
  check(context) {
    const { host } = context;
    if (!isUndefined(host, ["boot", "kernel", "sysctl", "net.ipv4.ip_unprivileged_port_start"])) return [];
    return lowListeners(context)
      .filter(({ service }) => lacksCapability(host, service))
      .map((listener) => ({
        code: meta.code,
        ...placeOfSetting(context, listener.service, listener.explicit).place,
        message: `${formatPath(listener.option ?? ["services", listener.service])} is ${listener.port}, and the unit ${listener.service} runs as a user who may not listen below ${FIRST_UNPRIVILEGED}. Give it AmbientCapabilities = "${CAPABILITY}", or take another port.`,
      }));
  },
};

/** Of PlasmaCloud's services, and those proven of the workspace's own: NixOS sees to its own. */
function lowListeners({ host, services }: HostRuleContext): Listener[] {
  const ours = new Set(services.map(({ name }) => name));
  const others = portOptions(host, ours)
    .filter(({ port }) => port < FIRST_UNPRIVILEGED)
    .flatMap((option) => provenListener(host, option) ?? []);
  return [...plasmacloudListeners(host, services), ...others].filter(({ port }) => port < FIRST_UNPRIVILEGED);
}

/** Certain only where the unit is of that name, has no socket, and says who it runs as. */
function lacksCapability(host: HostEvaluation, service: string): boolean {
  if (host.below(["systemd", "sockets"])?.names.includes(service) === true) return false;
  if (!isUndefined(host, ["systemd", "sockets", service])) return false;
  const config = ["systemd", "services", service, "serviceConfig"];
  const isUser =
    readBool(host, [...config, "DynamicUser"]) === true ||
    !["root", "0", null].includes(readText(host, [...config, "User"]));
  return isUser && saysNothingOf(host, [...config, "AmbientCapabilities"]);
}

/** Whether a setting is known not to give the capability. */
function saysNothingOf(host: HostEvaluation, path: OptionPath): boolean {
  if (isUndefined(host, path)) return true;
  const value = knownValue(host, path);
  const items = value?.type === "list" ? value.items.map((item) => textOf(read(host, item))) : [textOf(value)];
  return items.every((item) => item !== null && !item.includes(CAPABILITY));
}
