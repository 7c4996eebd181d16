/** What depends on the machine, the store, the clock or the network: unknown, each for its own reason. */
import { expectAttrs, expectList, expectString } from "../expect.ts";
import type { Machine } from "../machine.ts";
import { makeAttrs, makeList, makeString, makeUnknown, ready } from "../make.ts";
import { native } from "../native.ts";
import type { Attr, Origin, Thunk, UnknownValue, Value } from "../value.ts";
import type { Builtins } from "./entry.ts";

function unknown(what: string, at: Origin): UnknownValue {
  return makeUnknown({ kind: "impure", what }, at);
}

/** A function of some arguments whose result cannot be known. Its arguments are not looked at. */
function unknowable(name: string, arity: 1 | 2 | 3): readonly [string, Value] {
  return [name, native(name, arity, (_machine, _args, at) => unknown(`builtins.${name}`, at))];
}

function constantly(name: string): readonly [string, Value] {
  return [name, unknown(`builtins.${name}`, null)];
}

/** A derivation: what it was given, and store paths that are unknown. */
function derivation(machine: Machine, argument: Thunk, at: Origin): Value {
  const given = expectAttrs(machine, argument, at);
  const outputs = given.attrs.get("outputs");
  const names =
    outputs === undefined
      ? ["out"]
      : expectList(machine, outputs.value, at).items.map((output) => expectString(machine, output, at));
  const path = ready(unknown("the store path of a derivation", at));
  const made = new Map<string, Thunk>();
  const attr = (value: Thunk): Attr => ({ value, origin: at });
  const common = new Map(given.attrs);
  for (const name of names) common.set(name, attr(outputThunk(made, name)));
  common.set(
    "all",
    attr(
      ready(
        makeList(
          names.map((name) => outputThunk(made, name)),
          at,
        ),
      ),
    ),
  );
  common.set("drvAttrs", attr(ready(given)));
  for (const name of names) {
    const attrs = new Map(common);
    attrs.set("outPath", attr(path));
    attrs.set("drvPath", attr(path));
    attrs.set("type", attr(ready(makeString("derivation", at))));
    attrs.set("outputName", attr(ready(makeString(name, at))));
    made.set(name, ready(makeAttrs(attrs, at, given.rest)));
  }
  return (made.get(names[0] ?? "out") ?? path).force(machine);
}

/** The output of that name, once all are made. */
function outputThunk(made: ReadonlyMap<string, Thunk>, name: string): Thunk {
  return {
    force: (machine) => made.get(name)?.force(machine) ?? unknown(`output ${name}`, null),
    peek: () => made.get(name)?.peek() ?? null,
  };
}

export const impureBuiltins: Builtins = [
  ["derivation", native("derivation", 1, (machine, [argument], at) => derivation(machine, argument, at))],
  unknowable("derivationStrict", 1),
  unknowable("getEnv", 1),
  unknowable("storePath", 1),
  unknowable("toFile", 2),
  unknowable("filterSource", 2),
  unknowable("path", 1),
  unknowable("findFile", 2),
  unknowable("fetchurl", 1),
  unknowable("fetchTarball", 1),
  unknowable("fetchGit", 1),
  unknowable("fetchMercurial", 1),
  unknowable("fetchTree", 1),
  unknowable("getFlake", 1),
  constantly("currentTime"),
  constantly("currentSystem"),
  constantly("nixPath"),
];
