/** Small workspaces of several hosts, and what is found between them. */
import { analyse } from "./analyse.ts";
import { findingsOf } from "./checkDiagnostics.ts";
import { checkFixes } from "./checkFix.ts";

/** A flake whose hosts have these modules; a host's file is `NAME.nix`. */
export function flakeOf(hosts: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const systems = Object.keys(hosts).map(
    (name) =>
      `    ${name} = nixpkgs.lib.nixosSystem { modules = [ plasmacloud.nixosModules.default ./${name}.nix { networking.hostName = "${name}"; system.stateVersion = "25.05"; } ]; };`,
  );
  const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
  inputs.plasmacloud.url = "github:yourorg/plasmacloud?dir=nix";
  outputs = { nixpkgs, plasmacloud, ... }: { nixosConfigurations = {
${systems.join("\n")}
  }; };
}
`;
  const files = { "flake.nix": flake, ...more };
  for (const [name, text] of Object.entries(hosts)) Object.assign(files, { [`${name}.nix`]: text });
  return new Map(Object.entries(files).map(([path, text]) => [`file:///ws/${path}`, text]));
}

/** `FILE:LINE TEXT code: message`, of everything that is found. */
export async function found(files: ReadonlyMap<string, string>): Promise<string[]> {
  const analysis = await analyse(files);
  return [...files].flatMap(([uri, text]) =>
    findingsOf(analysis, uri)
      .filter(({ severity }) => severity !== "hint")
      .map(({ code, range, message, hosts }) => {
        const line = text.split("\n")[range.start.line] ?? "";
        const part = line.slice(
          range.start.character,
          range.end.line === range.start.line ? range.end.character : undefined,
        );
        const where = hosts === null ? "" : ` (${hosts.join(", ")})`;
        return `${uri.slice("file:///ws/".length)}:${range.start.line + 1} ${part} ${code}: ${message}${where}`;
      }),
  );
}

export async function fixedFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const trials = await checkFixes(files);
  return trials.map(({ title, files: after }) => {
    const changed = [...after].filter(([uri, text]) => files.get(uri) !== text).map(([, text]) => text);
    return `${title}: ${changed.join("")}`;
  });
}

export const iam = (endpoint: string) =>
  `{ services.iam = { enable = true; settings.endpoints.flaredb = ${endpoint}; }; }\n`;

export const flaredb = `{ services.chainfire.enable = true; services.flaredb = { enable = true; openFirewall = true; listenAddress = "0.0.0.0"; }; }\n`;

export const peersOf = (...peers: string[]) => `[ ${peers.map((peer) => `{ ${peer} }`).join(" ")} ]`;

export const three = ["a", "b", "c"].map((name, index) => `id = ${index + 1}; address = "${name}:2380";`);

export const member = (nodeId: string, peers: string, more = "") =>
  `{ services.chainfire = { enable = true; ${more}openFirewall = true; settings.cluster = { ${nodeId}peers = ${peers}; }; }; }\n`;

export const cluster = (b: string, c = member("nodeId = 3; ", peersOf(...three))) =>
  flakeOf({ a: member("nodeId = 1; ", peersOf(...three)), b, c });
