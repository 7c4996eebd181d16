/** Time grows with the size of the work, not faster: twenty times the elements take nowhere near four hundred times as long. */
import { expect, test } from "vitest";
import { run } from "../support/eval.ts";

const WORK: readonly (readonly [string, (size: number) => string])[] = [
  ["lists", (n) => `builtins.length (builtins.filter (x: x > 5) (map (x: x + 1) (builtins.genList (x: x) ${n})))`],
  ["folds", (n) => `builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) ${n})`],
  [
    "sets",
    (n) => `let s = builtins.listToAttrs (builtins.genList (i: { name = "a\${toString i}"; value = i; }) ${n / 10});
      in builtins.foldl' (a: n: a + s.\${n}) 0 (builtins.attrNames (builtins.mapAttrs (n: v: v + 1) s))`,
  ],
  ["text", (n) => `builtins.stringLength (builtins.foldl' (a: i: a + toString i) "" (builtins.genList (x: x) ${n}))`],
  [
    "sorting",
    (n) => `builtins.head (builtins.sort (a: b: a < b) (builtins.genList (x: builtins.bitXor x 1234) ${n / 4}))`,
  ],
  [
    "closures",
    (n) => `builtins.length (builtins.genericClosure { startSet = [ { key = 0; } ];
      operator = x: if x.key < ${n / 2} then [ { key = x.key + 1; } ] else [ ]; })`,
  ],
  ["JSON", (n) => `builtins.length (builtins.fromJSON (builtins.toJSON (builtins.genList (i: { a = i; }) ${n / 4})))`],
  [
    "replacing",
    (n) => `builtins.stringLength (builtins.replaceStrings [ "a" "b" ] [ "xx" "y" ]
      (builtins.concatStringsSep "" (builtins.genList (x: "abc") ${n / 2})))`,
  ],
  ["splitting", (n) => `builtins.length (builtins.split "[, ]+" (toString (builtins.genList (x: x) ${n / 4})))`],
  [
    "cutting",
    (n) => `let s = builtins.concatStringsSep "" (builtins.genList (x: "ab") ${n / 4});
      in builtins.length (builtins.filter (c: c == "a") (builtins.genList (i: builtins.substring i 1 s) (builtins.stringLength s)))`,
  ],
];

function best(program: string): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    expect(run(program).kind).toBe("value");
    return performance.now() - start;
  });
  return Math.min(...times);
}

for (const [name, program] of WORK) {
  test(name, { timeout: 60_000 }, () => {
    best(program(2_000));
    const small = best(program(5_000));
    const large = best(program(100_000));
    expect(large / Math.max(small, 1)).toBeLessThan(120);
    // Far above what it takes, far below what a squared cost would.
    expect(large).toBeLessThan(3_000);
  });
}
