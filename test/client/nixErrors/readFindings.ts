/** Output of Nix in tests: in as text, out as one line for each finding. */

import { createNixReader } from "../../../client/src/nixErrors/parse/errorReader.ts";
import type { NixFinding } from "../../../client/src/nixErrors/parse/nixFinding.ts";
import { readRecords } from "../../../client/src/nixLog/readRecords.ts";

/** The findings in output that may hold records, handed over in `pieces`. */
export function readPieces(pieces: Iterable<Uint8Array>): NixFinding[] {
  const found: NixFinding[] = [];
  const reader = createNixReader((finding) => found.push(finding));
  const records = readRecords((record) => {
    if (record.kind === "message") reader.message(record.message, record.shown);
    else if (record.kind === "line") reader.line(record.text);
  });
  for (const piece of pieces) records.push(piece);
  records.end();
  reader.end();
  return found;
}

export function readOutput(output: string): NixFinding[] {
  return readPieces([Buffer.from(output)]);
}

/** `error syntax /a.nix:4:39 syntax error, …`, and what else is known after a `|`. */
export function summary(finding: NixFinding): string {
  const { severity, kind, message, frames, option, definitions, within, subjects, askedIn, log, host } = finding;
  const [own, ...others] = frames.map(
    ({ file, line, column }) => `${file}:${line}${column === null ? "" : `:${column}`}`,
  );
  return [
    `${severity} ${kind} ${own ?? "-"} ${message.replaceAll("\n", " ⏎ ")}`,
    ...(others.length === 0 ? [] : [`via ${others.join(" ")}`]),
    ...(option === null ? [] : [`option ${option.join(" ")}`]),
    ...definitions.map(({ file, value }) => `in ${file}${value === "" ? "" : ` = ${value}`}`),
    ...(within === null ? [] : [`within ${within.option.join(" ")} in ${within.file}`]),
    ...(subjects.length === 0 ? [] : [`about ${subjects.join(" ")}`]),
    ...(askedIn === null ? [] : [`asked in ${askedIn}`]),
    ...(log.length === 0 ? [] : [`log ${log.join(" ⏎ ")}`]),
    ...(host === null ? [] : [`on ${host}`]),
  ].join(" | ");
}

/** The findings in output, without Nix's words about itself. */
export function summaries(output: string): string[] {
  return readOutput(output)
    .filter(({ kind }) => kind !== "tool")
    .map(summary);
}
