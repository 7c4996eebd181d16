/**
 * Every rule has one row here, in the order in which findings are made and in which pages list the rules. From the rows
 * come the checks, the fixes, the severities that can be set (`package.json`), and `docs/rules.md` (`npm run generate`).
 */

import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { clusterDuplicateNodeId } from "./fleet/clusterDuplicateNodeId.ts";
import { clusterEvenMembers } from "./fleet/clusterEvenMembers.ts";
import { clusterNodeNotInPeers } from "./fleet/clusterNodeNotInPeers.ts";
import { clusterPeerMismatch } from "./fleet/clusterPeerMismatch.ts";
import { endpointMismatch } from "./fleet/endpointMismatch.ts";
import { firewallClosed } from "./fleet/firewallClosed.ts";
import { conflictingDefinitions } from "./host/conflictingDefinitions.ts";
import { dataDirConflict } from "./host/dataDirConflict.ts";
import { deprecatedOption } from "./host/deprecatedOption.ts";
import { evaluationError } from "./host/evaluationError.ts";
import { failedAssertion, moduleWarning } from "./host/failedAssertion.ts";
import { hostsUnknown } from "./host/hostsUnknown.ts";
import { missingDependency } from "./host/missingDependency.ts";
import { missingFile } from "./host/missingFile.ts";
import { moduleNotImported } from "./host/moduleNotImported.ts";
import { portConflict } from "./host/portConflict.ts";
import { privilegedPort } from "./host/privilegedPort.ts";
import { readOnlyOption } from "./host/readOnlyOption.ts";
import { typeMismatch } from "./host/typeMismatch.ts";
import { unknownOption } from "./host/unknownOption.ts";
import { Fleet, type FleetRule } from "./support/fleetRule.ts";
import type { HostFacts } from "./support/hostFacts.ts";
import type { HostRule, HostRuleContext } from "./support/hostRule.ts";
import type { Finding, Fix, FixContext, OpenFinding, Rule, RuleMeta } from "./support/rule.ts";
import type { SyntaxRule } from "./support/syntaxRule.ts";
import { duplicateAttribute } from "./syntax/duplicateAttribute.ts";
import { fileNotAnalysed } from "./syntax/fileNotAnalysed.ts";
import { syntaxError } from "./syntax/syntaxError.ts";
import { undefinedName } from "./syntax/undefinedName.ts";
import { unusedBinding } from "./syntax/unusedBinding.ts";

/** Rules that need no host: they read one file, with every change of it. */
const syntaxRules: readonly SyntaxRule[] = [
  syntaxError,
  duplicateAttribute,
  undefinedName,
  unusedBinding,
  fileNotAnalysed,
];

/** Rules over one host. */
const hostRules: readonly HostRule[] = [
  moduleNotImported,
  unknownOption,
  typeMismatch,
  conflictingDefinitions,
  readOnlyOption,
  deprecatedOption,
  missingFile,
  evaluationError,
  missingDependency,
  failedAssertion,
  moduleWarning,
  portConflict,
  dataDirConflict,
  privilegedPort,
];

/** Rules across the hosts of a workspace. */
const fleetRules: readonly FleetRule[] = [
  endpointMismatch,
  firewallClosed,
  clusterDuplicateNodeId,
  clusterNodeNotInPeers,
  clusterEvenMembers,
  clusterPeerMismatch,
];

/** All rules. What cannot be known of the hosts is found where hosts are: the session asks `hostsUnknown` itself. */
const rules: readonly Rule[] = [...syntaxRules, hostsUnknown, ...hostRules, ...fleetRules];

/** All rules by code, with what is said of them: for severities, SARIF and the pages. */
export const ruleTable: ReadonlyMap<string, RuleMeta> = new Map(rules.map(({ meta }) => [meta.code, meta]));

const rulesByCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.meta.code, rule]));

/** What can be done about a finding, the most likely first; `[]` when nothing is certain. */
export function fixesFor(context: FixContext, finding: OpenFinding): Fix[] {
  return rulesByCode.get(finding.code)?.fixes?.(context, finding) ?? [];
}

/** Everything that can be said of a file alone, in offsets of its text. */
export function checkSyntax(file: ParsedFile): Finding[] {
  return syntaxRules.flatMap((rule) => rule.check(file));
}

/** Everything that is certainly wrong on one host, in offsets of the files of the workspace. */
export function checkHost(context: HostRuleContext): Finding[] {
  return hostRules.flatMap((rule) => rule.check(context));
}

/** What is certainly wrong between hosts, by the label of the host that it is about, in offsets. */
export function checkFleet(hosts: readonly HostFacts[]): ReadonlyMap<string, readonly Finding[]> {
  const fleet = new Fleet(hosts);
  const found = new Map<string, Finding[]>();
  for (const { host, finding } of fleetRules.flatMap((rule) => rule.check(fleet))) {
    const known = found.get(host);
    if (known === undefined) found.set(host, [finding]);
    else known.push(finding);
  }
  return found;
}
