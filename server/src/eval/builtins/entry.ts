/** The interface of a file of builtins: names to values. */
import type { Value } from "../core/value.ts";

export type Builtins = ReadonlyArray<readonly [name: string, value: Value]>;
