/** What Nix says of a build that fails, as a person sees it: underlined, and listed in Problems. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chooseBuild } from "./build.mjs";
import { openFile, runCommand } from "./workbench.mjs";

/** A nixpkgs whose module system knows one rule. */
const nixpkgs = `{
  outputs = { self }: {
    lib.nixosSystem = { modules, ... }: let
      load = path: import path { config = { }; lib = { }; pkgs = { }; };
      isLong = path: builtins.stringLength ((load path).networking or { }).hostName or "" > 16;
      tooLong = builtins.filter isLong modules;
      toplevel = derivation { name = "nixos-system-edge-25.05"; system = "none"; builder = "/bin/sh"; };
      refuse = path: throw "A definition for option \`networking.hostName' is not of type \`string of at most 16 characters'. Definition values:\\n- In \`\${toString path}': \\"\${(load path).networking.hostName}\\"";
    in {
      config.system.build.toplevel = if tooLong == [ ] then toplevel else refuse (builtins.head tooLong);
    };
  };
}
`;

const edge = `{ config, lib, pkgs, ... }:
{
  system.stateVersion = "25.05";

  networking = {
    hostName = "edge-of-the-second-site";
    domain = "plasmacloud.example";
  };

  services.openssh.enable = true;
}
`;

/** @type {import("./tests.mjs").PageTest} */
export const nixSaysTest = {
  name: "what Nix says of a build is underlined and listed",
  needsNix: true,
  run: async ({ page, picture, folder }) => {
    const place = join(folder, "site");
    const archive = join(folder, "nixpkgs.tar");
    const files = {
      "flake.nix": `{
  inputs.nixpkgs.url = "file://${archive}";
  outputs = { self, nixpkgs }: {
    nixosConfigurations.edge = nixpkgs.lib.nixosSystem { modules = [ ./edge.nix ]; };
  };
}
`,
      "edge.nix": edge,
      "nixpkgs/flake.nix": nixpkgs,
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
    execFileSync("tar", ["-cf", archive, "-C", place, "nixpkgs"]);
    rmSync(join(place, "nixpkgs"), { recursive: true });
    try {
      await openFile(page, "edge.nix");
      await chooseBuild(page, "build edge in site");
      await page.locator(".squiggly-error").first().waitFor();
      await page.keyboard.press("Control+Shift+m");
      const row = page.locator(".markers-panel .monaco-list-row", { hasText: "is not of type" }).first();
      await row.filter({ hasText: "type-mismatch" }).waitFor();
      await runCommand(page, "Notifications: Clear All Notifications");
      await picture("nix-findings");
      await page.keyboard.press("Control+j");
    } finally {
      rmSync(place, { recursive: true, force: true });
      rmSync(archive, { force: true });
    }
    await runCommand(page, "Terminal: Kill the Active Terminal Instance");
  },
};
