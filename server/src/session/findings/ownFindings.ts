/** The findings that a file gives by itself, without any host. */
import { safeMessage } from "../../base/safeText.ts";
import { checkSyntax } from "../../rules/registry.ts";
import type { Finding, PlacedFinding } from "../../rules/support/rule.ts";
import { unsuppressed } from "../../rules/support/suppressions.ts";
import { fileNotAnalysed } from "../../rules/syntax/fileNotAnalysed.ts";
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import { placeFinding } from "./placeFindings.ts";

export function ownFindings(file: ParsedFile): readonly PlacedFinding[] {
  const place = (finding: Finding) => placeFinding(finding, (uri) => (uri === file.uri ? file.lines : null)) ?? [];
  return unsuppressed(file, checkSyntax(file)).flatMap(place);
}

/** What is said at the start of a file that cannot be read as text. */
export function notAnalysedFinding(uri: string, reason: string): PlacedFinding {
  const start = { line: 0, character: 0 };
  return {
    uri,
    range: { start, end: start },
    code: fileNotAnalysed.meta.code,
    severity: fileNotAnalysed.meta.severity,
    message: safeMessage(`This file is not analysed: ${reason}.`),
    tags: [],
    related: [],
    hosts: null,
    data: null,
  };
}
