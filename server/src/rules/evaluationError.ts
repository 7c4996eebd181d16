/** Reports where evaluating a host certainly ends with an error: a `throw`, a missing attribute, an endless recursion. */
import type { FailedProblem } from "../modules/hostEvaluation.ts";
import { formatPath } from "../syntax/attrName.ts";
import type { HostRule, HostRuleContext } from "./hostRule.ts";
import { placeOfModule, placeOfPath } from "./placement.ts";
import type { Finding, RuleMeta } from "./rule.ts";

const meta: RuleMeta = {
  code: "evaluation-error",
  severity: "error",
  summary: "Evaluating the host ends here with an error, as it would in Nix.",
};

/** What other rules report in their own words. */
const reportedElsewhere: ReadonlySet<FailedProblem["error"]> = new Set(["missingFile", "undefinedName"]);

export const evaluationError: HostRule = {
  meta,
  check(context) {
    return context.host.problems().flatMap((problem) => {
      if (problem.kind !== "failed" || reportedElsewhere.has(problem.error)) return [];
      return [finding(context, problem)];
    });
  },
};

function finding(context: HostRuleContext, { origin, definition, module, path, message }: FailedProblem): Finding {
  const asked = definition === null ? placeOfModule(context, module) : placeOfPath(context, definition);
  const place = context.locate(origin);
  const what = path === null ? "" : `${formatPath(path)}: `;
  if (place === null) return { code: meta.code, ...asked, message: what + message };
  const related = definition === null ? [] : [{ ...asked, message: "While evaluating this definition." }];
  return { code: meta.code, ...place, message: what + message, related };
}
