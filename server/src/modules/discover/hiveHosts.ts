/** Colmena hives: every attribute but `meta` and `defaults` is a host. */
import type { Uri } from "../../base/uri.ts";
import { evaluate } from "../../eval/core/evaluate.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeList, makeString, makeUnknown, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import type { AttrsValue, Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { always } from "../evaluation/internalModule.ts";
import type { LoadedModule } from "../evaluation/moduleForm.ts";
import { configurationValue } from "../lib/evalModules.ts";
import { optionSet } from "../lib/options.ts";
import type { HostIdentity, ModuleInfo } from "../model/hostEvaluation.ts";
import { evaluateSystem, type SystemRequest, thunksOf } from "../nixpkgs/nixos.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import { ListType } from "../types/lists.ts";
import { str } from "../types/strings.ts";
import { typeValue } from "../types/typeValue.ts";
import { colmenaDeployment } from "./deployment.ts";
import type { HostSource } from "./discoverHosts.ts";
import { systemSource } from "./systemSource.ts";
import type { DeclaredHosts } from "./unknownHosts.ts";

const RESERVED = new Set(["meta", "network", "defaults", "__schema", "_type"]);

/** Whether an attribute of a hive is no host. */
export function isReservedInHive(name: string): boolean {
  return RESERVED.has(name);
}

/** The hosts of `hive.nix`. */
export function hiveHosts(machine: Machine, world: NixWorld, root: Uri): DeclaredHosts {
  const outcome = evaluate(machine, () => machine.importFile(root, null));
  if (outcome.kind !== "value")
    return { hosts: [], unknown: [{ root, output: null, origin: null, isPartial: false, outcome }] };
  const { value } = outcome;
  // A function is called by whoever imports it. Other tools' hives, which are written as flakes, are none of colmena's.
  if (value.type !== "attrs" || value.attrs.has("outputs")) return { hosts: [], unknown: [] };
  const hosts = hiveSources(machine, world, root, value, "hive");
  if (value.rest === null) return { hosts, unknown: [] };
  const { reason, origin } = value.rest;
  const isPartial = hosts.length > 0;
  return {
    hosts,
    unknown: [{ root, output: null, origin: null, isPartial, outcome: { kind: "unknown", reason, origin } }],
  };
}

export function hiveSources(
  machine: Machine,
  world: NixWorld,
  root: Uri,
  hive: AttrsValue,
  kind: "flake" | "hive",
): readonly HostSource[] {
  const nodes = new Map<string, Thunk>();
  const all = lazy(() => setOf(nodes));
  for (const [name, attr] of hive.attrs) {
    if (!RESERVED.has(name))
      nodes.set(
        name,
        lazy((later) => nodeValue(later, world, hive, name, attr.value, all)),
      );
  }
  return [...nodes].map(([name, node]) => {
    const origin = hive.attrs.get(name)?.origin ?? null;
    const colmena = colmenaDeployment(machine, node);
    const deployTarget = colmena?.targetHost ?? null;
    const place = { name, label: name, root, origin, kind };
    const identity: HostIdentity = { ...place, deployTarget, isSystem: false, deployNode: null, colmena };
    return systemSource(world, identity, node);
  });
}

function nodeValue(
  machine: Machine,
  world: NixWorld,
  hive: AttrsValue,
  name: string,
  module: Thunk,
  nodes: Thunk,
): Value {
  const meta = hive.attrs.get("meta")?.value ?? hive.attrs.get("network")?.value ?? ready(setOf([]));
  const defaults = hive.attrs.get("defaults");
  const perNode = optionalField(machine, meta, "nodeSpecialArgs");
  const own = perNode === null ? null : optionalField(machine, perNode, name);
  const request: SystemRequest = {
    modules: [ready(makeList([...(defaults === undefined ? [] : [defaults.value]), module], hive.origin))],
    specialArgs: new Map<string, Thunk>([
      ["name", ready(makeString(name))],
      ["nodes", nodes],
      ...thunksOf(machine, optionalField(machine, meta, "specialArgs"), null),
      ...thunksOf(machine, own, null),
    ]),
    system: null,
    pkgs: null,
    natives: [DEPLOYMENT],
    missingArgument: null,
  };
  return configurationValue(machine, evaluateSystem(world, request), (later, more, specialArgs) =>
    configurationValue(
      later,
      evaluateSystem(world, {
        ...request,
        modules: [...request.modules, more],
        specialArgs: new Map([...request.specialArgs, ...specialArgs]),
      }),
      () => setOf([]),
    ),
  );
}

const INFO: ModuleInfo = {
  key: "colmena",
  uri: null,
  label: "colmena",
  source: "native",
  unreadable: null,
  importedAt: null,
  importedBy: null,
};

/** What modules say of tags is joined; of the rest of `deployment` one says all, as without a declaration. */
const TAGS = optionSet(
  [
    ["type", ready(typeValue(new ListType(str)))],
    ["default", ready(makeList([]))],
  ],
  null,
);

/** `deployment`, which colmena declares on every host; most of it is whatever the host says. */
const DEPLOYMENT: LoadedModule = {
  info: INFO,
  options: {
    value: ready(
      setOf([
        [
          "deployment",
          ready({
            ...setOf([["tags", ready(TAGS)]]),
            rest: makeUnknown({ kind: "notModelled", what: "an option of colmena" }),
          }),
        ],
      ]),
    ),
    origin: null,
  },
  definitions: always([]),
  children: [],
};
