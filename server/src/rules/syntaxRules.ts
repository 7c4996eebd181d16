/** The rules that need no host, in the order in which their findings are made. */
import type { ParsedFile } from "../syntax/parsedFile.ts";
import { duplicateAttribute } from "./duplicateAttribute.ts";
import { fileNotAnalysed } from "./fileNotAnalysed.ts";
import type { Finding } from "./rule.ts";
import { syntaxError } from "./syntaxError.ts";
import type { SyntaxRule } from "./syntaxRule.ts";
import { undefinedName } from "./undefinedName.ts";
import { unusedBinding } from "./unusedBinding.ts";

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
