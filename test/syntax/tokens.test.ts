import { expect, test } from "vitest";
import { longestToken, tokenAt } from "../../server/src/syntax/recovery/tokens.ts";
import { randomness } from "../support/edits.ts";

test("a token told by its first characters is the longest one that can stand there", () => {
  const pieces = [
    "a",
    "b_c",
    "d'",
    "or",
    "let",
    ".",
    ".",
    "/",
    ":",
    "+",
    "-",
    "=",
    "=",
    "~",
    "<",
    ">",
    "0",
    "12",
    "${",
    '"',
    "''",
    ",",
  ];
  const random = randomness(7);
  const wrong: string[] = [];
  for (let run = 0; run < 20_000; run++) {
    const text = Array.from({ length: 6 }, () => pieces[random.below(pieces.length)] ?? "").join("");
    const [told, longest] = [tokenAt(text, 0), longestToken(text, 0)];
    if (told.type !== longest.type || told.text !== longest.text || told.end !== longest.end) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});
