/** A function of `lib` or a builtin in Markdown. */
import { codeBlock } from "./option.ts";

export interface FunctionDoc {
  readonly signature: string;
  readonly summary: string;
}

export function functionMarkdown(name: string, { signature, summary }: FunctionDoc): string {
  return `${codeBlock(signature === "" ? name : `${name} : ${signature}`)}\n\n${summary}`;
}
