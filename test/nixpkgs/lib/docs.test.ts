/** The documentation of `lib`: there for every name, in one form. And the limits of its functions: they loop. */
import { describe, expect, test } from "vitest";
import { builtinDocs } from "../../../server/src/nixpkgs/lib/builtinDocs.ts";
import { libDocs } from "../../../server/src/nixpkgs/lib/docs.ts";
import { evaluateOurs } from "./support.ts";

describe("documentation", () => {
  test("every name has a signature and a sentence", () => {
    const bad = [...libDocs(), ...builtinDocs].filter(
      ([, { signature, summary }]) => signature === "" || !/^[A-Z0-9`"-].*\.$/s.test(summary) || summary.length > 130,
    );
    expect(bad).toEqual([]);
  });

  test.each([
    "mapAttrs",
    "lists.head",
    "strings.hasPrefix",
    "network.ipv6.fromString",
    "path.subpath.join",
    "licenses.mit",
    "systems.doubles.linux",
    "generators.toINI",
    "genAttrs",
  ])("%s is documented", (name) => {
    expect(libDocs().has(name)).toBe(true);
  });

  test("a documented name is there", () => {
    const has = (name: string) =>
      `(lib ? ${name
        .split(".")
        .map((part) => `"${part}"`)
        .join(".")})`;
    const names = [...libDocs().keys()];
    for (let start = 0; start < names.length; start += 100) {
      const some = names.slice(start, start + 100);
      const expression = `let lib = import /lib; in builtins.all (x: x) [ ${some.map(has).join(" ")} ]`;
      expect(evaluateOurs(expression)).toBe("true");
    }
  });
});

describe("long lists", () => {
  const long = "(range 1 20000)";
  test.each([
    [`length (flatten (map (x: [ x ]) ${long}))`, "20000"],
    [`length (unique (map toString ${long}))`, "20000"],
    [`length (sortOn (x: 0 - x) ${long})`, "20000"],
    [`foldl' add 0 ${long}`, "200010000"],
    [`foldr (a: b: a + b) 0 ${long}`, "200010000"],
    [`foldl (a: b: a + b) 0 ${long}`, "200010000"],
    [`head (foldr (a: b: [ a ] ++ b) [ ] (range 1 3000))`, "1"],
    [`foldr (a: b: if a == 5000 then throw "x" else a + b) 0 ${long}`, { error: "caught" }],
    [`length (concatMap (x: [ x x ]) ${long})`, "40000"],
    [`stringLength (concatMapStringsSep "," toString ${long})`, "108893"],
    [`length (splitString "," (concatMapStringsSep "," toString ${long}))`, "20000"],
    [`length (attrNames (genAttrs (map toString ${long}) (n: n)))`, "20000"],
    [`length (attrNames (foldAttrs (a: b: a) 0 (map (x: { \${toString x} = x; }) ${long})))`, "20000"],
    [`length (zipLists ${long} ${long})`, "20000"],
    [`findFirst (x: x == 19999) null ${long}`, "19999"],
    [`length (toposort (a: b: false) (range 1 500)).result`, "500"],
    [`length (reverseList ${long})`, "20000"],
    [`last (naturalSort (map toString ${long}))`, '"20000"'],
    [`length (mapAttrsToList (n: v: v) (mergeAttrsList (map (x: { \${toString x} = x; }) ${long})))`, "20000"],
    [`(composeManyExtensions (map (x: final: prev: { n = prev.n + 0; }) (range 1 50)) { } { n = 1; }).n`, "1"],
    [`length (range 1 100000000000)`, "too large"],
    [`stringLength (strings.replicate 1000000000 "abc")`, "too large"],
    [`length (cartesianProduct (genAttrs (map toString (range 1 40)) (n: range 1 9)))`, "too large"],
    [`length (replicate 4000000000 1)`, "too large"],
  ])("%s", (expression, expected) => {
    const verdict = evaluateOurs(expression);
    const kind = typeof verdict === "object" && "unknown" in verdict ? verdict.unknown.kind : null;
    expect(kind === "tooLarge" || kind === "outOfFuel" ? "too large" : verdict).toEqual(expected);
  });
});
