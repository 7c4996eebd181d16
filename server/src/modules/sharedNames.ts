/**
 * Where modules of the workspace meet options that NixOS, or a well-known input, declares and nobody here can read.
 * Such a module may extend a service (`options.services.nginx.virtualHosts = …`) as well as declare one of its own.
 */

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

/** What says that a set of options is the workspace's own and complete: NixOS would not let it be declared twice. */
export function isOwn(names: ReadonlyMap<string, unknown>): boolean {
  return names.has("enable");
}
