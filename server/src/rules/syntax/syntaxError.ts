/** Reports text that does not parse, in words, at the place a person would look. */
import type { Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "syntax-error",
  severity: "error",
  fixesAreIndependent: true,
  summary: "Text that does not parse as Nix.",
  documentation: `
The file does not parse. The message says what is missing and stands where a person would look: a missing \`;\` at the end
of the value before it, an unclosed \`{\` at the brace.

**Fix:** insert what is missing, where that is certain.
`,
};

export const syntaxError: SyntaxRule = {
  meta,
  fixes,
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
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
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
