/**
 * Soak suites: cases by the hundred, of which every run takes a few and a run with `PLASMACLOUD_SLOW_TESTS=1` all.
 * Invariant: the same cases every time. A suite has its seed, which its tests name; `PLASMACLOUD_SEED` sets another one
 * for all suites.
 */
import { randomness } from "./edits.ts";

const isWhole = !["", "0"].includes(process.env["PLASMACLOUD_SLOW_TESTS"] ?? "");
const given = process.env["PLASMACLOUD_SEED"] ?? "";
if (!/^\d*$/.test(given)) throw new Error(`PLASMACLOUD_SEED is no whole number: ${given}`);

export const slow = {
  /** How many generated cases a suite makes: `short` of them in every run, `whole` when soak suites are asked for. */
  runs: (short: number, whole: number): number => (isWhole ? whole : short),

  /** The seed of a suite: `usual`, unless another is set. */
  seed: (usual: number): number => (given === "" ? usual : Number(given)),

  /** Of cases that can be listed, `count` chosen by a seed and in their order; all when soak suites are asked for. */
  sample<T>(cases: readonly T[], count: number, seed: number): readonly T[] {
    if (isWhole || cases.length <= count) return cases;
    const random = randomness(seed);
    const left = cases.map((_, index) => index);
    const chosen = Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0] ?? 0);
    return chosen.sort((a, b) => a - b).flatMap((index) => cases.slice(index, index + 1));
  },
};
