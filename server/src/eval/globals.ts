/**
 * What every file can name without defining it: `builtins`, the builtins that stand outside it as well (`map`, `throw`,
 * …), all others with two underscores, and the constants. One table for all machines: natives hold no state.
 */

import { GLOBALS as GLOBAL_NAMES } from "../syntax/scope.ts";
import { attrBuiltins } from "./builtins/attrs.ts";
import { contextBuiltins } from "./builtins/context.ts";
import { controlBuiltins } from "./builtins/control.ts";
import { derivationBuiltins } from "./builtins/derivation.ts";
import type { Builtins } from "./builtins/entry.ts";
import { fileBuiltins } from "./builtins/files.ts";
import { hashBuiltins } from "./builtins/hashes.ts";
import { impureBuiltins } from "./builtins/impure.ts";
import { jsonBuiltins } from "./builtins/json.ts";
import { listBuiltins } from "./builtins/lists.ts";
import { numberBuiltins } from "./builtins/numbers.ts";
import { storeBuiltins } from "./builtins/store.ts";
import { stringBuiltins } from "./builtins/strings.ts";
import { tomlBuiltins } from "./builtins/toml.ts";
import { typeBuiltins } from "./builtins/types.ts";
import { versionBuiltins } from "./builtins/versions.ts";
import { xmlBuiltins } from "./builtins/xml.ts";
import { attrsOf, lazy, makeBool, makeInt, makeNull, makeString, ready } from "./make.ts";
import type { Thunk } from "./value.ts";

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
