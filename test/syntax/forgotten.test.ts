/**
 * One sign is taken out of the platform's own Nix files, each in turn: how often one finding, and only one, stands where
 * a person would look. `FORGOTTEN=1 npx vitest run test/syntax/forgotten.test.ts` prints the table.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { skipBlank } from "../../server/src/syntax/recovery/tokens.ts";
import { slow } from "../support/slow.ts";
import { parseNix } from "../support/syntax.ts";
import { type Sign, signsOf } from "./signs.ts";

/** The least share that is right, for each kind of sign; `}$` closes an interpolation. */
const FLOORS: Readonly<Record<string, number>> = {
  ";": 1,
  "{": 0.94,
  "}": 0.95,
  '"': 0.93,
  "''": 0.83,
  "[": 0.96,
  "]": 0.91,
  "(": 0.8,
  ")": 0.86,
  "${": 0.9,
  "}$": 0.8,
};

/** How far below its floor a share may be where only a few were tried. */
const doubt = slow.runs(0.12, 0);

interface Tally {
  broken: number;
  single: number;
  right: number;
}

const seed = slow.seed(20_261_201);

test(`what is forgotten is found, once, where a person would look, seed ${seed}`, () => {
  const tallies = new Map<string, Tally>();
  const places = corpus().flatMap((text) => signsOf(text).map((sign) => ({ text, sign })));
  for (const kind of Object.keys(FLOORS)) {
    const ofKind = places.filter(({ sign }) => sign.kind === kind);
    for (const { text, sign } of slow.sample(ofKind, 50, seed)) count(tallies, text, sign);
  }
  if (process.env["FORGOTTEN"] !== undefined) console.table(Object.fromEntries(tallies));
  const below = [...tallies].filter(([kind, { broken, right }]) => right / broken < (FLOORS[kind] ?? 1) - doubt);
  expect(below).toEqual([]);
  expect([...tallies.keys()].sort()).toEqual(Object.keys(FLOORS).sort());
  for (const [kind, { broken }] of tallies) expect(broken, kind).toBeGreaterThan(slow.runs(0, 10));
});

function corpus(): string[] {
  const root = new URL("../../nix/", import.meta.url);
  return ["modules", "lib", "examples", "packages"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".nix"))
      .sort()
      .map((path) => readFileSync(new URL(`${folder}/${path}`, root), "utf8")),
  );
}

function count(tallies: Map<string, Tally>, text: string, sign: Sign): void {
  const without = text.slice(0, sign.start) + text.slice(sign.start + sign.text.length);
  const file = parseNix(without);
  // A `${` that is gone from a string leaves other text, and no fault.
  if (file.problems.length === 0) return;
  const tally = tallies.get(sign.kind) ?? { broken: 0, single: 0, right: 0 };
  tallies.set(sign.kind, tally);
  tally.broken++;
  const [problem, second] = file.problems;
  if (problem === undefined || second !== undefined) return;
  tally.single++;
  const line = (offset: number): number => file.lines.positionAt(offset).line;
  const partner = sign.partner > sign.start ? sign.partner - sign.text.length : sign.partner;
  const valueEnd = without.slice(0, sign.start).trimEnd().length;
  if (sign.kind === ";") {
    if (problem.range.end === valueEnd && problem.insertion?.offset === valueEnd) tally.right++;
    return;
  }
  const expected = new Set([sign.start, partner, valueEnd].map(line));
  const told = [problem.range.start, ...(problem.insertion === null ? [] : [problem.insertion.offset])];
  const beside = problem.insertion !== null && onlyBlankBetween(without, problem.insertion.offset, sign.start);
  if (beside || told.some((offset) => expected.has(line(offset)))) tally.right++;
}

function onlyBlankBetween(text: string, left: number, right: number): boolean {
  return skipBlank(text, Math.min(left, right)) >= Math.max(left, right);
}
