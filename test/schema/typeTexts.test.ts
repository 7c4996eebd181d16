/**
 * Every text that the known options have for a type: read, printed again, and put to the test with a value that it takes
 * and one that it refuses. The values are recorded in `typeTexts.json` after the real `lib.types` has confirmed them:
 * `RECORD=1` with NIXPKGS_LIB and Nix writes them down.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { TypeInfo } from "../../server/src/modules/model/view.ts";
import { describedType } from "../../server/src/modules/types/describedType.ts";
import { knownOptions } from "../../server/src/node/assets.ts";
import { OptionTable } from "../../server/src/schema/optionTable.ts";
import { parseType } from "../../server/src/schema/parseType.ts";
import { nixType, ourVerdicts, realProgram, samples } from "../support/describedTypes.ts";
import { machineOf } from "../support/eval.ts";

interface Recorded {
  /** A value that the type takes, as Nix text. */
  readonly accepted: string | null;
  /** One that it refuses; `null`: there is none that is known. */
  readonly rejected: string | null;
  /** Whether real types have confirmed both. */
  readonly confirmed: boolean;
}

const file = new URL("typeTexts.json", import.meta.url);
/** How many options have each text. */
const texts = countTexts();

function countTexts(): ReadonlyMap<string, number> {
  const known = new OptionTable(brotliDecompressSync(knownOptions()), "nixos-options.br");
  const counts = new Map<string, number>();
  const walk = (node: number): void => {
    for (const child of known.children(node)) {
      const text = known.type(child)?.description;
      if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
      walk(child);
    }
  };
  walk(0);
  return counts;
}

const library = process.env["NIXPKGS_LIB"];
if (library !== undefined && process.env["RECORD"] === "1") record(library);

function record(folder: string): void {
  const asked = [...texts.keys()].sort().map((text) => {
    const type = parseType(text);
    return { text, nix: nixType(type), ...samples(type) };
  });
  const real = askReal(
    folder,
    asked.flatMap(({ nix, accepted, rejected }) => (nix === null ? [] : [{ type: nix, accepted, rejected }])),
  );
  const answers = asked.map(({ text, nix, accepted, rejected }): [string, Recorded] => {
    const answer = nix === null ? null : real.shift();
    if (answer == null) return [text, { accepted, rejected, confirmed: false }];
    const agrees = answer.accepted !== false && answer.rejected !== true;
    if (!agrees) console.error(`NOT CONFIRMED: ${text}: ${nix} ${accepted} ${rejected} ${JSON.stringify(answer)}`);
    else if (words(answer.description) !== words(text)) console.error(`CALLED: ${text}: ${answer.description}`);
    return [text, { accepted, rejected, confirmed: agrees }];
  });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(answers), null, 1)}\n`);
}

interface RealAnswer {
  readonly description: string;
  readonly accepted: boolean | null;
  readonly rejected: boolean | null;
}

function askReal(folder: string, asked: Parameters<typeof realProgram>[1]): RealAnswer[] {
  const { stdout, stderr, status } = spawnSync("nix-instantiate", ["--eval", "--strict", "--json", "-"], {
    input: realProgram(folder, asked),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const recorded = new Map<string, Recorded>(Object.entries(JSON.parse(readFileSync(file, "utf8"))));

/** Without the parentheses that group: NixOS releases differ in where they need them. */
function words(text: string): string {
  return text.replace(/[()]/g, "");
}

function opaqueParts(type: TypeInfo): number {
  return (type.kind === "opaque" ? 1 : 0) + (type.inner ?? []).reduce((sum, inner) => sum + opaqueParts(inner), 0);
}

test("every text is recorded", () => {
  expect([...texts.keys()].filter((text) => !recorded.has(text))).toEqual([]);
});

test("read and printed again, each is itself", () => {
  const machine = machineOf("null");
  const other = [...texts.keys()].filter((text) => {
    const type = parseType(text);
    return type.description !== text || words(describedType(type).describe(machine)) !== words(text);
  });
  expect(other).toEqual([]);
});

test("at least 97 % of the options whose type has a text have a type that is read to its end", () => {
  let all = 0;
  let read = 0;
  for (const [text, count] of texts) {
    all += count;
    if (opaqueParts(parseType(text)) === 0) read += count;
  }
  expect(read / all).toBeGreaterThan(0.97);
});

test("most texts that are read are confirmed by the real types", () => {
  const known = [...texts.keys()].filter((text) => opaqueParts(parseType(text)) === 0);
  const confirmed = known.filter((text) => recorded.get(text)?.confirmed === true);
  expect(confirmed.length / known.length).toBeGreaterThan(0.95);
});

describe("values", () => {
  test.each([...recorded].filter(([, { accepted, rejected }]) => accepted !== null || rejected !== null))(
    "%.80s",
    (text, { accepted, rejected }) => {
      const type = parseType(text);
      if (accepted !== null) expect(ourVerdicts(type, [accepted])).not.toEqual(["rejected"]);
      if (rejected !== null) expect(ourVerdicts(type, [rejected])).toEqual(["rejected"]);
    },
  );
});
