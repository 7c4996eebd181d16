/** Reports where evaluating a host certainly ends with an error: a `throw`, a missing attribute, an endless recursion. */
import type { FailedProblem, HostEvaluation } from "../../modules/api.ts";
import { formatPath } from "../../syntax/tree/attrName.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { placeOfModule, placeOfPath } from "../support/placement.ts";
import type { Finding, RuleMeta } from "../support/rule.ts";

const meta: RuleMeta = {
  code: "evaluation-error",
  severity: "error",
  summary: "Evaluating the host ends here with an error, as it would in Nix.",
  documentation: `
Evaluating the host ends here with an error, as it would in Nix: a \`throw\`, a missing attribute, an infinite recursion,
a function called with a wrong argument.
`,
};

/** What other rules report in their own words. */
const reportedElsewhere: ReadonlySet<FailedProblem["error"]> = new Set(["missingFile", "undefinedName"]);

export const evaluationError: HostRule = {
  meta,
  check(context) {
    const failed = failures(context.host);
    if (failed.length === 0) return [];
    // What NixOS's own modules define may be what is missing.
    const certain = new Set(failures(context.host.doubting()).map(nameOf));
    return failed.filter((problem) => certain.has(nameOf(problem))).map((problem) => finding(context, problem));
  },
};

function failures(host: HostEvaluation): readonly FailedProblem[] {
  return host
    .problems()
    .filter((problem) => problem.kind === "failed")
    .filter(({ error }) => !reportedElsewhere.has(error));
}

function nameOf({ path, error, message }: FailedProblem): string {
  return JSON.stringify([path, error, message]);
}

function finding(context: HostRuleContext, { origin, definition, module, path, message }: FailedProblem): Finding {
  const asked = definition === null ? placeOfModule(context, module) : placeOfPath(context, definition);
  const place = context.locate(origin);
  const what = path === null ? "" : `${formatPath(path)}: `;
  if (place === null) return { code: meta.code, ...asked, message: what + message };
  const related = definition === null ? [] : [{ ...asked, message: "While evaluating this definition." }];
  return { code: meta.code, ...place, message: what + message, related };
}
