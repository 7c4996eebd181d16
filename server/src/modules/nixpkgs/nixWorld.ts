/**
 * The world of NixOS configurations: `lib` with the module system in it, what stands in for nixpkgs, and PlasmaCloud's
 * own files under an address of their own. One for each session; it keeps no state of any evaluation.
 */
import type { FileEntry, FolderEntry, Snapshot } from "../../base/snapshot.ts";
import { joinUri, type Uri, uriPath } from "../../base/uri.ts";
import { lazy, makePath, makeUnknown, ready } from "../../eval/core/make.ts";
import type { Thunk, UnknownReason, UnknownValue } from "../../eval/core/value.ts";
import { makeLib } from "../../nixpkgs/lib/lib.ts";
import type { World } from "../evaluation/moduleWorld.ts";
import { submoduleEvaluator } from "../lib/evalModules.ts";
import { moduleRooms } from "../lib/moduleLib.ts";
import type { ModuleSource } from "../model/hostEvaluation.ts";
import { harmlessInputs } from "./knownInputs.ts";
import { type NixosContext, nixosSystem } from "./nixos.ts";
import { isInNixpkgs, NIXPKGS_PATH, nixpkgsFiles } from "./pkgs.ts";
import { standInsOf } from "./standIns.ts";

/** Where PlasmaCloud's bundled files are: an address that no disk has. */
export const BUNDLED_ROOT: Uri = "plasmacloud:/nix";

export interface NixWorld extends NixosContext {
  readonly world: World;
  /** The services that PlasmaCloud's own modules declare. */
  readonly services: readonly string[];
  /** What `import` gives for files of nixpkgs, on the disk or server of `sibling`. */
  natives(sibling: Uri): ReadonlyMap<Uri, Thunk>;
  /** `<nixpkgs>` and the names of well-known inputs. */
  readonly searchPath: ReadonlyMap<string, Thunk>;
  /** The snapshot with the bundled files in it, and with nixpkgs as files that cannot be read. */
  overlay(snapshot: Snapshot): Snapshot;
}

/** `bundledNix`: path below `nix/` to text. `strict` is for comparing with the real module system. */
export function createNixWorld(bundledNix: ReadonlyMap<string, string>, strict = false): NixWorld {
  const labels = new Map<Uri, string>();
  const baseModule = joinUri(BUNDLED_ROOT, "lib/nixos-base.nix");
  const world: World = {
    lib: lazy((machine) => lib.force(machine)),
    strict,
    sourceOf: (uri) => sourceOf(uri, baseModule),
    labelOf(uri) {
      let label = labels.get(uri);
      if (label === undefined) {
        label = isBundled(uri) ? `plasmacloud${uriPath(uri)}` : uriPath(uri);
        labels.set(uri, label);
      }
      return label;
    },
    isHarmless,
    standInsOf,
  };
  const evaluator = submoduleEvaluator(world);
  const context: NixosContext = { world, evaluator, baseModule };
  const evalConfig = lazy(() => nixosSystem(context));
  const lib = makeLib({ rooms: moduleRooms(world, evaluator), values: new Map([["nixosSystem", evalConfig]]) });
  return {
    ...context,
    services: serviceNames(bundledNix),
    natives: (sibling) =>
      new Map([...nixpkgsFiles(world.lib, evalConfig, "file:///"), ...nixpkgsFiles(world.lib, evalConfig, sibling)]),
    searchPath: searchPath(),
    overlay: (snapshot) => overlay(snapshot, bundledNix),
  };
}

/** Whether a file is one of those that come with PlasmaCloud. */
export function isBundled(uri: Uri): boolean {
  return uri.startsWith(`${BUNDLED_ROOT}/`);
}

function sourceOf(uri: Uri, baseModule: Uri): ModuleSource {
  if (uri === baseModule) return "nixos";
  return isBundled(uri) ? "plasmacloud" : "workspace";
}

/** NixOS's own modules, and inputs that define none of the user's services. */
function isHarmless(reason: UnknownReason): boolean {
  if (reason.kind === "pkgs") return true;
  if (reason.kind === "unreadable") return isInNixpkgs(reason.uri);
  return reason.kind === "input" && harmlessInputs.has(reason.name);
}

function searchPath(): ReadonlyMap<string, Thunk> {
  const names = [...harmlessInputs].map((name) => [name, ready(unknownInput(name))] as const);
  return new Map<string, Thunk>([...names, ["nixpkgs", ready(makePath(`file://${NIXPKGS_PATH}`))]]);
}

/** An input that nobody can read, or what stands at a path in it. */
export function unknownInput(name: string, path: readonly string[] = []): UnknownValue {
  return makeUnknown({ kind: "input", name, path });
}

/** The names of the files in `nix/modules/`. */
function serviceNames(bundledNix: ReadonlyMap<string, string>): readonly string[] {
  return [...bundledNix.keys()].flatMap((path) => {
    const name = /^modules\/([^/]+)\.nix$/.exec(path)?.[1];
    return name === undefined || name === "default" ? [] : [name];
  });
}

const NOT_AT_HAND: FileEntry = { kind: "unreadable", reason: "nixpkgs is not at hand" };
/** An installation that has lost a file does not know what it says; that is no fault of a workspace. */
const NOT_CARRIED: FileEntry = { kind: "unreadable", reason: "it is missing from this installation" };

function overlay(snapshot: Snapshot, bundledNix: ReadonlyMap<string, string>): Snapshot {
  const files = new Map<Uri, FileEntry>([[BUNDLED_ROOT, { kind: "folder" }]]);
  const folders = new Map<Uri, Map<string, FolderEntry>>();
  for (const [path, text] of bundledNix) {
    files.set(joinUri(BUNDLED_ROOT, path), { kind: "text", text });
    let folder = BUNDLED_ROOT;
    const segments = path.split("/");
    for (const [index, name] of segments.entries()) {
      const isFile = index === segments.length - 1;
      const inside = folders.get(folder) ?? new Map<string, FolderEntry>();
      folders.set(folder, inside.set(name, { name, type: isFile ? "regular" : "directory" }));
      folder = joinUri(folder, name);
      if (!isFile) files.set(folder, { kind: "folder" });
    }
  }
  return {
    file(uri, asked) {
      if (uri.startsWith(BUNDLED_ROOT)) return files.get(uri) ?? NOT_CARRIED;
      return isInNixpkgs(uri) ? NOT_AT_HAND : snapshot.file(uri, asked);
    },
    folder(uri, asked) {
      if (uri.startsWith(BUNDLED_ROOT)) return [...(folders.get(uri)?.values() ?? [])];
      return isInNixpkgs(uri) ? "absent" : snapshot.folder(uri, asked);
    },
  };
}
