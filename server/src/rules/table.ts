/** All rules by code, with their metadata: for documentation, severities, SARIF and the settings. */
import { fleetRules } from "./fleetRules.ts";
import { hostsUnknown } from "./host/hostsUnknown.ts";
import { hostRules } from "./hostRules.ts";
import type { RuleMeta } from "./support/rule.ts";
import { syntaxRules } from "./syntaxRules.ts";

export const ruleTable: ReadonlyMap<string, RuleMeta> = new Map(
  [...syntaxRules, hostsUnknown, ...hostRules, ...fleetRules].map(({ meta }) => [meta.code, meta]),
);
