/** Workspaces for incremental analysis: small, and with everything in them that values can come through. */
import { fleet } from "../bench/inputs.ts";
import { exampleFiles } from "./analyse.ts";

/** Values through `config`, submodules, freeform settings, functions that make hosts, assertions, imports. */
const written: Readonly<Record<string, string>> = {
  "flake.nix": `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { self, nixpkgs, plasmacloud }:
    let
      ports = import ./ports.nix;
      mkNode = id: extra: nixpkgs.lib.nixosSystem {
        specialArgs = { inherit id ports; };
        modules = [
          plasmacloud.nixosModules.default
          ./base.nix
          { networking.hostName = "node-\${toString id}"; services.iam.port = ports.iam + id; }
        ] ++ extra;
      };
    in
    {
      nixosConfigurations = {
        one = mkNode 1 [ ./one.nix ];
        two = mkNode 2 [ ./two.nix { services.chainfire.enable = true; } ];
        three = mkNode 3 [ (import ./made.nix { count = 4; }) ];
      };
    };
}
`,
  "ports.nix": `rec {
  base = 5000;
  iam = base + 80;
}
`,
  "base.nix": `{ config, lib, id, ... }:
let
  cfg = config.local;
  inherit (lib) mkIf mkOption types;
in
{
  imports = [ ./local.nix ];
  system.stateVersion = "25.05";
  local.count = lib.mkDefault id;
  services.chainfire = mkIf (cfg.count > 1) {
    enable = lib.mkDefault true;
    settings.cluster.nodeId = cfg.count;
  };
  assertions = [
    {
      assertion = cfg.count < 10;
      message = "local.count is \${toString cfg.count} on \${config.networking.hostName}";
    }
  ];
  warnings = lib.optional (cfg.count == 3) "three of them";
}
`,
  "local.nix": `{ config, lib, ... }:
{
  options.local = {
    count = lib.mkOption { type = lib.types.int; description = "How many."; };
    port = lib.mkOption { type = lib.types.port; default = 7000 + config.local.count; };
    settings = lib.mkOption {
      type = lib.types.submodule {
        freeformType = lib.types.attrsOf lib.types.anything;
        options.level = lib.mkOption { type = lib.types.enum [ "low" "high" ]; default = "low"; };
      };
      default = { };
    };
    items = lib.mkOption {
      default = { };
      type = lib.types.attrsOf (lib.types.submodule ({ name, config, ... }: {
        options = {
          size = lib.mkOption { type = lib.types.ints.positive; default = 1; };
          label = lib.mkOption { type = lib.types.str; default = "\${name}-\${toString config.size}"; };
          tags = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
        };
      }));
    };
  };
  config = lib.mkMerge [
    { networking.firewall.allowedTCPPorts = [ config.local.port ]; }
    (lib.mkIf (config.local.settings.level == "high") {
      systemd.services.loud = { description = "Loud \${config.networking.hostName}"; wantedBy = [ "multi-user.target" ]; };
    })
    {
      systemd.services = lib.mapAttrs' (name: item: lib.nameValuePair "item-\${name}" {
        description = item.label;
        serviceConfig.ExecStart = "/bin/item \${toString item.size}";
      }) config.local.items;
    }
  ];
}
`,
  "one.nix": `{ config, lib, ... }:
let
  names = [ "a" "b" ];
  size = 2;
in
{
  local.items = lib.genAttrs names (name: { inherit size; tags = [ name config.networking.hostName ]; });
  local.settings = { level = "high"; extra = { deep = config.local.port; }; };
  services.iam.enable = true;
}
`,
  "two.nix": `{ config, ... }:
{
  local.items.main = {
    size = config.local.count;
    tags = [ "x" ];
  };
  services.flaredb.enable = config.services.chainfire.enable;
  services.flaredb.settings.log.level = "info";
}
`,
  "made.nix": `{ count }:
{ lib, ... }:
{
  local.count = lib.mkForce count;
  local.items = builtins.listToAttrs (map (n: { name = "n\${toString n}"; value = { size = n; }; }) (lib.range 1 count));
}
`,
  "alone/configuration.nix": `{ config, pkgs, ... }:
{
  imports = [ ./disks.nix ];
  services.iam.enable = true;
  services.nginx.enable = true;
  services.nginx.virtualHosts."x".locations."/".proxyPass = "http://localhost:\${toString config.services.iam.port}";
  system.stateVersion = "25.05";
}
`,
  "alone/disks.nix": `{ fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; }; }
`,
};

function below(files: Iterable<readonly [string, string]>): Map<string, string> {
  return new Map([...files].map(([path, text]) => [`file:///ws/${path}`, text]));
}

/**
 * One configuration that repeats itself, as generated and hand-kept ones do: a set for each user, a file and a port on
 * each line (which Nix refuses the second time), and lists of sets.
 */
export function longConfiguration(entries: number): string {
  const lines: string[] = [];
  for (let index = 0; index < entries; index++) {
    lines.push(
      `  environment.etc."f${index}".text = "\${toString alpha} ${index}";`,
      `  users.users.u${index} = { isNormalUser = true; extraGroups = [ "wheel" ]; };`,
      `  networking.firewall.allowedTCPPorts = [ ${1000 + index} ];`,
    );
  }
  const ports = Array.from({ length: entries }, (_, index) => `    ${2000 + index}`);
  const rules = Array.from(
    { length: entries },
    (_, index) => `    { assertion = ${index} != 3; message = "no ${index}"; }`,
  );
  return `{ config, lib, pkgs, ... }:
let
  alpha = 1;
  beta = alpha + 1;
in
{
  system.stateVersion = "25.05";
${lines.join("\n")}
  networking.firewall.allowedUDPPorts = [
${ports.join("\n")}
  ];
  assertions = [
${rules.join("\n")}
  ];
}
`;
}

/** The fleet of the benchmark, a few hosts of it. */
function smallFleet(): Map<string, string> {
  return new Map([...fleet(3, 6, 3)].map(([uri, text]) => [uri.replace("file:///fleet/", "file:///ws/"), text]));
}

export const workspaces: ReadonlyMap<string, () => Map<string, string>> = new Map([
  ["written", () => below(Object.entries(written))],
  ["minimal", () => exampleFiles("minimal")],
  ["single-node", () => exampleFiles("single-node")],
  ["three-node", () => exampleFiles("three-node")],
  ["fleet", smallFleet],
  ["long", () => new Map([["file:///ws/configuration.nix", longConfiguration(12)]])],
]);
