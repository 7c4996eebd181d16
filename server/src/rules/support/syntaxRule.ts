/** A rule that needs no host reads one file, and runs on every change of it. */
import type { ParsedFile } from "../../syntax/tree/parsedFile.ts";
import type { Finding, Rule } from "./rule.ts";

export interface SyntaxRule extends Rule {
  check(file: ParsedFile): Finding[];
}
