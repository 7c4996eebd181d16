/** The findings that a file gives by itself, without any host. */
import type { Uri } from "../base/uri.ts";
import type { PlacedFinding } from "../rules/rule.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import { placeFinding } from "./place.ts";

export function ownFindings(file: ParsedFile): readonly PlacedFinding[] {
  return file.problems.flatMap(({ range, message }) => {
    const finding = { code: "syntax-error", uri: file.uri, range, message };
    return placeFinding(finding, "error", (uri) => (uri === file.uri ? file.lines : null)) ?? [];
  });
}

/** What is said at the start of a file that cannot be read as text. */
export function notAnalysedFinding(uri: Uri, reason: string): PlacedFinding {
  const start = { line: 0, character: 0 };
  return {
    uri,
    range: { start, end: start },
    code: "file-not-analysed",
    severity: "information",
    message: `this file is not analysed: ${reason}`,
    tags: [],
    related: [],
    hosts: null,
    data: null,
  };
}
