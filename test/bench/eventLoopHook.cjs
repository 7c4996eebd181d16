// Loaded before the server: on exit it writes its longest block of the event loop and its memory to a file.
const { writeFileSync } = require("node:fs");
const { monitorEventLoopDelay } = require("node:perf_hooks");

const delay = monitorEventLoopDelay({ resolution: 1 });
let peak = 0;
// the time before the first message is start-up, which is measured by itself
setTimeout(() => delay.enable(), 400).unref();
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 50).unref();
process.on("exit", () => {
  const target = process.env.PLASMACLOUD_BENCH_OUT;
  if (target !== undefined) writeFileSync(target, JSON.stringify({ longestBlock: delay.max / 1e6, rss: peak }));
});
