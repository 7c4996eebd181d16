/**
 * Which hosts a workspace has: attributes of flakes and hives, and loose root modules (ARCHITECTURE.md says what counts).
 * Finding them evaluates flakes as far as the names of hosts; a host itself is evaluated when `evaluate` is called.
 */
import { baseName, isInside, joinUri, parentUri, type Uri, uriPath } from "../../base/uri.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { makeList, makePath, makeUnknown, ready } from "../../eval/core/make.ts";
import { type FileShape, shapeOf } from "../evaluation/fileShape.ts";
import { LiveHost } from "../host/liveHost.ts";
import type { HostEvaluation, HostIdentity } from "../model/hostEvaluation.ts";
import { evaluateSystem } from "../nixpkgs/nixos.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import { flakeHosts, hasForeignSystems, hidesHosts } from "./flakeHosts.ts";
import { hiveHosts } from "./hiveHosts.ts";
import type { DeclaredHosts } from "./unknownHosts.ts";

/** A host that can be evaluated. */
export interface HostSource {
  readonly identity: HostIdentity;
  /** Keeps nothing: each call is a new evaluation, on a machine that only it uses. */
  evaluate(machine: Machine): HostEvaluation;
}

export interface Workspace {
  readonly world: NixWorld;
  /** Its Nix files. */
  readonly files: readonly Uri[];
}

/** The hosts of all flakes and hives, and those that cannot be listed. */
export function declaredHosts(machine: Machine, workspace: Workspace): DeclaredHosts {
  const found: DeclaredHosts[] = [];
  for (const uri of workspace.files) {
    if (baseName(uri) === "flake.nix") found.push(flakeHosts(machine, workspace.world, parentUri(uri)));
    if (baseName(uri) === "hive.nix") found.push(hiveHosts(machine, workspace.world, uri));
  }
  return {
    hosts: withLabels(found.flatMap(({ hosts }) => hosts)),
    unknown: found.flatMap(({ unknown }) => unknown),
  };
}

/** Hosts of one name get their folder in front. */
function withLabels(sources: readonly HostSource[]): readonly HostSource[] {
  const counts = new Map<string, number>();
  for (const { identity } of sources) counts.set(identity.name, (counts.get(identity.name) ?? 0) + 1);
  const folders = sources.map(({ identity }) => uriPath(parentUri(identity.root)));
  const shared = commonPrefix(folders);
  return sources.map((source, index) => {
    if ((counts.get(source.identity.name) ?? 0) < 2) return source;
    const folder = (folders[index] ?? "").slice(shared.length) || ".";
    const identity = { ...source.identity, label: `${folder}#${source.identity.name}` };
    return { identity, evaluate: (machine) => relabelled(source.evaluate(machine), identity) };
  });
}

function relabelled(host: HostEvaluation, identity: HostIdentity): HostEvaluation {
  return host instanceof LiveHost ? host.named(identity) : host;
}

/** The folder path that all share, with its last `/`. */
function commonPrefix(paths: readonly string[]): string {
  const [first = ""] = paths;
  let length = first.length;
  for (const path of paths) while (!path.startsWith(first.slice(0, length))) length--;
  return first.slice(0, first.slice(0, length).lastIndexOf("/") + 1);
}

/**
 * Root modules that are hosts, and the modules that are on no host unless one of these imports them. `claimed`: files
 * that take part in hosts already. `unread`: the files of hosts that could not be read, so that nobody knows their
 * modules.
 */
export function looseHosts(
  machine: Machine,
  workspace: Workspace,
  claimed: ReadonlySet<Uri>,
  unread: ReadonlySet<Uri> = new Set(),
): { readonly hosts: readonly HostSource[]; readonly fragments: readonly Uri[] } {
  const shapes = new Map<Uri, FileShape>();
  /** The folders of files that were given up: what these import, nobody knows. */
  const obscure: Uri[] = [];
  for (const uri of workspace.files) {
    const parsed = machine.parsed(uri);
    if (parsed !== null) shapes.set(uri, shapeOf(parsed));
    if (parsed != null && parsed.notAnalysed !== null) obscure.push(parentUri(uri));
  }
  const named = new Set(
    [...shapes.values()].flatMap((shape) => shape.references.flatMap((uri) => [uri, joinUri(uri, "default.nix")])),
  );
  const roots = [...shapes]
    .filter(([uri, shape]) => shape.isModule && !named.has(uri) && !claimed.has(uri))
    .map(([uri]) => uri);
  // A single module with what it imports, and nothing beside it that could be the system it belongs to.
  const isAlone =
    roots.length === 1 && claimed.size === 0 && ![...shapes.keys()].some((uri) => baseName(uri) === "flake.nix");
  const flakes = workspace.files.filter((uri) => baseName(uri) === "flake.nix");
  const opaque = new Set(flakes.filter((uri) => unread.has(uri) || isOpaque(machine, workspace, shapes, uri)));
  const isHost = (uri: Uri): boolean => {
    const shape = shapes.get(uri);
    if (shape === undefined || shape.isForeign) return false;
    const around = flakes.filter((flake) => isInside(uri, parentUri(flake)));
    if (around.some((flake) => opaque.has(flake))) return false;
    if (baseName(uri) === "configuration.nix") return true;
    return (isAlone || shape.isSystem) && !obscure.some((folder) => isInside(uri, folder));
  };
  const hosts = roots.filter(isHost);
  const isRoot = new Set(hosts);
  const fragments = [...shapes]
    .filter(([uri, shape]) => shape.isModule && !claimed.has(uri) && !isRoot.has(uri))
    .map(([uri]) => uri);
  return { hosts: hosts.map((uri) => looseHost(workspace.world, uri, hosts)), fragments };
}

/** Whether a flake may have hosts, or modules of hosts, that cannot be seen. */
function isOpaque(machine: Machine, workspace: Workspace, shapes: ReadonlyMap<Uri, FileShape>, flake: Uri): boolean {
  const folder = parentUri(flake);
  if (hidesHosts(machine, workspace.world, folder)) return true;
  const inside = [...shapes].filter(([uri]) => isInside(uri, folder));
  return inside.some(([, shape]) => shape.computesPaths) && hasForeignSystems(machine, workspace.world, folder);
}

function looseHost(world: NixWorld, root: Uri, all: readonly Uri[]): HostSource {
  const folder = baseName(parentUri(root));
  const beside = all.filter((other) => parentUri(other) === parentUri(root)).length;
  const name = folder === "" || beside > 1 ? baseName(root).replace(/\.nix$/, "") : folder;
  const place = { name, label: name, root, origin: null, kind: "module" } as const;
  const identity: HostIdentity = { ...place, deployTarget: null, isSystem: false, deployNode: null, colmena: null };
  return {
    identity,
    evaluate(machine) {
      const evaluation = evaluateSystem(world, {
        modules: [ready(makeList([ready(makePath(root))]))],
        specialArgs: new Map(),
        system: null,
        pkgs: null,
        natives: [],
        // Who evaluates this file may pass more than is known here.
        missingArgument: (argument) => makeUnknown({ kind: "notModelled", what: `the module argument ${argument}` }),
      });
      return new LiveHost({ machine, world, identity, evaluation, failures: [], open: [] });
    },
  };
}
