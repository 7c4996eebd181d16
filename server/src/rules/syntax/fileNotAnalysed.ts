/** Says that a file was left out: too large, nested too deeply, encrypted, or not text. */
import type { RuleMeta } from "../support/rule.ts";
import type { SyntaxRule } from "../support/syntaxRule.ts";

const meta: RuleMeta = {
  code: "file-not-analysed",
  severity: "information",
  summary: "A file that is too large, nested too deeply, encrypted, or not text.",
  documentation: `
The file is larger than 2 MB, nests too deeply, is encrypted (by age, GnuPG, git-crypt or sops), or is not text. Nothing else
is said about it. Where a flake, a host or a module needs it, what it would give is unknown, and \`check\` names it and ends with 2.
`,
};

export const fileNotAnalysed: SyntaxRule = {
  meta,
  check({ uri, notAnalysed }) {
    if (notAnalysed === null) return [];
    return [
      { code: meta.code, uri, range: { start: 0, end: 0 }, message: `This file is not analysed: ${notAnalysed}.` },
    ];
  },
};
