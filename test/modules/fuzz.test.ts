/** Broken configurations: whatever is cut out of or put into a file, hosts are found and evaluated without an exception. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostView } from "../../server/src/modules/host/hostView.ts";
import { deployView } from "../../server/src/session/hosts/deployView.ts";
import { exampleWorkspace, hostsOf } from "../support/hosts.ts";
import { slow } from "../support/slow.ts";

const example = exampleWorkspace("three-node");
const paths = Object.keys(example).sort();
const scraps = [
  "",
  "{",
  "}",
  "1",
  "null",
  "config",
  "lib.mkIf",
  "[ ]",
  '"x"',
  "throw",
  "pkgs.x",
  "= ",
  ";",
  "rec { a = a; }.a",
  "let f = x: f x; in f 1",
  "import ./.",
  "self",
  "(x: x x) (x: x x)",
];

const settings = { numRuns: slow.runs(10, 400), seed: slow.seed(7) };

test(`no cut and no scrap of text makes it throw, seed ${settings.seed}`, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(40),
      fc.constantFrom(...scraps),
      (path, place, length, scrap) => {
        const text = example[path] ?? "";
        const start = Math.floor(place * text.length);
        const files = { ...example, [path]: text.slice(0, start) + scrap + text.slice(start + length) };
        for (const host of hostsOf(files).hosts) {
          host.problems();
          host.assertions();
          host.warnings();
          expect(hostView(host, deployView(host, new Map())).label).toBe(host.identity.label);
        }
      },
    ),
    settings,
  );
});
