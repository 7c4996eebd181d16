/** `syntax-error`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";
import { fixedText } from "../support/checkFix.ts";

describe("syntax-error", () => {
  test("a missing semicolon, at the end of the value before it", () =>
    checkDiagnostics(`
{
  a = 1
#     ^ error[syntax-error]: expected \`;\` after this value
  b = 2;
}
`));

  test("an unclosed brace, at the brace", () =>
    checkDiagnostics(`
{
  a = {
#     ^ error[syntax-error]: this \`{\` is not closed: expected \`}\`
    b = 1;

  c = 2;
}
`));

  test("its fix inserts what is missing", async () => {
    expect(await fixedText("{\n  a = 1\n  b = 2;\n}\n")).toEqual({ "Insert `;`": "{\n  a = 1;\n  b = 2;\n}\n" });
    expect(await fixedText("[ 1 2")).toEqual({ "Insert `]`": "[ 1 2 ]" });
    expect(await fixedText('{ a = "x; }')).toEqual({ 'Insert `"`': '{ a = "x"; }' });
    expect(await fixedText("let a = 1; a")).toEqual({ "Insert `in`": "let a = 1; in a" });
    expect(await fixedText("{ a, b c }: [ a b c ]")).toEqual({ "Insert `,`": "{ a, b, c }: [ a b c ]" });
  });
});
