/** Reports a module's own assertions that are false on a host, and its warnings. */

import type { Location } from "../../base/range.ts";
import type { AssertionResult } from "../../modules/api.ts";
import { assertedOfMembers } from "../fleet/clusterNodeNotInPeers.ts";
import type { HostRule, HostRuleContext } from "../support/hostRule.ts";
import { falseAssertions, unmetNeeds } from "../support/needs.ts";
import { isWritten, placeOfModule, placeOfPath } from "../support/placement.ts";
import type { RuleMeta } from "../support/rule.ts";

const assertionMeta: RuleMeta = {
  code: "failed-assertion",
  severity: "error",
  summary: "An assertion of a module that is false on the host.",
  documentation: `
One of a module's \`assertions\` is false on the host. It stands where the assertion is written, if that is in your
workspace, else on the definition of the option that its message names, else on what imports the module. On a host with
an import that cannot be read, assertions are not reported.
`,
};

const warningMeta: RuleMeta = {
  code: "module-warning",
  severity: "warning",
  summary: "A warning of a module, evaluated on the host.",
  documentation: `
One of a module's \`warnings\`, evaluated on the host.
`,
};

export const failedAssertion: HostRule = {
  meta: assertionMeta,
  check(context) {
    const { host } = context;
    // An import that nobody here can read may define what the assertion misses.
    if (host.open.length > 0) return [];
    const failed = falseAssertions(host);
    if (failed.length === 0) return [];
    // Rules of their own say these better.
    const needs = new Set(unmetNeeds(host).map(({ assertion }) => assertion.key));
    const members = assertedOfMembers(context, failed);
    return failed
      .filter(({ key }) => !needs.has(key) && !members.has(key))
      .map((assertion) => ({
        code: assertionMeta.code,
        ...placeOfAssertion(context, assertion),
        message: assertion.message ?? "An assertion of this module is false.",
      }));
  },
};

export const moduleWarning: HostRule = {
  meta: warningMeta,
  check(context) {
    const { host } = context;
    if (host.open.length > 0) return [];
    const warnings = (host.warnings() ?? []).filter(({ message, ofDeprecation }) => message !== null && !ofDeprecation);
    if (warnings.length === 0) return [];
    const certain = new Set((host.doubting().warnings() ?? []).map(({ message }) => message));
    return warnings.flatMap(({ message, origin, definition }) => {
      if (message === null || !certain.has(message)) return [];
      const place = context.locate(origin) ?? placeOfMention(context, message);
      return [{ code: warningMeta.code, ...(place ?? placeOfModule(context, definition.module)), message }];
    });
  },
};

/**
 * In the workspace, where the assertion is written; else the definition of the option that its message names, so that
 * a user stands before what has to change; else what brings the module in.
 */
function placeOfAssertion(context: HostRuleContext, { origin, message, definition }: AssertionResult): Location {
  const written = context.locate(origin) ?? (message === null ? null : placeOfMention(context, message));
  return written ?? placeOfModule(context, definition.module);
}

const optionPath = /[a-zA-Z_][\w'-]*(?:\.[a-zA-Z_][\w'-]*)+/g;

/** The definition of the option that a message names: the longest one, or a service's `enable` when only that is written. */
function placeOfMention(context: HostRuleContext, message: string): Location | null {
  const mentioned = (message.match(optionPath) ?? []).map((text) => text.split("."));
  for (const path of mentioned) {
    for (let length = path.length; length > 1; length--) {
      const place = placeOfDefinition(context, path.slice(0, length));
      if (place !== null) return place;
    }
  }
  for (const [root, service] of mentioned) {
    const place = root === "services" && service ? placeOfDefinition(context, [root, service, "enable"]) : null;
    if (place !== null) return place;
  }
  return null;
}

function placeOfDefinition(context: HostRuleContext, path: readonly string[]): Location | null {
  const definition = context.host
    .definitions(path)
    .find((candidate) => candidate.status === "active" && isWritten(context, candidate));
  return definition === undefined ? null : placeOfPath(context, definition);
}
