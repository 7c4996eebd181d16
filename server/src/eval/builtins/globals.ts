/**
 * What every file can name without defining it: `builtins`, the builtins that stand outside it as well (`map`, `throw`,
 * …), all others with two underscores, and the constants. One table for all machines: natives hold no state.
 */

import { GLOBAL_NAMES } from "../../syntax/scopes/scope.ts";
import { attrsOf, lazy, makeBool, makeInt, makeNull, makeString, ready } from "../core/make.ts";
import type { Thunk } from "../core/value.ts";
import { attrBuiltins } from "./attrs.ts";
import { contextBuiltins } from "./context.ts";
import { controlBuiltins } from "./control.ts";
import { derivationBuiltins } from "./derivation.ts";
import type { Builtins } from "./entry.ts";
import { fileBuiltins } from "./files.ts";
import { hashBuiltins } from "./hashes.ts";
import { impureBuiltins } from "./impure.ts";
import { jsonBuiltins } from "./json.ts";
import { listBuiltins } from "./lists.ts";
import { numberBuiltins } from "./numbers.ts";
import { storeBuiltins } from "./store.ts";
import { stringBuiltins } from "./strings.ts";
import { tomlBuiltins } from "./toml.ts";
import { typeBuiltins } from "./types.ts";
import { versionBuiltins } from "./versions.ts";
import { xmlBuiltins } from "./xml.ts";

/** The release whose language this is. Where older ones differ, a test's table says how and why. */
const NIX_VERSION = "2.34.8";

const CONSTANTS: Builtins = [
  ["true", makeBool(true)],
  ["false", makeBool(false)],
  ["null", makeNull()],
  ["nixVersion", makeString(NIX_VERSION)],
  ["langVersion", makeInt(6)],
  ["storeDir", makeString("/nix/store")],
];

const ALL: Builtins = [
  ...CONSTANTS,
  ...typeBuiltins,
  ...numberBuiltins,
  ...stringBuiltins,
  ...versionBuiltins,
  ...listBuiltins,
  ...attrBuiltins,
  ...controlBuiltins,
  ...jsonBuiltins,
  ...tomlBuiltins,
  ...xmlBuiltins,
  ...hashBuiltins,
  ...fileBuiltins,
  ...contextBuiltins,
  ...derivationBuiltins,
  ...storeBuiltins,
  ...impureBuiltins,
];

/** The value of `builtins`; it holds itself. */
export const BUILTINS: Thunk = lazy(() => {
  const entries = ALL.map(([name, value]) => [name, ready(value)] as const);
  return attrsOf([...entries, ["builtins", BUILTINS]]);
});

/** Global names to values. */
export const GLOBALS: ReadonlyMap<string, Thunk> = new Map<string, Thunk>([
  ...ALL.map(([name, value]): [string, Thunk] => {
    return [GLOBAL_NAMES.has(name) ? name : `__${name}`, ready(value)];
  }),
  ["builtins", BUILTINS],
]);
