/**
 * Every clock jumps, forwards and backwards: preload with `node -r`. The seed is `PLASMACLOUD_CLOCK_SEED`. A jump is up to
 * two hours, at each reading, as of a machine that slept or whose clock was set.
 */
"use strict";

let state = Number(process.env.PLASMACLOUD_CLOCK_SEED ?? "1") >>> 0;
/** Milliseconds, between an hour back and two hours on. */
function jump() {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 2 ** 32) * 10_800_000) - 3_600_000;
}

const { now } = Date;
Date.now = () => now() + jump();
const performanceNow = performance.now.bind(performance);
performance.now = () => performanceNow() + jump();
const { hrtime } = process;
process.hrtime = Object.assign(
  (since) => {
    const [seconds, nanoseconds] = hrtime(since);
    return [seconds + Math.floor(jump() / 1000), nanoseconds];
  },
  { bigint: () => hrtime.bigint() + BigInt(jump()) * 1_000_000n },
);
