import { test } from "vitest";
import { checkDiagnostics } from "../support/checkDiagnostics.ts";

test("comments silence findings", () =>
  checkDiagnostics(`
{
  # plasmacloud: disable-next-line duplicate-attribute
  a = 1;
  a = 2;
# ^ error[duplicate-attribute]: a is already defined in this set.
  # plasmacloud: disable-next-line duplicate-attribute
  a = 3;
}
`));
