/** The rules that need no host, in the order in which their findings are made. */
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import type { Finding } from "./support/rule.ts";
import type { SyntaxRule } from "./support/syntaxRule.ts";
import { duplicateAttribute } from "./syntax/duplicateAttribute.ts";
import { fileNotAnalysed } from "./syntax/fileNotAnalysed.ts";
import { syntaxError } from "./syntax/syntaxError.ts";
import { undefinedName } from "./syntax/undefinedName.ts";
import { unusedBinding } from "./syntax/unusedBinding.ts";

export const syntaxRules: readonly SyntaxRule[] = [
  syntaxError,
  duplicateAttribute,
  undefinedName,
  unusedBinding,
  fileNotAnalysed,
];

/** Everything that can be said of a file alone, in offsets of its text. */
export function checkSyntax(file: ParsedFile): Finding[] {
  return syntaxRules.flatMap((rule) => rule.check(file));
}
