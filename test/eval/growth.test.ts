/** Work grows with the number of elements, not faster. */
import { expect, test } from "vitest";
import { makeLib } from "../../server/src/nixpkgs/lib/lib.ts";
import { run } from "../support/eval.ts";
import { timesTheWork } from "../support/work.ts";

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

const PATHS: readonly (readonly [string, (size: number) => string])[] = [
  ["one long attribute path", (n) => `{ ${names(n)} = 1; }.${names(n)}`],
  [
    "two long paths that share all but their end",
    (n) => `let s = { ${names(n)}.b = 1; ${names(n)}.c = 2; }; in s.${names(n)}.c`,
  ],
  [
    "two literal sets that share a long path",
    (n) => `{ a = { ${names(n)}.b = 1; }; a = { ${names(n)}.c = 2; }; }.a.${names(n)}.c`,
  ],
];

function names(count: number): string {
  return "a.".repeat(count / 10).slice(0, -1);
}

const natives = new Map([["file:///lib", makeLib()]]);

test("unique elements of any plain form", () => {
  for (const element of ["x", '"a${toString x}"', "x * 0.5", "{ a = x / 1000; }.a"]) {
    const of = (size: number) => () =>
      expect(
        run(`builtins.length ((import /lib).unique (builtins.genList (x: ${element}) ${size}))`, {}, { natives }).kind,
      ).toBe("value");
    expect(timesTheWork(of(500), of(5_000)), element).toBeLessThan(15);
  }
});

for (const [name, program] of [...WORK, ...PATHS]) {
  test(name, () => {
    const of = (size: number) => () => expect(run(program(size)).kind).toBe("value");
    // ten times the elements: more only by what sorting needs besides
    expect(timesTheWork(of(2_000), of(20_000))).toBeLessThan(15);
  });
}
