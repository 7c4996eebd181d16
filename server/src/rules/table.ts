/** All rules by code, with their metadata: for documentation, severities, SARIF and the settings. */
import { fleetRules } from "./fleet/fleetRules.ts";
import { hostRules } from "./hostRules.ts";
import { hostsUnknown } from "./hostsUnknown.ts";
import type { RuleMeta } from "./rule.ts";
import { syntaxRules } from "./syntaxRules.ts";

export const ruleTable: ReadonlyMap<string, RuleMeta> = new Map(
  [...syntaxRules, hostsUnknown, ...hostRules, ...fleetRules].map(({ meta }) => [meta.code, meta]),
);
