/** Builtins that depend on the machine, the store, the clock or the network: unknown, each for its own reason. */
import { makeUnknown } from "../core/make.ts";
import { native } from "../core/native.ts";
import type { Origin, UnknownValue, Value } from "../core/value.ts";
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

export const impureBuiltins: Builtins = [
  unknowable("getEnv", 1),
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
