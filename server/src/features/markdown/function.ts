/** A function of `lib` or a builtin in Markdown. */
import { codeBlock, type Markdown, markdown, ownMarkdown } from "../../base/safeText.ts";

/** Our own words. */
export interface FunctionDoc {
  readonly signature: string;
  readonly summary: string;
}

export function functionMarkdown(name: string, { signature, summary }: FunctionDoc): Markdown {
  return markdown`${codeBlock(signature === "" ? name : `${name} : ${signature}`)}\n\n${ownMarkdown(summary)}`;
}
