/**
 * Which module of NixOS declares what `nix/lib/nixos-base.nix` stands in for, so that `disabledModules` takes it away.
 * Paths are those below NixOS's folder of modules.
 */
import type { OptionPath } from "../model/view.ts";

const NETWORK_INTERFACES = [
  "defaultGateway",
  "defaultGateway6",
  "domain",
  "hostId",
  "hostName",
  "interfaces",
  "nameservers",
  "useDHCP",
].map((name) => ["networking", name]);

const KERNEL = [
  ["boot", "extraModulePackages"],
  ["boot", "initrd"],
  ["boot", "kernelModules"],
  ["boot", "kernelParams"],
];

const MODULES: ReadonlyMap<string, readonly OptionPath[]> = new Map([
  ["config/locale.nix", [["time"]]],
  [
    "config/networking.nix",
    [
      ["networking", "extraHosts"],
      ["networking", "hosts"],
    ],
  ],
  ["config/nix.nix", [["nix", "settings"]]],
  ["config/swap.nix", [["swapDevices"]]],
  ["config/sysctl.nix", [["boot", "kernel"]]],
  ["config/system-path.nix", [["environment", "systemPackages"]]],
  ["config/users-groups.nix", [["users"]]],
  ["hardware/all-firmware.nix", [["hardware", "enableRedistributableFirmware"]]],
  ["misc/assertions.nix", [["assertions"], ["warnings"]]],
  ["misc/nixpkgs.nix", [["nixpkgs"]]],
  ["misc/version.nix", [["system"]]],
  ["programs/git.nix", [["programs", "git"]]],
  ["security/sudo.nix", [["security", "sudo"]]],
  ["services/misc/nix-gc.nix", [["nix", "gc"]]],
  ["services/networking/firewall.nix", [["networking", "firewall"]]],
  ["services/networking/nftables.nix", [["networking", "nftables"]]],
  ["services/networking/ssh/sshd.nix", [["services", "openssh"]]],
  ["system/boot/kernel.nix", KERNEL],
  ["system/boot/loader/efi.nix", [["boot", "loader", "efi"]]],
  ["system/boot/loader/grub/grub.nix", [["boot", "loader", "grub"]]],
  ["system/boot/loader/systemd-boot/systemd-boot.nix", [["boot", "loader", "systemd-boot"]]],
  ["system/boot/networkd.nix", [["networking", "useNetworkd"]]],
  ["system/boot/resolved.nix", [["services", "resolved"]]],
  [
    "system/boot/systemd.nix",
    [
      ["systemd", "services"],
      ["systemd", "sockets"],
    ],
  ],
  ["system/boot/systemd/tmpfiles.nix", [["systemd", "tmpfiles"]]],
  ["tasks/filesystems.nix", [["fileSystems"]]],
  ["tasks/network-interfaces.nix", NETWORK_INTERFACES],
]);

/** See `World.standInsOf`. */
export function standInsOf(module: string): readonly OptionPath[] {
  const [, below = module] = /\/nixos\/modules\/(.+)$/.exec(module) ?? [];
  return MODULES.get(below) ?? MODULES.get(`${below}/default.nix`) ?? [];
}
