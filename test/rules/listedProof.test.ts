/**
 * Options of NixOS drawn from the list with a seed, each defined right and in every way that people get one wrong: what
 * the list allows to be said is said at the right place, the fix puts right what was wrong, and what is right is silent.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nixosOptions } from "../../server/src/node/nodeSession.ts";
import type { PlacedFinding } from "../../server/src/rules/support/rule.ts";
import { nearNames } from "../../server/src/schema/lookup.ts";
import { formatName } from "../../server/src/syntax/tree/attrName.ts";
import { analyse } from "../support/analyse.ts";
import { findingsOf } from "../support/checkDiagnostics.ts";
import { applyFix, fixesOf } from "../support/checkFix.ts";
import { randomness } from "../support/edits.ts";
import { slow } from "../support/slow.ts";

const list = nixosOptions();
const seed = slow.seed(20260301);
const rows = slow.runs(150, 500);

interface Row {
  /** Names from the root on, with the user's own in the place of `<name>`. */
  readonly names: readonly string[];
  /** The nodes above each name, the root first. */
  readonly nodes: readonly number[];
  readonly accepted: string;
  readonly rejected: string | null;
  readonly confirmed: boolean | null;
}

const samples: Readonly<Record<string, { accepted: string | null; rejected: string | null; confirmed: boolean }>> =
  JSON.parse(readFileSync(new URL("../schema/typeTexts.json", import.meta.url), "utf8"));

function allRows(): readonly Row[] {
  const found: Row[] = [];
  const walk = (node: number, names: readonly string[], nodes: readonly number[]): void => {
    for (const child of list.children(node)) {
      const name = list.name(child);
      const here = [...names, /^<.*>$/.test(name) ? "own" : name];
      const above = [...nodes, node];
      const type = list.type(child);
      const sample = type === null ? undefined : samples[type.description];
      if (sample?.accepted != null && !here.includes("*"))
        found.push({
          names: here,
          nodes: above,
          accepted: sample.accepted,
          rejected: sample.confirmed ? sample.rejected : null,
          confirmed: list.isConfirmed(child),
        });
      walk(child, here, above);
    }
  };
  walk(0, [], []);
  return found;
}

function draw(): readonly Row[] {
  const next = randomness(seed).below;
  const all = [...allRows()];
  return Array.from({ length: rows }, () => all.splice(next(all.length), 1)[0]).flatMap((row) => row ?? []);
}

const drawn = draw();

/** One definition, each in a module of its own on a line of its own. */
interface Line {
  readonly names: readonly string[];
  readonly value: string;
}

const forms: Readonly<Record<string, (lines: readonly string[]) => ReadonlyMap<string, string>>> = {
  "a plain configuration": (lines) =>
    new Map([
      [
        "file:///etc/configuration.nix",
        `{\n  system.stateVersion = "24.11";\n  imports = [\n${lines.join("\n")}\n  ];\n}\n`,
      ],
    ]),
  "a flake": (lines) =>
    new Map([
      [
        "file:///etc/flake.nix",
        `{\n  outputs = { nixpkgs, ... }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ ./host.nix ]; }; };\n}\n`,
      ],
      ["file:///etc/host.nix", `{ pkgs, ... }:\n{\n  imports = [\n${lines.join("\n")}\n  ];\n}\n`],
    ]),
};

const fileOf: Readonly<Record<string, string>> = {
  "a plain configuration": "file:///etc/configuration.nix",
  "a flake": "file:///etc/host.nix",
};

const printed = ({ names, value }: Line): string => `    { ${names.map(formatName).join(".")} = ${value}; }`;

interface Result {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly PlacedFinding[];
  readonly lineOf: (index: number) => number;
}

async function check(form: string, lines: readonly Line[]): Promise<Result> {
  const texts = lines.map(printed);
  const files = forms[form]?.(texts) ?? new Map();
  const uri = fileOf[form] ?? "";
  const text = files.get(uri) ?? "";
  const first = text.slice(0, text.indexOf("imports")).split("\n").length;
  const analysis = await analyse(files, undefined, undefined, nixosOptions);
  const findings = findingsOf(analysis, uri).filter(({ code }) => code !== "unused-binding");
  return { files, findings, lineOf: (index) => first + index };
}

type Slip = (name: string, at: number) => string;
const slips: Readonly<Record<string, Slip>> = {
  "one letter wrong": (name, at) => name.slice(0, at) + (name[at] === "q" ? "w" : "q") + name.slice(at + 1),
  "one letter dropped": (name, at) => name.slice(0, at) + name.slice(at + 1),
  "one letter doubled": (name, at) => name.slice(0, at) + (name[at] ?? "") + name.slice(at),
  "two letters swapped": (name, at) => name.slice(0, at) + (name[at + 1] ?? "") + (name[at] ?? "") + name.slice(at + 2),
  "wrong case": (name, at) => {
    const letter = name[at] ?? "";
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return name.slice(0, at) + other + name.slice(at + 1);
  },
};

/** Whether names at a node that it does not list may still be right. */
function takesNames(node: number): boolean {
  for (const child of list.children(node)) if (/^<.*>$|^\*$/.test(list.name(child))) return true;
  const type = list.type(node);
  return list.isOption(node) && type?.description !== "submodule" && type?.description !== "null or (submodule)";
}

/** Whether the list may say that `name` is wrong below the last of `above` (the table of what is said). */
function maySay(above: readonly number[], name: string): boolean {
  const parent = above.at(-1) ?? 0;
  if (list.child(parent, name) !== null || takesNames(parent)) return false;
  if (above.slice(0, -1).some((node) => /^<.*>$/.test(list.name(node))) || !list.isInBoth(parent)) {
    const siblings = [...list.children(parent)]
      .filter((child) => !list.isHidden(child))
      .map((child) => list.name(child));
    return nearNames(siblings, name, 1).length > 0;
  }
  return (
    !above.some((node) => /^<.*>$/.test(list.name(node))) ||
    nearNames(
      [...list.children(parent)].map((c) => list.name(c)),
      name,
      1,
    ).length > 0
  );
}

describe.each(Object.keys(forms))("in %s", (form) => {
  test("what is right is silent", async () => {
    const { findings } = await check(
      form,
      drawn.map(({ names, accepted }) => ({ names, value: accepted })),
    );
    expect(findings.map(({ message, code }) => `${code}: ${message}`)).toEqual([]);
  }, 60_000);

  test.each(Object.keys(slips))(
    "%s",
    async (kind) => {
      const slip = slips[kind];
      const next = randomness(seed + kind.length).below;
      const cases = drawn.flatMap((row) => {
        const at = next(row.names.length);
        const name = row.names[at] ?? "";
        const wrong = slip?.(name, next(Math.max(1, name.length - 1))) ?? name;
        if (wrong === name || wrong === "" || /[^\w-]/.test(wrong) || name === "own") return [];
        return [{ row, at, name, wrong, said: maySay(row.nodes.slice(0, at + 1), wrong) }];
      });
      const lines = cases.map(({ row, at, wrong }) => ({ names: row.names.with(at, wrong), value: row.accepted }));
      const { files, findings, lineOf } = await check(form, lines);
      const missed: string[] = [];
      let expected = 0;
      for (const [index, { row, at, name, wrong, said }] of cases.entries()) {
        if (!said) continue;
        expected++;
        const line = printed(lines[index] ?? { names: [], value: "" });
        const start =
          6 +
          row.names
            .slice(0, at)
            .map((each) => formatName(each).length + 1)
            .reduce((sum, one) => sum + one, 0);
        const found = findings.find(
          ({ range, code }) => range.start.line === lineOf(index) && code === "unknown-option",
        );
        const isThere =
          found?.range.start.character === start && found.range.end.character === start + formatName(wrong).length;
        const fix = found === undefined ? undefined : fixesOf(files, found)[0];
        const fixed =
          fix === undefined ? "" : ([...applyFix(files, fix).values()].at(-1) ?? "").split("\n")[lineOf(index)];
        if (!isThere) missed.push(`${line}: ${found?.message ?? "nothing"}`);
        else if (fixed !== printed({ names: row.names, value: row.accepted }))
          missed.push(`${line}: fixed to ${fixed}, not ${name}`);
      }
      expect(expected).toBeGreaterThan(rows / 4);
      expect(missed.length / expected, missed.join("\n")).toBeLessThanOrEqual(0.05);
    },
    60_000,
  );

  test("a level left out", async () => {
    const cases = drawn.flatMap((row) => {
      const at = row.names.length - 2;
      const name = row.names.at(-1) ?? "";
      const above = row.nodes.slice(0, at + 1);
      const isOwn = row.names.includes("own");
      if (at < 1 || isOwn || !maySay(above, name) || !list.isInBoth(above.at(-1) ?? 0)) return [];
      return [{ names: row.names.toSpliced(at, 1), right: row.names, value: row.accepted, at }];
    });
    const { findings, lineOf } = await check(form, cases);
    const missed = cases.filter(({ names, at }, index) => {
      const start = 6 + names.slice(0, at).reduce((sum, name) => sum + formatName(name).length + 1, 0);
      return !findings.some(
        ({ range, code }) =>
          code === "unknown-option" && range.start.line === lineOf(index) && range.start.character === start,
      );
    });
    expect(cases.length).toBeGreaterThan(rows / 4);
    expect(missed.length / cases.length, missed.map(printed).join("\n")).toBeLessThanOrEqual(0.05);
  }, 60_000);

  test("wrong form of value", async () => {
    const cases = drawn.filter(({ rejected, confirmed }) => rejected !== null && confirmed !== false);
    const lines = cases.map(({ names, rejected }) => ({ names, value: rejected ?? "" }));
    const { findings, lineOf } = await check(form, lines);
    const missed = cases.flatMap(({ confirmed }, index) => {
      const line = lines[index] ?? { names: [], value: "" };
      const start = 6 + line.names.map((name) => formatName(name).length + 1).reduce((sum, one) => sum + one, 0) + 2;
      const found = findings.find(({ range, code }) => range.start.line === lineOf(index) && code === "type-mismatch");
      const isThere = found !== undefined && found.range.start.character >= start;
      const isSure = found?.severity === (confirmed === true ? "error" : "warning");
      return isThere && isSure ? [] : [`${printed(line)}: ${found?.severity ?? ""} ${found?.message ?? "nothing"}`];
    });
    expect(cases.length).toBeGreaterThan(rows / 2);
    expect(missed.length / cases.length, missed.join("\n")).toBeLessThanOrEqual(0.05);
  }, 60_000);
});
