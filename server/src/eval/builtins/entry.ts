/** What one file of builtins gives: names to values. */
import type { Value } from "../core/value.ts";

export type Builtins = ReadonlyArray<readonly [name: string, value: Value]>;
