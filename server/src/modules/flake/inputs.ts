/** Resolves a flake's inputs: nixpkgs, PlasmaCloud, a folder of the workspace, a known library, or unknown. */
import type { Asked } from "../../base/reading.ts";
import { isListing } from "../../base/snapshot.ts";
import { joinUri, type Uri, uriPath, withPath } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makePath, makeString, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { Thunk, UnknownValue, Value } from "../../eval/core/value.ts";
import { LazyAttrs } from "../definitions/lazyAttrs.ts";
import { inputLibs, repositoryOf, wellKnownName } from "../nixpkgs/knownInputs.ts";
import { BUNDLED_ROOT, type NixWorld, unknownInput } from "../nixpkgs/nixWorld.ts";
import { NIXPKGS_PATH, pkgsValue, UNKNOWN_PKGS } from "../nixpkgs/pkgs.ts";
import { colmenaInput, flakePartsInput, flakeUtilsInput, systemsInput } from "./libraries.ts";
import type { LockedInput } from "./lock.ts";

/** An input as `flake.nix` declares it. */
export interface InputSpec {
  readonly name: string;
  readonly url: string | null;
  readonly isFlake: boolean;
  /** The path of the input it is the same as. */
  readonly follows: readonly string[] | null;
  /** What its own inputs are said to follow. */
  readonly overrides: ReadonlyMap<string, readonly string[]>;
}

/** Reading another flake: given from above, because flakes have inputs that are flakes. */
export type OpenFlake = (machine: Machine, folder: Uri, given: ReadonlyMap<string, Thunk>) => Value;

interface InputContext {
  readonly world: NixWorld;
  readonly folder: Uri;
  readonly openFlake: OpenFlake;
  readonly locked: (name: string) => LockedInput | null;
  /** Another input of the same flake. */
  readonly sibling: (name: string) => Thunk | null;
}

/** The value of an input. */
export function inputValue(machine: Machine, spec: InputSpec, context: InputContext): Value {
  const { world } = context;
  if (spec.follows !== null) {
    const [first, ...inner] = spec.follows;
    const target = first === undefined ? null : context.sibling(first);
    const name = spec.follows.at(-1) ?? spec.name;
    if (target === null || inner.length > 0) return byName(world, name, null);
    return target.force(machine);
  }
  const locked = context.locked(spec.name);
  const path = localPath(spec.url) ?? locked?.path ?? null;
  const local = path === null ? null : readLocal(machine, spec, path, context);
  if (local !== null) return local;
  return byName(world, spec.name, spec.url ?? locked?.url ?? null);
}

/** A folder that an input names; what is not there is told by its name. */
function readLocal(machine: Machine, spec: InputSpec, path: string, context: InputContext): Value | null {
  const { folder } = context;
  const target = path.startsWith("/") ? withPath(folder, path) : joinUri(folder, path);
  if (!spec.isFlake) return folderValue(target);
  const asked: Asked = { by: joinUri(folder, "flake.nix"), named: "text" };
  const entry = machine.snapshot.file(joinUri(target, "flake.nix"), asked);
  if (entry === null)
    return { type: "unknown", reason: { kind: "notLoaded", uri: joinUri(target, "flake.nix") }, origin: null };
  if (entry.kind !== "text") return null;
  const given = new Map<string, Thunk>();
  for (const [name, follows] of spec.overrides) {
    const [first] = follows;
    const thunk = first === undefined ? null : context.sibling(first);
    if (thunk !== null) given.set(name, thunk);
  }
  return context.openFlake(machine, target, given);
}

/**
 * The `outPath` of a flake in a folder. As in Nix it is a string, so that `"${self}/modules"` is one; what Nix would copy
 * into the store first is read where it stands.
 */
export function folderText(folder: Uri): Thunk {
  return ready(makeString(uriPath(folder)));
}

/** An input that is no flake: only its folder. */
export function folderValue(folder: Uri): Value {
  return setOf([
    ["outPath", folderText(folder)],
    ["_type", ready(makeString("flake-source"))],
  ]);
}

/** `path:./x`, `./x`, `git+file:./x`: the path in it, which may be relative. */
export function localPath(url: string | null): string | null {
  if (url === null) return null;
  const [address = "", query = ""] = url.split("?");
  const match = /^(?:path:|git\+file:(?:\/\/)?|file:(?:\/\/)?)?(\.{0,2}(?:\/.*)?)$/.exec(address);
  if (match === null || match[1] === undefined || match[1] === "") return null;
  const dir = /(?:^|&)dir=([^&]*)/.exec(query)?.[1];
  return dir === undefined ? match[1] : `${match[1]}/${dir}`;
}

function byName(world: NixWorld, name: string, url: string | null): Value {
  const repository = url === null ? null : repositoryOf(url);
  if (isNixpkgs(name, url, repository)) return nixpkgsInput(world);
  const names = [name, repository ?? ""];
  if (names.includes("nixpkgs.lib") || name === "nixpkgs-lib") return nixpkgsInput(world);
  if (names.includes("flake-utils")) return flakeUtilsInput();
  if (names.includes("flake-parts")) return flakePartsInput(world);
  if (repository === "colmena" || name === "colmena") return colmenaInput();
  if (name === "systems" || repository === "default-linux") return systemsInput();
  if (/plasmacloud/i.test(name) || /plasmacloud/i.test(url ?? "")) return plasmacloudInput();
  return libraryInput(wellKnownName(name, url) ?? name);
}

/** An input that nobody can read, of which the names in its `lib` may be known. */
function libraryInput(name: string): Value {
  const unknown = unknownInput(name);
  const names = inputLibs.get(name);
  if (names === undefined) return unknown;
  const lib = setOf(names.map((one) => [one, ready(unknownInput(name, ["lib", one]))] as const));
  return { ...setOf([["lib", ready(lib)]]), rest: unknown };
}

function isNixpkgs(name: string, url: string | null, repository: string | null): boolean {
  if (repository === "nixpkgs" || url === "nixpkgs" || (url !== null && /^nixpkgs\//.test(url))) return true;
  if (url !== null && /channels\.nixos\.org|nixexprs\.tar/.test(url)) return true;
  return (url === null || repository === null) && /^nixpkgs/.test(name) && !/^nixpkgs-(fmt|lint|review)/.test(name);
}

/** The nixpkgs flake. */
export function nixpkgsInput(world: NixWorld): Value {
  const { lib } = world.world;
  const packages = new LazyAttrs({
    names: () => ["x86_64-linux", "aarch64-linux"],
    make: (system) => ({ value: lazy(() => pkgsValue(lib, ready(makeString(system)))), origin: null }),
  });
  const set = setOf([
    ["_type", ready(makeString("flake"))],
    ["outPath", ready(makeString(NIXPKGS_PATH))],
    ["lib", lib],
    ["legacyPackages", ready(makeAttrs(packages))],
  ]);
  return { ...set, rest: UNKNOWN_PKGS };
}

const packagesRest: UnknownValue = UNKNOWN_PKGS;

/** PlasmaCloud's flake, of which the modules come out of the extension. */
export function plasmacloudInput(): Value {
  const modules = lazy((machine) => {
    const folder = machine.snapshot.folder(`${BUNDLED_ROOT}/modules`);
    const names = isListing(folder) ? folder.map((entry) => entry.name.replace(/\.nix$/, "")) : [];
    const entries = names.map((name) => [name, ready(makePath(`${BUNDLED_ROOT}/modules/${name}.nix`))] as const);
    return setOf([...entries, ["plasmacloud", ready(makePath(`${BUNDLED_ROOT}/modules/default.nix`))]]);
  });
  const overlay = setOf([["default", ready(makeAttrs(new Map(), null, packagesRest))]]);
  const set = setOf([
    ["_type", ready(makeString("flake"))],
    ["outPath", ready(makePath(BUNDLED_ROOT))],
    ["nixosModules", modules],
    ["nixosModule", ready(makePath(`${BUNDLED_ROOT}/modules/default.nix`))],
    ["overlays", ready(overlay)],
  ]);
  return { ...set, rest: packagesRest };
}
