import { expect, test } from "vitest";
import { complete } from "../../../server/src/features/completion/complete.ts";
import { offer } from "../../../server/src/features/completion/offers.ts";
import { hover } from "../../../server/src/features/hover.ts";
import { readOptionsJson } from "../../../server/src/schema/readOptionsJson.ts";
import { cursorAt } from "../../../server/src/syntax/cursor/cursorContext.ts";
import { featureContext, hostView } from "../../support/features.ts";
import { takeCursor } from "../../support/marks.ts";
import { optionsJsonText } from "../../support/options.ts";
import { parser } from "../../support/syntax.ts";

const options = readOptionsJson(optionsJsonText(20_000), "nixos");

/** A module of 1,000 lines with a place for the cursor in its middle. */
function moduleText(inserted: string): { readonly text: string; readonly offset: number } {
  const line = (number: number) => `  environment.etc."file-${number}".text = "line \${toString ${number}}";\n`;
  const half = (from: number) => Array.from({ length: 490 }, (_, index) => line(from + index)).join("");
  const before = `{ config, lib, pkgs, ... }:\nlet\n  cfg = config.services;\nin\n{\n${half(0)}`;
  const { text: middle, offset } = takeCursor(inserted);
  return { text: `${before}${middle}\n${half(490)}}\n`, offset: before.length + offset };
}

/** Milliseconds that this process has computed: what else runs on the machine does not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How much slower this machine is now than the one the budgets were set on: a fixed loop took 8 ms there. */
function slowness(): number {
  const times = Array.from({ length: 5 }, () => {
    const start = cpuTime();
    const table = new Map<string, number>();
    for (let round = 0; round < 200_000; round++) {
      const key = `k${round % 5000}`;
      table.set(key, (table.get(key) ?? 0) + round);
    }
    return cpuTime() - start;
  });
  return Math.max(1, Math.max(...times) / 8);
}

/** The 95th percentile of three series, the calmest of them: a busy machine slows whole series down. */
function percentile95(run: () => void, rounds: number): number {
  for (let round = 0; round < 30; round++) run();
  return Math.min(...[1, 2, 3].map(() => seriesPercentile95(run, rounds)));
}

function seriesPercentile95(run: () => void, rounds: number): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = cpuTime();
    run();
    times.push(cpuTime() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] ?? 0;
}

function openedAt(inserted: string) {
  const { text, offset } = moduleText(inserted);
  const { file } = parser.open("file:///etc/nixos/configuration.nix", text);
  return { context: { ...featureContext("", { options }), file }, offset };
}

const positions = [
  ["the module itself", "  $0"],
  ["all services", "  services.$0"],
  ["a service that is typed", "  services.ng$0"],
  ["a service's options", "  services.openssh.$0"],
  ["a read", "  networking.hostName = config.services.$0"],
  ["a read through a let", "  networking.hostName = cfg.$0"],
  ["a value", "  services.openssh.enable = $0"],
  ["a package", "  environment.systemPackages = [ $0 ];"],
  ["names", "  networking.hostName = $0"],
] as const;

test.each(positions)("what is offered for %s among 20,000 options: p95 within 5 ms", (_, inserted) => {
  const { context, offset } = openedAt(inserted);
  const cursor = cursorAt(context.file, offset);
  if (cursor === null) throw new Error("nothing is wanted");
  const request = { context, cursor, env: { file: cursor.file, scopes: cursor.scopes } };
  expect(offer(request).length).toBeGreaterThan(10);
  expect(percentile95(() => offer(request), 60)).toBeLessThanOrEqual(5 * slowness());
});

test("the names that 100 hosts use: p95 within 5 ms", () => {
  const values = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`services.tool${index % 50}.port${index}`, "1"]),
  );
  const hosts = Array.from({ length: 100 }, (_, index) =>
    hostView(`host${index}`, { ...values, [`users.users.u${index}.uid`]: "1" }),
  );
  const { context, offset } = openedAt("  users.users.$0");
  const cursor = cursorAt(context.file, offset);
  if (cursor === null) throw new Error("nothing is wanted");
  const request = { context: { ...context, hosts }, cursor, env: { file: cursor.file, scopes: cursor.scopes } };
  expect(offer(request).length).toBe(100);
  expect(percentile95(() => offer(request), 60)).toBeLessThanOrEqual(5 * slowness());
});

test.each(positions.slice(0, 4))("completion of %s in 1,000 lines: p95 within 5 ms", (_, inserted) => {
  const { context, offset } = openedAt(inserted);
  expect(percentile95(() => complete(context, offset), 60)).toBeLessThanOrEqual(5 * slowness());
});

test("hover in 1,000 lines: p95 within 5 ms", () => {
  const { context, offset } = openedAt("  networking.hostName$0");
  expect(hover(context, offset)).not.toBeNull();
  expect(percentile95(() => hover(context, offset), 60)).toBeLessThanOrEqual(5 * slowness());
});

test("a list too long for any reader is cut, says so, and holds what is typed", () => {
  const many = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [
      `services.tool${index}.enable`,
      { type: "boolean", loc: ["services", `tool${index}`, "enable"] },
    ]),
  );
  const wide = readOptionsJson(JSON.stringify(many), "wide");
  const all = complete(featureContext("{ services. }", { options: wide }), 11);
  expect(all).toMatchObject({ isIncomplete: true, items: { length: 2000 } });
  const typed = complete(featureContext("{ services.tool1999 }", { options: wide }), 19);
  expect(typed?.isIncomplete).toBe(true);
  expect(typed?.items.map(({ label }) => label)).toContain("tool19999");
  expect(typed?.items.every(({ label }) => /1.*9.*9.*9/.test(label))).toBe(true);
});
