import { describe, expect, test } from "vitest";
import { parseNix } from "../support/syntax.ts";
import { timesTheWork } from "../support/work.ts";
import { show } from "./show.ts";

const forms: [string, string][] = [
  ["x", "x"],
  ["1", "1"],
  ["9223372036854775807", "9223372036854775807"],
  ["9223372036854775808", "toolarge"],
  ["1.5e3", "1500f"],
  [".5", "0.5f"],
  ["http://a.b/c?d", '"http://a.b/c?d"'],
  ["./a/b.nix", "path:./a/b.nix"],
  ["~/a", "path:~/a"],
  ["a/${b}c/d", "path:a/${b}c/d"],
  ["./a/${b}/c ./d", "(path:./a/${b}/c path:./d)"],
  ["<nixpkgs/lib>", "<nixpkgs/lib>"],
  ["a//b", "(a // b)"],
  ["a.b//c.d", "((a.b) // (c.d))"],
  ["{ }", "{}"],
  ['rec { a = 1; b.c."d e" = 2; }', "rec{a=1; b.c.d e=2;}"],
  ['{ ${a} = 1; ${"b"} = 2; "c${d}" = 3; }', '{${a}=1; b=2; ${"c${d}"}=3;}'],
  [
    "{ inherit a b; inherit (c.d) e; inherit; inherit (f); }",
    "{inherit a b; inherit ((c.d)) e; inherit; inherit (f);}",
  ],
  ["[ a (b c) d.e ]", "[a (b c) (d.e)]"],
  ["a.b.c or d.e", "(a.b.c or (d.e))"],
  ["a ? b.${c}", "(a ? b.${c})"],
  ["f a b", "((f a) b)"],
  ["x: y: z", "(x: (y: z))"],
  ["{ a, b ? 1, ... }: c", "({a,b?1...}: c)"],
  ["{ a, b, }: c", "({a,b}: c)"],
  ["{ }@x: c", "(x@{}: c)"],
  ["x@{ a }: c", "(x@{a}: c)"],
  ["let a = 1; in a", "(let a=1; in a)"],
  ["let { body = 1; }", "(legacy-let body=1; in _)"],
  ["if a then b else c", "(if a b c)"],
  ["assert a; b", "(assert a b)"],
  ["with a; b", "(with a b)"],
  ["!a.b", "(!(a.b))"],
  ["-a", "(-a)"],
  ["a + b * c", "(a + (b * c))"],
  ["a // b // c", "(a // (b // c))"],
  ["a -> b -> c", "(a -> (b -> c))"],
  ["a ++ b == c && d || e", "((((a ++ b) == c) && d) || e)"],
  ["a |> f |> g", "((a |> f) |> g)"],
  ["g <| f <| a", "(g <| (f <| a))"],
  ["f or", "(f or)"],
  ["\uFEFF1", "1"],
  ["{\r\n  a = 1;\r\n}", "{a=1;}"],
];

test.each(forms)("%j", (text, expected) => {
  expect(show(parseNix(text).root)).toBe(expected);
});

describe("strings mean what they mean to Nix", () => {
  const strings: [string, string][] = [
    ['"a\\n\\t\\r\\"\\\\\\x"', 'a\\n\\t\\r\\"\\\\x'],
    ['"\\${a}"', "${a}"],
    ['"$${a}"', "$${a}"],
    ['"$$${a}"', "$$${a}"],
    ['"a$"', "a$"],
    ['"a\r\nb\rc"', "a\\nb\\nc"],
    ["''\n  a\n    b\n  ''", "a\\n  b\\n"],
    ["''  a''", "a"],
    ["''\n    a\n  b''", "  a\\nb"],
    ["''\n  a\n\n  b\n''", "a\\n\\nb\\n"],
    ["''a ''${b} '''c''' ''\\n''\\t''", "a ${b} ''c'' \\n\\t"],
    ["''a $${b}''", "a $${b}"],
    ["''\n  ${a}\n    b''", "${a}\\n  b"],
    ["''\n    a\n  ${b}''", "  a\\n${b}"],
    ["''\n  ''\\n  a''", "\\na"],
    ["'''a'''''", "'a''"],
    ["'''${a}/b' ''", "'${a}/b' "],
    ["''\n\ta\n\t b''", "\\ta\\n\\t b"],
  ];
  test.each(strings)("%j", (text, expected) => {
    expect(show(parseNix(text).root)).toBe(`"${expected}"`);
  });
});

describe("broken texts keep what is whole in them", () => {
  const broken: [string, string][] = [
    ["{ services.a. }", "{services.a=_;}"],
    ["{ a = 1; b = ; c = 2; }", "{a=1; b=_; c=2;}"],
    ["{\n  a = 1\n  b = 2;\n}", "{a=1; b=2;}"],
    ["{ s = { c = { p } ; }; }", "{s={c={p=_;};};}"],
    ["{ a = [ 1 2; b = 3; }", "{a=[1 2]; b=3;}"],
    ["{ a = (f x; b = 3; }", "{a=(f x); b=3;}"],
    ['{\n  a = "x;\n  b = 1;\n}', '{a="x"; b=1;}'],
    ["{\n  a = {\n    x = 1;\n  b = 2;\n}", "{a={x=1;}; b=2;}"],
    ["let a = 1; a + 2", "(let a=1; in (a + 2))"],
    ["if a then b", "(if a b _)"],
    ["a: b.", "(a: (b.))"],
    ["{ a, b c }: a", "({a,b,c}: a)"],
    ["{ a = 1; } }", "{a=1;}"],
    ["1 +", "(1 + _)"],
  ];
  test.each(broken)("%j", (text, expected) => {
    const file = parseNix(text);
    expect(file.problems.length).toBeGreaterThan(0);
    expect(show(file.root)).toBe(expected);
  });
});

describe("what is not analysed", () => {
  test("too large", () => expect(parseNix(`[ ${"1 ".repeat(1_100_000)} ]`).notAnalysed).toMatch(/2 MB/));
  test("not text", () => expect(parseNix("{ a = \0; }").notAnalysed).toMatch(/text/));
  test("nested too deeply", () => {
    for (const [open, close] of [
      ["[", "]"],
      ["(", ")"],
      ["{a=", ";}"],
      ["x:", "1"],
      ["!", "1"],
      ["${", "}"],
    ] as const) {
      for (const text of [open.repeat(20_000) + close.repeat(20_000), open.repeat(20_000), close.repeat(20_000)]) {
        const file = parseNix(text);
        expect(file.root === null || file.notAnalysed === null).toBe(true);
      }
    }
  });
  test.each(["a b } ; ' \" { ", "}{", "''", "${", '"${', "a = ", "let in ", "\u{1F600} "])(
    "ten times the garbage is ten times the work: %j",
    (piece) => {
      const garbage = (size: number) => () => void parseNix(piece.repeat(Math.floor(size / piece.length)));
      expect(timesTheWork(garbage(20_000), garbage(200_000))).toBeLessThan(12);
    },
  );
});
