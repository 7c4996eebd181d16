/**
 * The findings of a workspace written into its text:
 *
 *   { services.iam.enable = "yes"; }
 *   #                       ^^^^^ error[type-mismatch]: services.iam.enable takes a boolean, not the string "yes".
 *
 * A finding that begins in the first two columns is written `#<COLUMN+LENGTH> error[…]: …`.
 */
import { expect } from "vitest";
import type { KnownList } from "../../server/src/rules/support/hostRule.ts";
import type { PlacedFinding } from "../../server/src/rules/support/rule.ts";
import type { Analysis } from "../../server/src/session/messages.ts";
import { analyse } from "./analyse.ts";
import { splitFiles } from "./marks.ts";

const annotation = /^#(?:<\d+\+\d+>| *\^+) (?:error|warning|information|hint)\[.*\n?/gm;

/**
 * Analyses the files of a marked text and expects exactly the findings that are written into it. `unused-binding` counts
 * only where the text has one: other fixtures need not use every argument.
 */
export async function checkDiagnostics(marked: string, knownOptions?: () => KnownList | null): Promise<Analysis> {
  const files = splitFiles(marked.replace(/^\n/, ""));
  const plain = new Map(files.map(({ path, text }) => [`file://${path}`, text.replace(annotation, "")]));
  const countsUnused = marked.includes("[unused-binding]");
  const analysis = await analyse(plain, undefined, undefined, knownOptions);
  const annotated = files.map(({ path }) => {
    const uri = `file://${path}`;
    const found = findingsOf(analysis, uri).filter((finding) => countsUnused || !isUnused(finding));
    return { path, text: annotate(plain.get(uri) ?? "", found) };
  });
  expect(annotated).toEqual(files.map(({ path, text }) => ({ path, text })));
  return analysis;
}

export function isUnused({ code }: PlacedFinding): boolean {
  return code === "unused-binding";
}

/** All findings of a file, in the order of the text. */
export function findingsOf(analysis: Pick<Analysis, "findings">, uri: string): PlacedFinding[] {
  const found = analysis.findings.get(uri);
  const findings = found === undefined ? [] : [...found.own, ...found.host];
  return findings.sort(
    (left, right) =>
      left.range.start.line - right.range.start.line || left.range.start.character - right.range.start.character,
  );
}

function annotate(text: string, findings: readonly PlacedFinding[]): string {
  const lines = text.split(/(?<=\n)/);
  const annotated = lines.map((line, index) => {
    const notes = findings.filter(({ range }) => range.start.line === index).map((finding) => note(line, finding));
    if (notes.length === 0) return line;
    return [line.endsWith("\n") ? line : `${line}\n`, ...notes.map((text) => `${text}\n`)].join("");
  });
  const beyond = findings.filter(({ range }) => range.start.line >= lines.length).map((finding) => note("", finding));
  return annotated.join("") + beyond.map((text) => `${text}\n`).join("");
}

function note(line: string, { range, severity, code, message, hosts }: PlacedFinding): string {
  const { start, end } = range;
  const stop = end.line === start.line ? end.character : line.trimEnd().length;
  const length = Math.max(0, stop - start.character);
  const mark =
    start.character < 2 || length === 0
      ? `#<${start.character}+${length}>`
      : `#${" ".repeat(start.character - 1)}${"^".repeat(length)}`;
  return `${mark} ${severity}[${code}]: ${message}${hosts === null ? "" : ` (${hosts.join(", ")})`}`;
}
