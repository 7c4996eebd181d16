/** The fixes of every rule by code. They are computed when they are asked for, from the current syntax. */
import { clusterDuplicateNodeIdFixes } from "./clusterDuplicateNodeId.ts";
import { clusterNodeNotInPeersFixes } from "./clusterNodeNotInPeers.ts";
import { conflictingDefinitionsFixes } from "./conflictingDefinitions.ts";
import { dataDirConflictFixes } from "./dataDirConflict.ts";
import { deprecatedOptionFixes } from "./deprecatedOption.ts";
import { duplicateAttributeFixes } from "./duplicateAttribute.ts";
import { firewallClosedFixes } from "./firewallClosed.ts";
import { rightAddressFixes } from "./fleet/rightAddress.ts";
import { missingDependencyFixes } from "./missingDependency.ts";
import { missingFileFixes } from "./missingFile.ts";
import { moduleNotImportedFixes } from "./moduleNotImported.ts";
import { portConflictFixes } from "./portConflict.ts";
import type { Fix, FixContext, OpenFinding } from "./rule.ts";
import { syntaxErrorFixes } from "./syntaxError.ts";
import { typeMismatchFixes } from "./typeMismatch.ts";
import { undefinedNameFixes } from "./undefinedName.ts";
import { unknownOptionFixes } from "./unknownOption.ts";
import { unusedBindingFixes } from "./unusedBinding.ts";

const fixesByCode: ReadonlyMap<string, (context: FixContext, finding: OpenFinding) => Fix[]> = new Map([
  ["syntax-error", syntaxErrorFixes],
  ["duplicate-attribute", duplicateAttributeFixes],
  ["undefined-name", undefinedNameFixes],
  ["unused-binding", unusedBindingFixes],
  ["unknown-option", unknownOptionFixes],
  ["type-mismatch", typeMismatchFixes],
  ["conflicting-definitions", conflictingDefinitionsFixes],
  ["deprecated-option", deprecatedOptionFixes],
  ["missing-file", missingFileFixes],
  ["module-not-imported", moduleNotImportedFixes],
  ["missing-dependency", missingDependencyFixes],
  ["port-conflict", portConflictFixes],
  ["data-dir-conflict", dataDirConflictFixes],
  ["endpoint-mismatch", rightAddressFixes],
  ["firewall-closed", firewallClosedFixes],
  ["cluster-duplicate-node-id", clusterDuplicateNodeIdFixes],
  ["cluster-node-not-in-peers", clusterNodeNotInPeersFixes],
  ["cluster-peer-mismatch", rightAddressFixes],
]);

/** What can be done about a finding, the most likely first; `[]` when nothing is certain. */
export function fixesFor(context: FixContext, finding: OpenFinding): Fix[] {
  return fixesByCode.get(finding.code)?.(context, finding) ?? [];
}
