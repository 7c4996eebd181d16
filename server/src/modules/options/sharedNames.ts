/**
 * Where modules of the workspace meet options that NixOS, or a well-known input, declares and nobody here can read.
 * Such a module may extend a service (`options.services.nginx.virtualHosts = …`) as well as declare one of its own.
 */

import type { Loc } from "../model/location.ts";

/** First names of option paths under which options that are not in the workspace stand. */
export const sharedNames: ReadonlySet<string> = new Set([
  "age",
  "boot",
  "console",
  "containers",
  "disko",
  "documentation",
  "environment",
  "fileSystems",
  "fonts",
  "gtk",
  "hardware",
  "home-manager",
  "i18n",
  "ids",
  "image",
  "location",
  "meta",
  "microvm",
  "networking",
  "nix",
  "nixpkgs",
  "power",
  "powerManagement",
  "programs",
  "qt",
  "security",
  "services",
  "sops",
  "sound",
  "specialisation",
  "stylix",
  "swapDevices",
  "system",
  "systemd",
  "test",
  "time",
  "users",
  "virtualisation",
  "xdg",
  "zramSwap",
]);

/** Where NixOS gives each set of options an `enable`, but for these. */
const withoutEnable: Readonly<Record<string, ReadonlySet<string>>> = {
  services: new Set([
    "borgbackup",
    "btrfs",
    "desktopManager",
    "displayManager",
    "github-runners",
    "gitea-actions-runner",
    "gnome",
    "hadoop",
    "hardware",
    "kubernetes",
    "logind",
    "mail",
    "nebula",
    "openvpn",
    "phpfpm",
    "postgresqlWalReceiver",
    "prometheus",
    "redis",
    "restic",
    "udev",
    "zfs",
  ]),
  programs: new Set(["bash", "gnupg", "ssh", "zsh"]),
};

/**
 * What says that a set of options is the workspace's own and complete: an `enable` where NixOS has one too, so that it
 * would not let it be declared twice.
 */
export function isOwn(names: ReadonlyMap<string, unknown>, loc: Loc): boolean {
  if (!names.has("enable")) return false;
  const [root, name] = loc.path;
  if (root === undefined || root === null || !sharedNames.has(root)) return true;
  return name !== undefined && name !== null && withoutEnable[root]?.has(name) === false;
}
