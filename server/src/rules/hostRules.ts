/** The rules over hosts, in the order in which their findings are made. */
import { conflictingDefinitions } from "./host/conflictingDefinitions.ts";
import { dataDirConflict } from "./host/dataDirConflict.ts";
import { deprecatedOption } from "./host/deprecatedOption.ts";
import { evaluationError } from "./host/evaluationError.ts";
import { failedAssertion, moduleWarning } from "./host/failedAssertion.ts";
import { missingDependency } from "./host/missingDependency.ts";
import { missingFile } from "./host/missingFile.ts";
import { moduleNotImported } from "./host/moduleNotImported.ts";
import { portConflict } from "./host/portConflict.ts";
import { privilegedPort } from "./host/privilegedPort.ts";
import { readOnlyOption } from "./host/readOnlyOption.ts";
import { typeMismatch } from "./host/typeMismatch.ts";
import { unknownOption } from "./host/unknownOption.ts";
import type { HostRule, HostRuleContext } from "./support/hostRule.ts";
import type { Finding } from "./support/rule.ts";

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
