/**
 * The suites' own small runner inside the extension host: named tests in order, each with a time limit.
 * Invariant: no test can stop the next from running, and every one ends up in the result.
 */

/** One test: what must be true, and the proof. */
export interface Test {
  readonly name: string;
  readonly run: () => Promise<void>;
}
export interface Suite {
  readonly name: string;
  readonly tests: readonly Test[];
}
export interface TestResult {
  readonly name: string;
  readonly milliseconds: number;
  /** The failure as text with its stack, or null. */
  readonly failure: string | null;
}

/** Milliseconds: against a test that hangs, nothing else. */
const limit = 600_000;

/** Runs every test of every suite, and after each what puts things back. */
export async function runSuites(suites: readonly Suite[], putBack: () => Promise<void>): Promise<TestResult[]> {
  const only = process.env["PLASMACLOUD_E2E_ONLY"] ?? "";
  const results: TestResult[] = [];
  for (const suite of suites) {
    for (const test of suite.tests.filter(({ name }) => `${suite.name}: ${name}`.includes(only))) {
      results.push(await runTest(`${suite.name}: ${test.name}`, test.run));
      await putBack();
    }
  }
  return results;
}

async function runTest(name: string, run: () => Promise<void>): Promise<TestResult> {
  const start = Date.now();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([run(), expired]);
    return { name, milliseconds: Date.now() - start, failure: null };
  } catch (error) {
    return { name, milliseconds: Date.now() - start, failure: describe(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** An error with its causes and those lines of its stack that are the suites' own. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = (error.stack ?? error.message)
    .split("\n")
    .filter((line) => !/extensionHostProcess|runSuites|runTest/.test(line));
  return error.cause === undefined ? stack.join("\n") : `${stack.join("\n")}\ncaused by ${describe(error.cause)}`;
}
