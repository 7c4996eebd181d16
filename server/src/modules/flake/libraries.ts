/** Flake libraries that make outputs: flake-utils, flake-parts, colmena. What they do for hosts, and no more. */
import { expectKnown, expectList, expectString } from "../../eval/core/expect.ts";
import { callWithFormals } from "../../eval/core/functions.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeList, makeString, makeUnknown, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import { native } from "../../eval/core/native.ts";
import type { Attr, AttrsValue, Origin, Thunk, UnknownReason, UnknownValue, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import { plainDefinition } from "../definitions/definition.ts";
import { Evaluation } from "../evaluation/evaluation.ts";
import { always, nativeSource } from "../evaluation/internalModule.ts";
import { type LoadedModule, type ModuleElement, moduleElementsOf } from "../evaluation/moduleForm.ts";
import { optionSet } from "../lib/options.ts";
import type { ModuleInfo } from "../model/hostEvaluation.ts";
import { ROOT } from "../model/location.ts";
import { thunksOf } from "../nixpkgs/nixos.ts";
import { type NixWorld, unknownInput } from "../nixpkgs/nixWorld.ts";
import { pkgsValue } from "../nixpkgs/pkgs.ts";
import { raw, unspecified } from "../types/atoms.ts";
import { AttrsOfType } from "../types/attrsTypes.ts";
import type { OptionType } from "../types/optionType.ts";
import { typeValue } from "../types/typeValue.ts";

export const DEFAULT_SYSTEMS = ["x86_64-linux", "aarch64-linux", "x86_64-darwin", "aarch64-darwin"] as const;

const strings = (texts: readonly string[]): Thunk => ready(makeList(texts.map((text) => ready(makeString(text)))));

/** `import inputs.systems`: a flake whose folder is a list of systems, which nobody here can import. */
export function systemsInput(): Value {
  return unknownInput("systems");
}

export function flakeUtilsInput(): Value {
  const rest = unknownInput("flake-utils");
  const each = (wrap: boolean) =>
    native("eachSystem", 2, (machine, [systems, make], at) =>
      eachSystem(
        machine,
        expectList(machine, systems, at).items.map((item) => expectString(machine, item, at)),
        make,
        wrap,
        at,
      ),
    );
  const eachDefault = (wrap: boolean) =>
    native("eachDefaultSystem", 1, (machine, [make], at) => eachSystem(machine, DEFAULT_SYSTEMS, make, wrap, at));
  const systems = setOf(DEFAULT_SYSTEMS.map((system) => [system, ready(makeString(system))] as const));
  const lib = setOf([
    ["eachSystem", ready(each(true))],
    ["eachDefaultSystem", ready(eachDefault(true))],
    ["eachSystemPassThrough", ready(each(false))],
    ["eachDefaultSystemPassThrough", ready(eachDefault(false))],
    ["defaultSystems", strings(DEFAULT_SYSTEMS)],
    ["allSystems", strings(DEFAULT_SYSTEMS)],
    ["system", ready(systems)],
    ["mkApp", ready(native("mkApp", 1, () => unknownInput("flake-utils")))],
  ]);
  return { ...setOf([["lib", ready({ ...lib, rest: unknownInput("flake-utils", ["lib"]) })]]), rest };
}

/** `{ packages = …; }` for each system becomes `packages.SYSTEM = …`; passed through, outputs stay as they are. */
function eachSystem(machine: Machine, systems: readonly string[], make: Thunk, wrap: boolean, at: Origin): Value {
  const results = systems.map((system): readonly [string, Thunk] => [
    system,
    lazy((later) => later.apply(make.force(later), ready(makeString(system)), at)),
  ]);
  const given = results[0]?.[1].force(machine);
  if (given === undefined) return setOf([]);
  if (!wrap || given.type !== "attrs") return given;
  const attrs = new Map<string, Attr>();
  for (const [name, { origin }] of given.attrs) {
    const outputs = results.map(([system, result]) => [system, lazy((later) => attrOf(later, result, name))] as const);
    attrs.set(name, { value: ready(setOf(outputs)), origin });
  }
  return makeAttrs(attrs, given.origin, given.rest);
}

function attrOf(machine: Machine, set: Thunk, name: string): Value {
  return optionalField(machine, set, name)?.force(machine) ?? setOf([]);
}

/** `colmena.lib.makeHive hive`: the hive itself, and what colmena adds (`nodes`, `toplevel`, …), which is unknown. */
export function colmenaInput(): Value {
  const rest = unknownInput("colmena");
  const makeHive = native("makeHive", 1, (machine, [hive]) => {
    const value = hive.force(machine);
    return value.type === "attrs" ? { ...value, rest: value.rest ?? rest } : value;
  });
  const lib = setOf([["makeHive", ready(makeHive)]]);
  return { ...setOf([["lib", ready({ ...lib, rest: unknownInput("colmena", ["lib"]) })]]), rest };
}

export function flakePartsInput(world: NixWorld): Value {
  const rest = unknownInput("flake-parts");
  const lib = setOf([
    [
      "mkFlake",
      ready(native("mkFlake", 2, (machine, [args, module], at) => mkFlake(machine, world, args, module, at))),
    ],
  ]);
  return { ...setOf([["lib", ready({ ...lib, rest: unknownInput("flake-parts", ["lib"]) })]]), rest };
}

const MODULE: ModuleInfo = {
  key: "flake-parts",
  uri: null,
  label: "flake-parts",
  source: "native",
  unreadable: null,
  importedAt: null,
  importedBy: null,
};

/** Outputs that `perSystem` makes. */
const PER_SYSTEM = ["packages", "legacyPackages", "apps", "checks", "devShells", "formatter"];

/** Outputs that several modules may add to. */
const OUTPUTS = [
  "nixosConfigurations",
  "nixosModules",
  "homeConfigurations",
  "homeModules",
  "darwinConfigurations",
  "overlays",
  "templates",
  "lib",
  "colmena",
  "deploy",
  ...PER_SYSTEM,
];

function option(type: OptionType): Thunk {
  const empty = ready(setOf([]));
  return ready(
    optionSet(
      [
        ["type", ready(typeValue(type))],
        ["default", empty],
      ],
      null,
    ),
  );
}

/** The options of flake-parts, as far as hosts come of them; everything else is taken as it is. */
function flakePartsModule(specialArgs: ReadonlyMap<string, Thunk>): LoadedModule {
  const open = new AttrsOfType(raw, true);
  const flake = setOf(OUTPUTS.map((name) => [name, option(open)] as const));
  const options = setOf([
    ["flake", ready(flake)],
    ["systems", ready(optionSet([["type", ready(typeValue(unspecified))]], null))],
  ]);
  const freeform = typeValue(new AttrsOfType(unspecified, true));
  const config = setOf([
    [
      "_module",
      ready(
        setOf([
          ["freeformType", ready(freeform)],
          ["args", ready(setOf(specialArgs))],
        ]),
      ),
    ],
  ]);
  return {
    info: MODULE,
    options: { value: ready(options), origin: null },
    definitions: always([plainDefinition(nativeSource(MODULE), ready(config))]),
    children: [],
  };
}

function mkFlake(machine: Machine, world: NixWorld, args: Thunk, module: Thunk, at: Origin): Value {
  const inputs = optionalField(machine, args, "inputs") ?? ready(setOf([]));
  const given = new Map([...thunksOf(machine, optionalField(machine, args, "specialArgs"), at), ["inputs", inputs]]);
  const self = optionalField(machine, inputs, "self");
  if (self !== null) given.set("self", self);
  const extra = new Map<string, Thunk>([
    ["withSystem", ready(withSystem(world, given))],
    ["getSystem", ready(unknownInput("flake-parts", ["getSystem"]))],
    ["moduleWithSystem", ready(moduleWithSystem(world, given))],
    ["flake-parts-lib", ready(unknownInput("flake-parts", ["lib"]))],
    ["moduleLocation", ready(makeString("flake.nix"))],
  ]);
  const elements = (later: Machine): readonly ModuleElement[] =>
    moduleElementsOf(later, ready(makeList([module], at)), null, "flake-parts");
  const evaluation = new Evaluation({
    world: world.world,
    evaluator: world.evaluator,
    prefix: ROOT,
    elements,
    natives: [flakePartsModule(extra)],
    specialArgs: given,
    className: "flake",
    missingArgument: (name) => unknownInput(name),
    forDocs: false,
    strict: false,
  });
  const config = lazy((later) => evaluation.config.force(later));
  const outputs = optionalField(machine, config, "flake")?.force(machine) ?? unknownInput("flake-parts");
  if (outputs.type !== "attrs") return outputs;
  const unread = evaluation
    .modules(machine)
    .find(({ info }) => info.unreadable !== null && !isHostless(info.unreadable));
  const reason = unread?.info.unreadable ?? null;
  return withUnknown(outputs, reason === null ? null : makeUnknown(reason));
}

/** Flake modules that define no hosts and no modules. */
const HOSTLESS = new Set([
  "agenix-rekey",
  "agenix-shell",
  "devenv",
  "devshell",
  "flake-root",
  "git-hooks",
  "git-hooks.nix",
  "hercules-ci-effects",
  "home-manager",
  "mission-control",
  "nix-topology",
  "pkgs-by-name-for-flake-parts",
  "pre-commit-hooks",
  "process-compose-flake",
  "treefmt-nix",
]);

function isHostless(reason: UnknownReason): boolean {
  if (reason.kind !== "input") return false;
  // Its library makes modules of the user's own files.
  const isOwn = reason.name === "flake-parts" && /^(flakeM|m)odules?$/.test(reason.path[0] ?? "");
  return isOwn || HOSTLESS.has(reason.name);
}

/** Outputs with what `perSystem` makes of them, and with what modules that cannot be read (`unread`) may add. */
function withUnknown(outputs: AttrsValue, unread: UnknownValue | null): AttrsValue {
  const perSystem = unknownInput("flake-parts");
  const attrs = new Map<string, Attr>();
  for (const [name, { value, origin }] of outputs.attrs) {
    const rest = PER_SYSTEM.includes(name) ? perSystem : unread;
    const open = lazy((machine) => {
      const inner = value.force(machine);
      return inner.type === "attrs" ? { ...inner, rest: inner.rest ?? rest } : inner;
    });
    attrs.set(name, { value: rest === null ? value : open, origin });
  }
  return { ...outputs, attrs, rest: outputs.rest ?? unread };
}

/** The arguments of `perSystem` functions. */
function systemArguments(
  world: NixWorld,
  given: ReadonlyMap<string, Thunk>,
  system: Thunk,
): ReadonlyMap<string, Thunk> {
  return new Map([...given, ["system", system], ["pkgs", lazy(() => pkgsValue(world.world.lib, system))]]);
}

function callFor(
  machine: Machine,
  world: NixWorld,
  given: ReadonlyMap<string, Thunk>,
  system: Thunk,
  body: Thunk,
  at: Origin,
): Value {
  const unknown = ready(unknownInput("flake-parts"));
  return callWithFormals(machine, expectKnown(machine, body), systemArguments(world, given, system), () => unknown, at);
}

function withSystem(world: NixWorld, given: ReadonlyMap<string, Thunk>): Value {
  return native("withSystem", 2, (machine, [system, body], at) => callFor(machine, world, given, system, body, at));
}

function moduleWithSystem(world: NixWorld, given: ReadonlyMap<string, Thunk>): Value {
  const system = ready(makeUnknown({ kind: "pkgs", path: ["system"] }));
  return native("moduleWithSystem", 1, (machine, [body], at) => callFor(machine, world, given, system, body, at));
}
