/** The rules over hosts, in the order in which their findings are made. */
import { conflictingDefinitions } from "./conflictingDefinitions.ts";
import { dataDirConflict } from "./dataDirConflict.ts";
import { deprecatedOption } from "./deprecatedOption.ts";
import { evaluationError } from "./evaluationError.ts";
import { failedAssertion, moduleWarning } from "./failedAssertion.ts";
import type { HostRule, HostRuleContext } from "./hostRule.ts";
import { missingDependency } from "./missingDependency.ts";
import { missingFile } from "./missingFile.ts";
import { moduleNotImported } from "./moduleNotImported.ts";
import { portConflict } from "./portConflict.ts";
import { privilegedPort } from "./privilegedPort.ts";
import { readOnlyOption } from "./readOnlyOption.ts";
import type { Finding } from "./rule.ts";
import { typeMismatch } from "./typeMismatch.ts";
import { unknownOption } from "./unknownOption.ts";

export const hostRules: readonly HostRule[] = [
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

/** Everything that is certainly wrong on one host, in offsets of the files of the workspace. */
export function checkHost(context: HostRuleContext): Finding[] {
  return hostRules.flatMap((rule) => rule.check(context));
}
