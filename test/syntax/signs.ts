/** The signs of a sound Nix text that can be forgotten: `;`, and what opens and closes. */
import { skipBlank, tokenAt } from "../../server/src/syntax/recovery/tokens.ts";

export interface Sign {
  /** `;`, `{`, `}`, `[`, `]`, `(`, `)`, `${`, `}` of an interpolation as `}$`, `"`, `''`. */
  readonly kind: string;
  readonly text: string;
  readonly start: number;
  /** Where what it opens closes, or the other way round; of a `;` its own place. */
  readonly partner: number;
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
  ["${", "}"],
]);

/** All of them, in the order of the text. */
export function signsOf(text: string): Sign[] {
  const signs: Sign[] = [];
  const open: { readonly text: string; readonly start: number }[] = [];
  const pair = (opener: { readonly text: string; readonly start: number }, closer: string, at: number): void => {
    const kind = opener.text === "${" ? "}$" : closer;
    signs.push({ kind: opener.text, text: opener.text, start: opener.start, partner: at });
    signs.push({ kind, text: closer, start: at, partner: opener.start });
  };
  let at = 0;
  for (;;) {
    const within = open.at(-1);
    if (within?.text === '"' || within?.text === "''") {
      const end = stringEnd(text, at, within.text);
      if (text.startsWith("${", end)) open.push({ text: "${", start: end });
      else pair(within, within.text, end);
      if (!text.startsWith("${", end)) open.pop();
      at = end + (text.startsWith("${", end) ? 2 : within.text.length);
      continue;
    }
    if (skipBlank(text, at) >= text.length) break;
    const token = tokenAt(text, at);
    at = token.end;
    if (token.type === "quote" || CLOSERS.has(token.text)) open.push({ text: token.text, start: token.start });
    else if (token.type === "path" && text.startsWith("${", token.end)) at = token.end;
    else if (token.text === ";") signs.push({ kind: ";", text: ";", start: token.start, partner: token.start });
    else if (within !== undefined && CLOSERS.get(within.text) === token.text) {
      pair(within, token.text, token.start);
      open.pop();
    }
  }
  return signs.sort((left, right) => left.start - right.start);
}

/** Where the text of a string goes no further: at its end, or at an interpolation. */
function stringEnd(text: string, from: number, quote: string): number {
  const signs = quote === '"' ? /\\[\s\S]|\$\$|\$\{|"/g : /''\\[\s\S]|'''|''\$|\$\$|\$\{|''/g;
  signs.lastIndex = from;
  for (let found = signs.exec(text); found !== null; found = signs.exec(text)) {
    if (found[0] === quote || found[0] === "${") return found.index;
  }
  return text.length;
}
