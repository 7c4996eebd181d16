/** The fixes of every rule by code. They are computed when they are asked for, from the current syntax. */
import { clusterDuplicateNodeIdFixes } from "./fleet/clusterDuplicateNodeId.ts";
import { clusterNodeNotInPeersFixes } from "./fleet/clusterNodeNotInPeers.ts";
import { firewallClosedFixes } from "./fleet/firewallClosed.ts";
import { conflictingDefinitionsFixes } from "./host/conflictingDefinitions.ts";
import { dataDirConflictFixes } from "./host/dataDirConflict.ts";
import { deprecatedOptionFixes } from "./host/deprecatedOption.ts";
import { missingDependencyFixes } from "./host/missingDependency.ts";
import { missingFileFixes } from "./host/missingFile.ts";
import { moduleNotImportedFixes } from "./host/moduleNotImported.ts";
import { portConflictFixes } from "./host/portConflict.ts";
import { typeMismatchFixes } from "./host/typeMismatch.ts";
import { unknownOptionFixes } from "./host/unknownOption.ts";
import { rightAddressFixes } from "./support/rightAddress.ts";
import type { Fix, FixContext, OpenFinding } from "./support/rule.ts";
import { duplicateAttributeFixes } from "./syntax/duplicateAttribute.ts";
import { syntaxErrorFixes } from "./syntax/syntaxError.ts";
import { undefinedNameFixes } from "./syntax/undefinedName.ts";
import { unusedBindingFixes } from "./syntax/unusedBinding.ts";

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
