/** Tables of programs: one a line, `⏎` for a line break in it. */
import { readFileSync } from "node:fs";

/** The programs of `test/eval/programs/NAME.txt`. */
export function readPrograms(name: string): string[] {
  const text = readFileSync(new URL(`../eval/programs/${name}.txt`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll("⏎", "\n"));
}
