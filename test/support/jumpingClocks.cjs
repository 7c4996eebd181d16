/**
 * No clock is right: preload with `node -r`. `PLASMACLOUD_CLOCKS` says what is wrong with them, at each reading:
 * `jump` (up to an hour back and two on, as of a machine whose clock is set; by the seed in `PLASMACLOUD_CLOCK_SEED`),
 * `backwards` (a second back), or `sleep` (an hour on, as of a machine that was closed in the middle of its work).
 */
"use strict";

let state = Number(process.env.PLASMACLOUD_CLOCK_SEED ?? "1") >>> 0;
let readings = 0;
/** How many milliseconds the next reading is off. */
function off() {
  readings++;
  switch (process.env.PLASMACLOUD_CLOCKS) {
    case "backwards":
      return -1_000 * readings;
    case "sleep":
      return 3_600_000 * readings;
    default:
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * 10_800_000) - 3_600_000;
  }
}

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + off());
    else super(...given);
  }

  static now() {
    return RealDate.now() + off();
  }
};
const performanceNow = performance.now.bind(performance);
performance.now = () => performanceNow() + off();
const { hrtime } = process;
process.hrtime = Object.assign(
  (since) => {
    const [seconds, nanoseconds] = hrtime(since);
    return [seconds + Math.floor(off() / 1000), nanoseconds];
  },
  { bigint: () => hrtime.bigint() + BigInt(off()) * 1_000_000n },
);
