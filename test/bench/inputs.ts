/**
 * The texts that are measured. They are made by these functions and frozen by the digest in `budgets.json`: a change of
 * them is a change of every figure, and has to be said there.
 */
import { createHash } from "node:crypto";

const services = ["chainfire", "flaredb", "iam", "plasmavmc", "novanet", "flashdns", "fiberlb", "lightningstor"];

/** A module of about this many lines, as people write them: options, lists, conditions, strings, a few comments. */
export function moduleText(lines: number): string {
  const parts = ["{ config, lib, pkgs, ... }:", "let", "  cfg = config.local;", '  base = "/srv";', "in", "{"];
  for (let index = 0; parts.length < lines - 1; index++) {
    parts.push(
      `  # unit ${index}`,
      `  systemd.services."job-${index}" = {`,
      `    description = "Job ${index} of \${config.networking.hostName}";`,
      `    wantedBy = [ "multi-user.target" ];`,
      `    after = [ "network.target" ] ++ lib.optional (${index} > 3) "job-${Math.max(0, index - 1)}.service";`,
      "    serviceConfig = {",
      `      ExecStart = "\${base}/bin/job --number \${toString (${index} + 1)}";`,
      `      Restart = if ${index} == 2 then "no" else "on-failure";`,
      "    };",
      "  };",
    );
  }
  parts.push("}", "");
  return parts.join("\n");
}

/** A flake with `hosts` hosts; each imports a base module, and of `modules` shared modules every one that its turn is. */
export function fleet(hosts: number, modules: number, importing: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let index = 0; index < modules; index++) files.set(`file:///fleet/modules/m${index}.nix`, sharedModule(index));
  const entries: string[] = [];
  for (let host = 0; host < hosts; host++) {
    const chosen = Array.from({ length: importing }, (_, turn) => (host * 7 + turn) % modules);
    entries.push(
      `      "host-${host}" = mk "host-${host}" [ ${[...new Set(chosen)].map((m) => `./modules/m${m}.nix`).join(" ")} ];`,
    );
  }
  files.set(
    "file:///fleet/flake.nix",
    `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { self, nixpkgs, plasmacloud, ... }:
    let
      mk = name: modules: nixpkgs.lib.nixosSystem {
        modules = [
          plasmacloud.nixosModules.default
          { networking.hostName = name; system.stateVersion = "25.05"; }
        ] ++ modules;
      };
    in
    {
      nixosConfigurations = {
${entries.join("\n")}
      };
    };
}
`,
  );
  return files;
}

function sharedModule(index: number): string {
  const service = services[index % services.length] ?? "iam";
  return `{ config, lib, ... }:
let
  name = "m${index}";
in
{
  systemd.services."task-\${name}" = {
    description = "Task \${name}";
    wantedBy = [ "multi-user.target" ];
    serviceConfig.ExecStart = "/srv/bin/task \${toString ${index}}";
  };
  services.${service}.settings.log.level = lib.mkDefault "info";
  networking.firewall.allowedTCPPorts = [ ${20_000 + index} ];
  users.users."user-${index}" = { isNormalUser = lib.mkDefault true; };
}
`;
}

/** An options file in the shape of `nixosOptionsDoc`. */
export function optionsText(count: number): string {
  const leaves = ["enable", "package", "port", "user", "dataDir", "settings", "logLevel", "openFirewall"];
  const types = [
    "boolean",
    "package",
    "signed integer",
    "string",
    "absolute path",
    "attribute set",
    'one of "a", "b"',
    "boolean",
  ];
  const entries: Record<string, object> = {};
  for (let index = 0; index < count; index++) {
    const leaf = index % leaves.length;
    const loc = [
      index % 3 === 0 ? "programs" : "services",
      `tool-${Math.floor(index / leaves.length)}`,
      leaves[leaf] ?? "",
    ];
    entries[loc.join(".")] = {
      loc,
      type: types[leaf],
      description: `What ${leaves[leaf]} of tool ${index} is for, in a sentence or two as the manual has them.`,
      declarations: [`nixos/modules/tool-${index}.nix`],
      readOnly: false,
    };
  }
  return JSON.stringify(entries);
}

/** The digest of everything that is measured. */
export function inputDigest(): string {
  const hash = createHash("sha256");
  hash.update(moduleText(1_000));
  for (const [uri, text] of fleet(100, 300, 12)) hash.update(uri).update(text);
  hash.update(optionsText(20_000));
  return hash.digest("hex");
}
