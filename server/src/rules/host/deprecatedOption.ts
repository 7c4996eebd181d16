/** Reports definitions of options that were renamed or removed, as the module that knows of it says. */
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { HostRule } from "../support/hostRule.ts";
import { placeOfPath } from "../support/placement.ts";
import type { Finding, Fix, FixContext, OpenFinding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "deprecated-option",
  severity: "warning",
  fixesAreIndependent: true,
  summary: "An option that was renamed or removed.",
  documentation: `
An option that was renamed (\`mkRenamedOptionModule\` and its kin) or removed; removed ones are errors, with the module's
instructions.

**Fix:** rename.
`,
};

export const deprecatedOption: HostRule = {
  meta,
  fixes,
  check(context) {
    return context.host.problems().flatMap((problem): Finding[] => {
      if (problem.kind !== "renamed" && problem.kind !== "removed") return [];
      const place = placeOfPath(context, problem.definition);
      if (problem.kind === "removed") {
        const message = `${formatPath(problem.path)} was removed. ${problem.instructions}`.trimEnd();
        return [{ code: meta.code, ...place, severity: "error", message }];
      }
      const to = formatPath(problem.to);
      return [
        {
          code: meta.code,
          ...place,
          message: `${formatPath(problem.path)} was ${problem.sameValue ? "renamed to" : "changed into"} ${to}.`,
          data: problem.sameValue ? { from: formatPath(problem.path), to } : {},
        },
      ];
    });
  },
};

/** Renames where the whole path stands in one binding. */
function fixes({ file }: FixContext, { range, data }: OpenFinding): Fix[] {
  const { from, to } = data;
  if (typeof from !== "string" || typeof to !== "string" || file.text.slice(range.start, range.end) !== from) return [];
  return [{ title: `Rename to \`${to}\``, preferred: true, edits: [{ uri: file.uri, range, newText: to }] }];
}
