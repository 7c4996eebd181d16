/** Listeners of NixOS's own services: each row of the table with its defaults, moved, and silent where it may be moved. */
import { expect, test } from "vitest";
import { type KnownListener, knownListeners } from "../../server/src/rules/listeners/knownListeners.ts";
import { nixosListeners } from "../../server/src/rules/listeners/nixos.ts";
import { servicePath } from "../../server/src/rules/support/services.ts";
import { formatPath } from "../../server/src/syntax/tree/attrName.ts";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { hostOf } from "../support/hosts.ts";

const name = ({ service, default: port }: KnownListener): string => `${service} on ${port}`;

/** The ports of a service that is enabled, with `settings` below it. */
function portsOf({ service }: KnownListener, settings: readonly (readonly [readonly string[], string])[]): number[] {
  const bindings = [[["enable"], "true"] as const, ...settings].map(
    ([path, value]) => `{ ${formatPath([...servicePath(service), ...path])} = ${value}; }`,
  );
  return nixosListeners(
    hostOf(`{ lib, ... }: lib.mkMerge [ { system.stateVersion = "25.05"; } ${bindings.join("\n")} ]`),
  ).flatMap((found) => (found.service === service ? [found.port] : []));
}

/** All ports that the table gives the service, this row's first. */
function others(row: KnownListener): number[] {
  return knownListeners.flatMap((known) => (known !== row && known.service === row.service ? [known.default] : []));
}

test.each(knownListeners.map((row) => [name(row), row] as const))("%s", (_, row) => {
  const own = (settings: readonly (readonly [readonly string[], string])[]) =>
    portsOf(row, settings).filter((port) => !others(row).includes(port));
  expect(own([])).toEqual([row.default]);
  expect(own([[["enable"], "lib.mkForce false"]])).toEqual([]);
  const moving = row.port ?? row.endpoint;
  if (moving !== null) {
    const value = row.endpoint === null ? (moving.includes("ports") ? "[ 4242 ]" : "4242") : '":4242"';
    expect(own([[moving, value]])).toEqual([4242]);
  }
  for (const option of row.unless) expect(own([[option, "null"]])).toEqual([]);
});

test("gitea beside grafana, with nothing but their defaults", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  services.grafana.enable = true;
  services.gitea.enable = true;
# ^^^^^^^^^^^^^^^^^^^^^ error[port-conflict]: services.gitea.settings.server.HTTP_PORT and services.grafana.settings.server.http_port both listen on port 3000/tcp of this host; give one of them another port, such as 3001.
}
`));

test("cockpit beside prometheus, and node's exporter beside a service that was put there", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  services.prometheus.enable = true;
  services.cockpit.enable = true;
# ^^^^^^^^^^^^^^^^^^^^^^^ error[port-conflict]: services.cockpit.port and services.prometheus.port both listen on port 9090/tcp of this host; give one of them another port, such as 9091.
  services.prometheus.exporters.node.enable = true;
  services.chainfire = { enable = true; port = 9100; };
#                                              ^^^^ error[port-conflict]: services.chainfire.port and services.prometheus.exporters.node.port both listen on port 9100/tcp of this host; give one of them another port, such as 9101.
}
`));

test("a port that the program itself may move is a warning", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  services.jellyfin.enable = true;
  services.chainfire = { enable = true; port = 8096; };
#                                              ^^^^ warning[port-conflict]: services.chainfire.port and services.jellyfin probably both listen on port 8096/tcp of this host; give one of them another port, such as 8097.
}
`));

test("addresses that do not overlap, other ports, and services that are off", () =>
  checkDiagnostics(`
#- /configuration.nix
{
  services.grafana = { enable = true; settings.server.http_addr = "10.0.0.1"; };
  services.gitea = { enable = true; settings.server.HTTP_ADDR = "10.0.0.2"; };
  services.forgejo = { enable = true; settings.server.HTTP_PORT = 3001; };
  services.hydra.enable = false;
  services.minio = { enable = true; listenAddress = "10.0.0.1:9999"; };
  services.mealie.enable = true;
}
`));
