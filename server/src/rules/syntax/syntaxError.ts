/** Reports text that does not parse, in words, at the place a person would look. */
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "syntax-error",
  severity: "error",
  summary: "Text that does not parse as Nix.",
};

export const syntaxError: SyntaxRule = {
  meta,
  check(file) {
    return file.problems.map(({ range, message, insertion }) => ({
      code: meta.code,
      uri: file.uri,
      range,
      message,
      // Relative to the finding, so that it holds when the text before it moves.
      data: insertion === null ? {} : { text: insertion.text, at: insertion.offset - range.start },
    }));
  },
};

/** Inserts what is missing. */
export function syntaxErrorFixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { text, at } = data;
  if (typeof text !== "string" || typeof at !== "number") return [];
  const offset = range.start + at;
  return [
    {
      title: `Insert \`${text.trim()}\``,
      preferred: true,
      edits: [{ uri: file.uri, range: { start: offset, end: offset }, newText: text }],
    },
  ];
}
