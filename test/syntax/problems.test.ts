import { expect, test } from "vitest";
import { parseNix } from "../support/syntax.ts";

/** Each problem as `«what it underlines» message`, and the text after what it would insert. */
function problems(text: string): string[] {
  return parseNix(text).problems.map(({ range, message, insertion }) => {
    const after =
      insertion === null ? "" : ` → ${text.slice(0, insertion.offset)}${insertion.text}${text.slice(insertion.offset)}`;
    return `«${text.slice(range.start, range.end)}» ${message}${after}`;
  });
}

const cases: [string, string[]][] = [
  ["{ a = 1 }", ["«1» expected `;` after this value → { a = 1; }"]],
  ["{\n  a = f x\n  b = 2;\n}", ["«x» expected `;` after this value → {\n  a = f x;\n  b = 2;\n}"]],
  ["{\n  a = [ 1 ]\n  b.c = 2;\n}", ["«]» expected `;` after this value → {\n  a = [ 1 ];\n  b.c = 2;\n}"]],
  ["{ a = 1;", ["«{» this `{` is not closed: expected `}` → { a = 1; }"]],
  ["[ 1 2", ["«[» this `[` is not closed: expected `]` → [ 1 2 ]"]],
  ["(1 + 2", ["«(» this `(` is not closed: expected `)` → (1 + 2)"]],
  ['{ a = "x; }', ['«"» this string is not closed: expected `"` → { a = "x"; }']],
  ["''\n  x\n", ["«''» this string is not closed: expected `''`"]],
  ["let a = 1; a", ["«let» this `let` has no `in` → let a = 1; in a"]],
  ["{ a = ; }", ["«=» expected a value after `=`"]],
  ["{ a == 1; }", ["«==» a binding is written with `=`, not with `==`"]],
  ["{ a : 1; }", ["«:» a binding is written with `=`, not with `:`"]],
  ["{ a = b = 1; }", ["«=» values are compared with `==`; a single `=` cannot stand here"]],
  ["{ a = 1, b = 2; }", ["«,» a binding ends with `;`, not with `,`"]],
  ["[ 1, 2 ]", ["«,» list items are separated by blanks, not by `,`"]],
  ["{ a, b c }: a", ["«b» expected `,` between the arguments → { a, b, c }: a"]],
  ["{ a; b }: a", ["«;» arguments are separated by `,`, not by `;`"]],
  ["if a then b", ["«if» this `if` has no `else` → if a then b else "]],
  ["a: if a b else c", ["«if» this `if` has no `then` → a: if a then b else c"]],
  ["a: a.", ["«.» expected a name after `.`"]],
  ["{ ... }:\n{\n  a = 1;\n}\n}\n", ["«}» nothing is open that this `}` could close"]],
  ["{\n  a = 1;\n};\n", ["«;» unexpected `;` after the end of the file's expression"]],
  ["{ ... }:\n\n  a = 1;\n  b = 2;\n}\n", ["« » expected `{` here → { ... }:\n\n   {a = 1;\n  b = 2;\n}\n"]],
  ["{ a = map f x) y; }", ["«)» nothing opens what this `)` closes → { a = (map f x) y; }"]],
  ["{ a = f x ]; }", ["«]» nothing opens what this `]` closes → { a = [ f x ]; }"]],
  ["{ a = 1; } }", ["«}» nothing is open that this `}` could close"]],
  ["{ enable true; }", ["«enable» expected `=` after this name → { enable = true; }"]],
  ["{ enable; }", ["«enable» expected `=` and a value after this name → { enable = ; }"]],
  ["{ a = 1;; }", ["«;» this `;` ends nothing"]],
  ["{ a = 1 2 ]; }", ["«]» nothing opens what this `]` closes → { a = [ 1 2 ]; }"]],
  ["x: [ x: x ]", ["«:» unexpected `:`"]],
  ["[ if a then b else c ]", ["«if» `if …` needs parentheses here"]],
  ["1 /* a", ["«/*» this comment is not closed → 1 /* a*/"]],
  ["", ["«» a Nix file holds one expression, and this one holds none"]],
  ["a: a < a < a", ["«<» `<` cannot follow another comparison without parentheses"]],
  ["./a/", ["«./a/» a path cannot end with `/`"]],
  ["{ a, a }: a", ["«a» this function takes `a` twice"]],
  ["9223372036854775808", ["«9223372036854775808» this integer is too large: Nix integers end at 9223372036854775807"]],
  ["x: let ${x} = 1; in x", ["«${x}» a `let` cannot define a computed name"]],
  ["x: { inherit ${x}; }", ["«${x}» `inherit` takes names written out, not computed ones"]],
  ["x: x.in", ["«in» `in` is a keyword: as a name it needs quotes"]],
  ["or", ["«or» `or` needs a selection such as `a.b` before it"]],
];

test.each(cases)("%j", (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test("what is forgotten in a larger text is told where it was forgotten", () => {
  const text = [
    "{ config, lib, ... }:",
    "{",
    "  services.a = {",
    "    enable = true;",
    "    text = ''",
    "      some = text;",
    "    '';",
    "  };",
    '  services.b.name = "x";',
    "  services.c.list = [",
    "    1",
    "  ];",
    "}",
    "",
  ];
  const without = (line: number, what: string): string[] => {
    const changed = text.map((content, index) => (index === line ? content.replace(what, "") : content)).join("\n");
    const file = parseNix(changed);
    return file.problems.map(
      ({ range, insertion }) =>
        `${file.lines.positionAt(range.start).line}/${file.lines.positionAt(insertion?.offset ?? 0).line}`,
    );
  };
  expect(without(3, ";")).toEqual(["3/3"]);
  expect(without(7, "}")).toEqual(["2/6"]);
  expect(without(4, "''")).toEqual(["4/4"]);
  expect(without(6, "''")).toEqual(["4/6"]);
  expect(without(8, '"')).toEqual(["8/8"]);
  expect(without(11, "]")).toEqual(["9/10"]);
  expect(without(9, "[")).toEqual(["11/10"]);
  expect(without(2, "{")).toEqual(["2/2"]);
});
