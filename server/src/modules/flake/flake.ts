/** A flake as a value: `flake.nix` evaluated with its inputs, as `getFlake` would. */
import type { Asked } from "../../base/reading.ts";
import { joinUri, type Uri } from "../../base/uri.ts";
import { expectAttrs, expectBool, expectKnown, expectString } from "../../eval/core/expect.ts";
import { functionFormals } from "../../eval/core/functions.ts";
import type { Machine } from "../../eval/core/machine.ts";
import { lazy, makeAttrs, makeString, makeUnknown, ready, attrsOf as setOf } from "../../eval/core/make.ts";
import { guarded } from "../../eval/core/native.ts";
import type { Thunk, Value } from "../../eval/core/value.ts";
import { optionalField } from "../../nixpkgs/lib/support/records.ts";
import type { NixWorld } from "../nixpkgs/nixWorld.ts";
import { folderText, type InputSpec, inputValue } from "./inputs.ts";
import { readLock } from "./lock.ts";

/**
 * The outputs of the flake in a folder, with `inputs`, `outPath` and the like beside them. `given` replaces inputs. A
 * flake that needs itself gets this very value, lazily.
 */
export function flakeValue(
  machine: Machine,
  world: NixWorld,
  folder: Uri,
  given: ReadonlyMap<string, Thunk> = new Map(),
): Value {
  const flake = machine.importFile(joinUri(folder, "flake.nix"), null);
  if (flake.type !== "attrs") return flake.type === "unknown" ? flake : makeUnknown({ kind: "syntax" });
  const outputs = flake.attrs.get("outputs")?.value.force(machine);
  if (outputs === undefined || outputs.type === "unknown") return outputs ?? makeUnknown({ kind: "syntax" });
  const inputs = inputThunks(machine, world, folder, flake, outputs, given);
  const result: Thunk = lazy((later) =>
    later.apply(
      outputs,
      lazy(() => setOf([...inputs, ["self", self]])),
      outputs.origin,
    ),
  );
  const about: readonly (readonly [string, Thunk])[] = [
    ["_type", ready(makeString("flake"))],
    ["outPath", folderText(folder)],
    ["inputs", lazy(() => setOf([...inputs, ["self", self]]))],
    ["outputs", result],
    ["sourceInfo", ready(setOf([["outPath", folderText(folder)]]))],
    ...["rev", "shortRev", "lastModified", "lastModifiedDate", "narHash", "dirtyRev", "dirtyShortRev", "revCount"].map(
      (name) => [name, ready(makeUnknown({ kind: "impure", what: `the revision of a flake (${name})` }))] as const,
    ),
  ];
  const self: Thunk = lazy((later) => {
    const made = result.force(later);
    if (made.type !== "attrs") return made;
    return makeAttrs(
      new Map([...made.attrs, ...about.map(([name, value]) => [name, { value, origin: null }] as const)]),
      made.origin,
      made.rest,
    );
  });
  return self.force(machine);
}

function inputThunks(
  machine: Machine,
  world: NixWorld,
  folder: Uri,
  flake: Value,
  outputs: Value,
  given: ReadonlyMap<string, Thunk>,
): ReadonlyMap<string, Thunk> {
  const specs = new Map<string, InputSpec>();
  const declared = guarded(machine, () => optionalField(machine, ready(flake), "inputs")?.force(machine) ?? setOf([]));
  for (const [name, attr] of declared.type === "attrs" ? declared.attrs : [])
    specs.set(name, readSpec(machine, name, attr.value));
  for (const name of functionFormals(machine, outputs)?.keys() ?? []) {
    if (name !== "self" && !specs.has(name)) specs.set(name, plainSpec(name, null));
  }
  const lockUri = joinUri(folder, "flake.lock");
  const asked: Asked = { by: joinUri(folder, "flake.nix"), named: "text" };
  const lock = machine.snapshot.file(lockUri, asked);
  if (lock?.kind === "unreadable") machine.giveUp(lockUri, null);
  const locked = readLock(lock?.kind === "text" ? lock.text : null);
  const thunks = new Map<string, Thunk>();
  for (const [name, spec] of specs) {
    const replaced = given.get(name);
    const openFlake = (later: Machine, inner: Uri, overrides: ReadonlyMap<string, Thunk>): Value =>
      flakeValue(later, world, inner, overrides);
    const context = { world, folder, openFlake, locked, sibling: (other: string) => thunks.get(other) ?? null };
    thunks.set(name, replaced ?? lazy((later) => inputValue(later, spec, context)));
  }
  return thunks;
}

function plainSpec(name: string, url: string | null): InputSpec {
  return { name, url, isFlake: true, follows: null, overrides: new Map() };
}

function readSpec(machine: Machine, name: string, thunk: Thunk): InputSpec {
  let spec = plainSpec(name, null);
  guarded(machine, () => {
    const text = (set: Thunk, field: string): string | null => {
      const found = optionalField(machine, set, field);
      const value = found === null ? null : expectKnown(machine, found);
      return value?.type === "string" ? value.value : null;
    };
    const flag = optionalField(machine, thunk, "flake");
    const follows = text(thunk, "follows");
    const inner = optionalField(machine, thunk, "inputs");
    const overrides = new Map<string, readonly string[]>();
    for (const [input, attr] of inner === null ? [] : expectAttrs(machine, inner, null).attrs) {
      const target = text(attr.value, "follows");
      if (target !== null && target !== "") overrides.set(input, target.split("/"));
    }
    const url = text(thunk, "url") ?? described(machine, thunk);
    const isFlake = flag === null || expectBool(machine, flag, null);
    spec = { name, url, isFlake, follows: follows === null ? null : follows.split("/"), overrides };
    return setOf([]);
  });
  return spec;
}

/** `{ type = "github"; owner = …; repo = …; }` as a URL. */
function described(machine: Machine, thunk: Thunk): string | null {
  const part = (name: string): string => {
    const found = optionalField(machine, thunk, name);
    return found === null ? "" : expectString(machine, found, null);
  };
  const type = part("type");
  if (type === "") return null;
  if (type === "path") return `path:${part("path")}`;
  return type === "git" || type === "tarball" ? part("url") : `${type}:${part("owner")}/${part("repo")}`;
}
