/** How much an answer looks at, counted: among 20,000 options, in 1,000 lines, on 100 hosts. Times are the benchmark's. */
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
import { workOf } from "../../support/work.ts";

const options = readOptionsJson(optionsJsonText(20_000), "nixos");

/** A module of 1,000 lines with a place for the cursor in its middle. */
function moduleText(inserted: string): { readonly text: string; readonly offset: number } {
  const line = (number: number) => `  environment.etc."file-${number}".text = "line \${toString ${number}}";\n`;
  const half = (from: number) => Array.from({ length: 490 }, (_, index) => line(from + index)).join("");
  const before = `{ config, lib, pkgs, ... }:\nlet\n  cfg = config.services;\nin\n{\n${half(0)}`;
  const { text: middle, offset } = takeCursor(inserted);
  return { text: `${before}${middle}\n${half(490)}}\n`, offset: before.length + offset };
}

/** The work of an answer that is given for the second time; the first one makes what all later ones use. */
function workAgain(answer: () => unknown): number {
  answer();
  return workOf(() => void answer());
}

/** What a list may cost, and what each line of the file and each value of each host may: twice what they cost today. */
const perOffer = (count: number): number => 40 * (count + 50);
const perLine = 400;
const perValue = 4;

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

test.each(positions)("what is offered for %s among 20,000 options: work for each of them", (_, inserted) => {
  const { context, offset } = openedAt(inserted);
  const cursor = cursorAt(context.file, offset);
  if (cursor === null) throw new Error("nothing is wanted");
  const request = { context, cursor, env: { file: cursor.file, scopes: cursor.scopes } };
  const { length } = offer(request);
  expect(length).toBeGreaterThan(10);
  expect(workAgain(() => offer(request))).toBeLessThan(perOffer(length));
});

test("the names that 100 hosts use: work for each value", () => {
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
  expect(workAgain(() => offer(request))).toBeLessThan(perOffer(100) + perValue * 100 * 1_001);
});

test.each(positions.slice(0, 4))("completion of %s in 1,000 lines: work for each line", (_, inserted) => {
  const { context, offset } = openedAt(inserted);
  const { length = 0 } = complete(context, offset)?.items ?? [];
  expect(length).toBeGreaterThan(10);
  expect(workAgain(() => complete(context, offset))).toBeLessThan(perOffer(length) + perLine * 1_000);
});

test("hover in 1,000 lines: work for each line", () => {
  const { context, offset } = openedAt("  networking.hostName$0");
  expect(hover(context, offset)).not.toBeNull();
  expect(workAgain(() => hover(context, offset))).toBeLessThan(perLine * 1_000);
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
