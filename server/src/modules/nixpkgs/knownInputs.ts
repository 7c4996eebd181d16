/**
 * Flake inputs that many configurations have and that nobody here can read. Their modules are taken to define none of
 * the user's services, so that importing one does not make a host open.
 */

/** Names that an input has, or that its repository has. */
export const harmlessInputs: ReadonlySet<string> = new Set([
  "agenix",
  "agenix-rekey",
  "agenix-shell",
  "attic",
  "catppuccin",
  "catppuccin-nix",
  "clan-core",
  "colmena",
  "comin",
  "crane",
  "declarative-flatpak",
  "deploy-rs",
  "determinate",
  "devenv",
  "devshell",
  "disko",
  "easy-hosts",
  "emacs-overlay",
  "envfs",
  "fenix",
  "flake-compat",
  "flake-parts",
  "flake-utils",
  "flake-utils-plus",
  "git-hooks",
  "git-hooks.nix",
  "hardware",
  "haumea",
  "home-manager",
  "hyprland",
  "hyprpanel",
  "impermanence",
  "jovian",
  "Jovian-NixOS",
  "lanzaboote",
  "lix",
  "lix-module",
  "microvm",
  "microvm.nix",
  "musnix",
  "niri",
  "niri-flake",
  "nix-colors",
  "nix-darwin",
  "nix-flatpak",
  "nix-gaming",
  "nix-index-database",
  "nix-ld",
  "nix-ld-rs",
  "nix-minecraft",
  "nix-mineral",
  "nix-topology",
  "nixgl",
  "nixos-anywhere",
  "nixos-apple-silicon",
  "nixos-facter",
  "nixos-facter-modules",
  "nixos-generators",
  "nixos-hardware",
  "nixos-images",
  "nixos-wsl",
  "NixOS-WSL",
  "nixpkgs-fmt",
  "nixvim",
  "nur",
  "NUR",
  "nvf",
  "plasma-manager",
  "poetry2nix",
  "pre-commit-hooks",
  "preservation",
  "ragenix",
  "raspberry-pi-nix",
  "rust-overlay",
  "secrix",
  "simple-nixos-mailserver",
  "snowfall-lib",
  "sops",
  "sops-nix",
  "srvos",
  "stylix",
  "systems",
  "treefmt-nix",
  "vscode-server",
  "nixos-vscode-server",
  "vpn-confinement",
  "wrapper-manager",
]);

/**
 * All names in `lib` of inputs whose `lib` is small and does not change: users add it to nixpkgs' own
 * (`nixpkgs.lib // home-manager.lib`), of which everything would be unknown otherwise.
 */
export const inputLibs: ReadonlyMap<string, readonly string[]> = new Map([
  ["home-manager", ["hm", "homeManagerConfiguration"]],
  ["nix-darwin", ["darwinSystem", "evalConfig"]],
]);

/** The name that a well-known input goes by, told by its own name or by the last part of its address. */
export function wellKnownName(name: string, url: string | null): string | null {
  if (harmlessInputs.has(name)) return name;
  const repository = url === null ? null : repositoryOf(url);
  return repository !== null && harmlessInputs.has(repository) ? repository : null;
}

/** `github:owner/NAME/ref?dir=x`, `https://github.com/owner/NAME.git`, `sourcehut:~owner/NAME` → NAME. */
export function repositoryOf(url: string): string | null {
  const [address = ""] = url.split(/[?#]/);
  const forge = /^(?:github|gitlab|sourcehut):[^/]+\/([^/]+)/.exec(address);
  if (forge !== null) return forge[1] ?? null;
  const web =
    /^(?:git\+|tarball\+)?https?:\/\/[^/]+\/(.*)$/.exec(address)?.[1] ??
    /^(?:git\+ssh:\/\/|git@)[^/:]+[/:](.*)$/.exec(address)?.[1];
  if (web === undefined) return null;
  const segments = web.split("/").filter((segment) => segment !== "");
  const name = segments[0] === "f" ? segments[2] : segments[1];
  return name === undefined ? null : name.replace(/\.git$/, "");
}
