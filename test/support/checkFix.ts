/**
 * Quick fixes, tried as a user would: take the fix, check again. The finding is gone, none is new, and nothing but the
 * edit changed; CRLF stays CRLF.
 */

import { expect } from "vitest";
import { fixesFor } from "../../server/src/rules/registry.ts";
import type { Fix, PlacedFinding, TextEdit } from "../../server/src/rules/support/rule.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { analyse } from "./analyse.ts";
import { findingsOf, isUnused } from "./checkDiagnostics.ts";
import { markedWorkspace } from "./marks.ts";
import { parseNix } from "./syntax.ts";

export interface FixTrial {
  readonly title: string;
  readonly before: PlacedFinding;
  /** The files after the fix. */
  readonly files: ReadonlyMap<string, string>;
  readonly remaining: readonly PlacedFinding[];
}

/** Applies each fix of each finding of a workspace alone, and says what is left after it. */
export async function tryFixes(files: ReadonlyMap<string, string>): Promise<FixTrial[]> {
  const found = allFindings(await analyse(files));
  const others = found.filter((finding) => !isUnused(finding));
  // What is unused counts where there is nothing else: other fixes may leave something unused.
  const counts = (finding: PlacedFinding): boolean => others.length === 0 || !isUnused(finding);
  const trials: FixTrial[] = [];
  for (const finding of found.filter(counts)) {
    for (const fix of fixesOf(files, finding)) {
      const after = applyFix(files, fix);
      const remaining = allFindings(await analyse(after)).filter(counts);
      trials.push({ title: fix.title, before: finding, files: after, remaining });
    }
  }
  return trials;
}

/** As `tryFixes`, and expects of each fix what every fix promises. Gives the fixes' titles with the texts after them. */
export async function checkFixes(files: ReadonlyMap<string, string>): Promise<FixTrial[]> {
  const before = allFindings(await analyse(files)).map(describe);
  const trials = await tryFixes(files);
  for (const { title, before: finding, remaining } of trials) {
    const left = remaining.map(describe);
    expect(left, `${title}: its finding is gone`).not.toContain(describe(finding));
    expect(
      // What only the removed text used is unused then.
      left.filter((text) => !before.includes(text) && !text.includes(" unused-binding: ")),
      `${title}: nothing new`,
    ).toEqual([]);
  }
  // The same on a file with Windows line ends must give the same text with Windows line ends.
  const trialsOfCrlf = await tryFixes(new Map([...files].map(([uri, text]) => [uri, toCrlf(text)])));
  expect(trialsOfCrlf.map(({ title, files: after }) => [title, [...after]])).toEqual(
    trials.map(({ title, files: after }) => [title, [...after].map(([uri, text]) => [uri, toCrlf(text)])]),
  );
  return trials;
}

export function fixesOf(files: ReadonlyMap<string, string>, finding: PlacedFinding): Fix[] {
  const file = parseNix(files.get(finding.uri) ?? "", finding.uri);
  const range = {
    start: file.lines.offsetAt(finding.range.start),
    end: file.lines.offsetAt(finding.range.end),
  };
  const other = (uri: string) => {
    const text = files.get(uri);
    return text === undefined ? null : parseNix(text, uri);
  };
  return fixesFor({ file, other }, { code: finding.code, range, data: finding.data ?? {} });
}

export function applyFix(files: ReadonlyMap<string, string>, fix: Fix): Map<string, string> {
  const after = new Map(files);
  for (const { uri, text } of fix.creates ?? []) after.set(uri, text);
  for (const uri of new Set(fix.edits.map((edit) => edit.uri))) {
    after.set(
      uri,
      applyEdits(
        after.get(uri) ?? "",
        fix.edits.filter((edit) => edit.uri === uri),
      ),
    );
  }
  return after;
}

/** Edits hold offsets of the text before all of them, so they are applied from the end. */
function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((left, right) => right.range.start - left.range.start)
    .reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text);
}

function allFindings(analysis: Analysis): PlacedFinding[] {
  return [...analysis.findings.keys()].sort().flatMap((uri) => findingsOf(analysis, uri));
}

/** A finding without its place, which an edit may move. */
function describe({ uri, code, message }: PlacedFinding): string {
  return `${uri} ${code}: ${message}`;
}

function toCrlf(text: string): string {
  return text.replace(/\r?\n/g, "\r\n");
}

/** The texts of one configuration after each fix, by the fix's title. */
export async function fixedConfiguration(text: string): Promise<Record<string, string>> {
  const trials = await checkFixes(markedWorkspace(`#- /configuration.nix\n${text.replace(/^\n/, "")}`));
  return Object.fromEntries(
    trials.map(({ title, files }) => [title, files.get("file:///configuration.nix")?.trimEnd() ?? ""]),
  );
}

/** The texts of a file that is no module after each fix, by the fix's title. */
export async function fixedText(text: string): Promise<Record<string, string>> {
  const uri = "file:///test.nix";
  const trials = await checkFixes(new Map([[uri, text]]));
  return Object.fromEntries(trials.map(({ title, files }) => [title, files.get(uri) ?? ""]));
}
