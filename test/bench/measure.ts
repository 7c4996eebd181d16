/** Timing: percentiles over repeated runs, a loop to compare machines by, and how time grows with size. */

/**
 * Milliseconds since a start: by the clock or by the processor's own time, whichever is less, so that what else the
 * machine does counts for nothing.
 */
function stopwatch(): () => number {
  const clock = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - clock, (user + system) / 1_000);
  };
}

/** Milliseconds of `runs` runs after `warmUp` that do not count. */
export async function times(
  runs: number,
  work: (run: number) => unknown,
  warmUp = Math.ceil(runs / 5),
): Promise<number[]> {
  const measured: number[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const elapsed = stopwatch();
    await work(run);
    if (run >= 0) measured.push(elapsed());
  }
  return measured;
}

/** The value below which `share` (0 to 1) of the values lie. Raises an Error where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}

/** How long a fixed piece of work takes here: text, tables and small objects, as the server's own work is. */
export function calibrationLoop(): number {
  const once = (): number => {
    const elapsed = stopwatch();
    const table = new Map<string, { readonly id: number; readonly next: unknown }>();
    let next: unknown = null;
    let text = "";
    for (let index = 0; index < 200_000; index++) {
      const key = `key-${index % 5_000}`;
      const entry = { id: index, next };
      if (index % 64 === 0) next = entry;
      table.set(key, entry);
      text = (text + key).slice(-200);
    }
    if (table.size !== 5_000 || text.length !== 200) throw new Error("the calibration loop is wrong");
    return elapsed();
  };
  return percentile(Array.from({ length: 9 }, once), 0.5);
}

/**
 * The exponent of growth: 1 for linear, 2 for quadratic. `time` measures one size; the smallest of several runs counts,
 * because noise only adds.
 */
export async function growth(sizes: readonly number[], time: (size: number) => Promise<number>): Promise<number> {
  const points: { x: number; y: number }[] = [];
  for (const size of sizes) {
    const runs: number[] = [];
    for (let run = 0; run < 3; run++) runs.push(await time(size));
    points.push({ x: Math.log(size), y: Math.log(Math.max(0.05, Math.min(...runs))) });
  }
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const over = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return over / under;
}
