/** `duplicate-attribute`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedText } from "../support/checkFix.ts";
import { codesOf } from "../support/syntax.ts";

describe("duplicate-attribute", () => {
  test("where Nix refuses it", () => {
    for (const text of [
      "{ a = 1; a = 2; }",
      "{ a = 1; a.b = 2; }",
      "{ a.b = 1; a = 2; }",
      "{ a.b = 1; a.b = 2; }",
      "{ a = { b = 1; }; a.b = 2; }",
      "{ a = { b = { c = 1; }; }; a = { b = { c = 2; }; }; }",
      "{ a = { b = 1; }; a = { b = { }; }; }",
      '{ a = 1; "a" = 2; }',
      "x: { inherit (x) a; a.b = 1; }",
      "a: { inherit a a; }",
      "let a = 1; a = 2; in a",
      "rec { a = 1; a = 2; }",
      "{ a = let x = { }; in x; a.b = 1; }",
    ]) {
      expect(codesOf(text), text).toEqual(["duplicate-attribute"]);
    }
  });

  test("not where Nix merges", () => {
    for (const text of [
      "{ a.b = 1; a.c = 2; }",
      "{ a = { b = 1; }; a.c = 2; }",
      "{ a.c = 2; a = { b = 1; }; }",
      "{ a = { b = 1; }; a = { c = 2; }; }",
      "{ a = { b = { }; }; a = { b = { }; }; }",
      "{ a.b.c = 1; a = { b = { d = 2; }; }; }",
      "{ a = rec { b = 1; }; a.c = b; }",
      "{ a = ({ b = 1; }); a.c = 2; }",
      "let a.b = 1; a.c = 1; in a",
      "x: { ${x} = 1; ${x} = 2; a.${x} = 1; }",
      "{ a = { }; b = { a = 1; }; c = x: { a = 1; }; }",
    ]) {
      expect(codesOf(text), text).toEqual([]);
    }
  });

  test("underlines the second definition", () =>
    checkDiagnostics(`
{
  networking.hostName = "a";
  users.mutableUsers = false;
  networking = {
    hostName = "b";
#   ^^^^^^^^ error[duplicate-attribute]: networking.hostName is already defined in this set.
  };
}
`));

  test("its fixes remove one", async () => {
    expect(await fixedText("{\n  a = 1;\n  b = 2;\n  a = 3;\n}\n")).toEqual({
      "Remove this definition of a": "{\n  a = 1;\n  b = 2;\n}\n",
      "Remove the first definition of a": "{\n  b = 2;\n  a = 3;\n}\n",
    });
    expect(await fixedText("a: { inherit a; b = 1; inherit a b; }")).toMatchObject({
      "Remove this definition of b": "a: { inherit a; b = 1; inherit a; }",
    });
  });
});
