/**
 * Counts work, so that "this grows linearly" and "this looks at little" can be said without a clock.
 * Work is how often V8 ran the blocks of our own code (its precise coverage): the same number on every machine. What
 * happens inside one built-in or one WebAssembly call counts nothing; that is measured in the benchmark.
 */
import { Session } from "node:inspector";
import { setFlagsFromString } from "node:v8";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

// optimised code does not count itself
setFlagsFromString("--no-opt");
setFlagsFromString("--no-flush-bytecode");
const session = new Session();
session.connect();
const ask = (method: string, params: object = {}): unknown => {
  let answer: unknown;
  session.post(method, params, (error, result) => {
    if (error !== null) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
};
ask("Profiler.enable");
ask("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** How many blocks of our own code are run by `run`. */
export function workOf(run: () => void): number {
  // taking the counts sets them to zero
  ask("Profiler.takePreciseCoverage");
  run();
  const { result } = ask("Profiler.takePreciseCoverage") as Coverage;
  return result
    .filter(({ url }) => /\/(server|client)\/src\//.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

/** How many times the work of `small` `large` is. Each runs once before, since what is made only once counts there. */
export function timesTheWork(small: () => void, large: () => void): number {
  for (const run of [small, large]) run();
  return workOf(large) / workOf(small);
}
