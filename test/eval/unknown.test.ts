// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are Nix.
/** Unknowns: they spread with their reason, never become errors, and hide no value that is known. */
import { describe, expect, test } from "vitest";
import { makeUnknown, ready } from "../../server/src/eval/core/make.ts";
import type { Thunk } from "../../server/src/eval/core/value.ts";
import { run, show } from "../support/eval.ts";

const searchPath = new Map<string, Thunk>([["pkgs", ready(makeUnknown({ kind: "pkgs", path: [] }))]]);

/** `u` is unknown, `open` a set with `a = 1` and unknown others. */
function check(program: string, expected: string): void {
  const text = `let u = <pkgs>; open = u // { a = 1; }; in ${program}`;
  expect(show(text, {}, { searchPath })).toBe(expected);
}

describe("spreads through", () => {
  const programs = [
    "u + 1",
    "1 + u",
    '"x${u}"',
    'u + throw "x"',
    "if u then 1 else 2",
    "assert u; 1",
    "u.a.b",
    "u.a or 1",
    "u ? a",
    "u == u",
    "u < 1",
    "1 < u",
    "!u",
    "u && false",
    "u || true",
    "u -> true",
    "true && u",
    "u ++ [ ]",
    "[ ] ++ u",
    "{ } // u",
    "u // { }",
    "u 1",
    "({ a }: 1) u",
    "with u; something",
    "with u; { inherit a; }.a",
    "-u",
    "builtins.length u",
    "map (x: x) u",
    "builtins.attrNames u",
    "builtins.attrNames open",
    "builtins.attrValues open",
    "builtins.tryEval u",
    "builtins.seq u 1",
    "builtins.deepSeq [ u ] 1",
    "builtins.isString u",
    "builtins.typeOf u",
    "builtins.toJSON { a = u; }",
    "toString [ 1 u ]",
    "builtins.elem 1 [ u 1 ]",
    "builtins.filter (x: u) [ 1 ]",
    "builtins.sort (a: b: u) [ 1 2 ]",
    "builtins.foldl' (a: b: u) 1 [ 1 ]",
    "builtins.genList (x: x) u",
    "builtins.concatStringsSep u [ ]",
    'builtins.match u "a"',
    "throw u",
    "open.b",
    "open.b or 1",
    "open ? b",
    "open == open",
    "({ a }: a + 1) (open // { a = u; })",
    "import u",
    "{ ${u} = 1; }.b",
    "[ 1 ] == [ u ]",
    "u.x.y",
    "import <nixpkgs> { }",
    "builtins.currentSystem",
    'builtins.getEnv "HOME"',
    'builtins.fetchTarball "x"',
    '(derivation { name = "x"; system = "s"; builder = builtins.currentSystem; }).outPath',
    '"${derivation { name = "x"; system = builtins.currentSystem; builder = "b"; }}/bin"',
    '"${./x}"',
  ];
  for (const program of programs) test(program, () => check(program, `unknown ${kindOf(program)}`));
});

function kindOf(program: string): string {
  return /nixpkgs|builtins\.(current|getEnv|fetch)|derivation|\.\/x/.test(program) ? "impure" : "pkgs";
}

describe("leaves what is known", () => {
  const programs: [string, string][] = [
    ["open.a", "1"],
    ["open ? a", "true"],
    ["(open // { b = 2; }).b", "2"],
    ["({ b = 1; } // open).a", "1"],
    ["({ a, ... }: a) open", "1"],
    ["({ a, b }: a) open", "1"],
    ['(removeAttrs open [ "b" ]).a', "1"],
    ["(builtins.mapAttrs (n: v: v + 1) open).a", "2"],
    ["(builtins.intersectAttrs { a = 1; } open).a", "1"],
    ["builtins.length [ u u ]", "2"],
    ["false && u", "false"],
    ["true || u", "true"],
    ["false -> u", "true"],
    ["builtins.any (x: x) [ true u ]", "true"],
    ["(x: 1) u", "1"],
    ["with u; let a = 1; in a", "1"],
    ["with u; with { a = 1; }; a", "1"],
    ["[ 1 2 ] == [ u ]", "false"],
    ["{ a = u; } == { b = u; }", "false"],
    ["builtins.attrNames { a = u; }", '[ "a" ]'],
    ['(derivation { name = "x"; system = u; builder = u; }).name', '"x"'],
    ['(derivation { name = "x"; }).type', '"derivation"'],
    ['(derivation { name = "x"; outputs = [ "out" "dev" ]; }).dev.outputName', '"dev"'],
    ["{ ${u} = 1; a = 2; }.a", "2"],
    ["toString ./x", '"/x"'],
  ];
  for (const [program, expected] of programs) test(program, () => check(program, expected));
});

test("an error that comes first stays an error", () => {
  check('throw "x" + u', "error throw: x");
  check("[ (1 + null) u ]", "error type: cannot add null to an integer");
});

test("what is selected from pkgs is kept in the reason", () => {
  const outcome = run("<pkgs>.hello.meta or 1", {}, { searchPath });
  expect(outcome).toMatchObject({ kind: "unknown", reason: { kind: "pkgs", path: ["hello", "meta"] } });
});

test("a part that is missing while typing is unknown, the rest is not", () => {
  expect(show("{ a = ; b = 1; }.b")).toBe("1");
  expect(show("{ a = ; b = 1; }.a")).toBe("unknown syntax");
});

test("a wrong name or a double attribute harms only itself", () => {
  expect(show("{ a = nothing; b = 1; }.b")).toBe("1");
  expect(show("{ a = 1; a = 2; b = 1; }.b")).toBe("1");
  expect(show("{ a = 1; a = 2; b = 1; }.a")).toBe("unknown syntax");
});
