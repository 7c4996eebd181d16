/** Lists the tasks of a flake, from what it offers by name. */
import type { FlakeFacts, SystemAttributes } from "../../../server/src/protocol/protocol.ts";
import { attributeName } from "./commandLine.ts";
import { type NixTask, taskType } from "./definition.ts";

/** What is known of a flake, by our own evaluation and by Nix. */
export interface KnownFlake {
  readonly facts: Pick<FlakeFacts, "packages" | "devShells" | "hosts">;
  /** The names of images that each host's nixpkgs can make. Only Nix knows them. */
  readonly images: ReadonlyMap<string, readonly string[]>;
}

/** The tasks of one flake. `system` is this machine's; `folder` is the flake's, null for the workspace folder itself. */
export function offeredTasks({ facts, images }: KnownFlake, system: string, folder: string | null): NixTask[] {
  const task = (rest: Pick<NixTask, "action" | "package" | "host" | "output">): NixTask => ({
    type: taskType,
    ...rest,
    ...(folder === null ? {} : { flake: folder }),
  });
  const packages = namesFor(facts.packages, system, "packages").map((name) => task({ action: "build", package: name }));
  const hosts = facts.hosts
    .filter(canBeNamed)
    .flatMap((host) => [
      task({ action: "build", host, output: "toplevel" }),
      task({ action: "build", host, output: "vm" }),
      ...(images.get(host) ?? [])
        .filter(canBeNamed)
        .map((image) => task({ action: "build", host, output: `image:${image}` })),
    ]);
  const shells = ownNames(facts.devShells, system).map((name) => task({ action: "develop", package: name }));
  const whole = (["check", "update", "lock", "show"] as const).map((action) => task({ action }));
  return [...packages, ...hosts, ...whole, ...shells];
}

/** The system that Nix calls this machine. */
export function currentSystem(platform: string, architecture: string): string {
  const cpu = new Map([
    ["x64", "x86_64"],
    ["arm64", "aarch64"],
    ["ia32", "i686"],
    ["riscv64", "riscv64"],
  ]).get(architecture);
  return `${cpu ?? architecture}-${platform}`;
}

/** The names for this machine; where there are none, those for others, which a remote builder may build. */
function namesFor(sets: readonly SystemAttributes[], system: string, output: string): string[] {
  const own = ownNames(sets, system);
  if (own.length > 0) return own;
  return sets.flatMap((set) => set.names.filter(canBeNamed).map((name) => attributePath(output, set.system, name)));
}

function ownNames(sets: readonly SystemAttributes[], system: string): string[] {
  const names = sets.find((set) => set.system === system)?.names ?? [];
  return names.filter(canBeNamed).map(attributeName);
}

function attributePath(...names: readonly string[]): string {
  return names.map(attributeName).join(".");
}

/** Nix has no way to write a name with a quote in it in an attribute path. */
function canBeNamed(name: string): boolean {
  return name !== "" && !name.includes('"');
}
