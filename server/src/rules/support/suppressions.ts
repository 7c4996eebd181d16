/**
 * Comments that silence findings:
 *
 *   # plasmacloud: disable-next-line port-conflict
 *   # plasmacloud: disable-file unknown-option, type-mismatch
 */
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Finding } from "./rule.ts";

const directive = /^#\s*plasmacloud:\s*disable-(next-line|file)\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s*$/;

/** The findings of a file that no comment in it silences. */
export function unsuppressed(file: ParsedFile, findings: readonly Finding[]): Finding[] {
  if (findings.length === 0) return [];
  const everywhere = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  for (const comment of file.comments) {
    const match = directive.exec(file.text.slice(comment.start, comment.end).trimEnd());
    if (match === null) continue;
    const [, scope, list = ""] = match;
    const line = file.lines.positionAt(comment.start).line + 1;
    const codes = scope === "file" ? everywhere : (byLine.get(line) ?? new Set());
    if (scope !== "file") byLine.set(line, codes);
    for (const code of list.split(",")) codes.add(code.trim());
  }
  return findings.filter(
    ({ code, range }) => !everywhere.has(code) && !byLine.get(file.lines.positionAt(range.start).line)?.has(code),
  );
}
