/** The definitions that a module error lists, and its words without them. */
import type { NixDefinition } from "./nixFinding.ts";

const mostDefinitions = 100;

/** `- In `/etc/nixos/a.nix': 80` */
const listed = /^\s*- In [`'‘](.+?)['’](?::(?: (.*))?)?$/;
/** `- /etc/nixos/a.nix` and `- /etc/nixos/a.nix.`: before definitions had values. */
const listedPlainly = /^\s*- (\/.+?\.nix)\.?$/;
/** What the value of a listed definition looks like when it takes several lines. */
const continued = /^\s{2,}\S|^\s*\.\.\.$/;

/** The definitions of a message, with those that it names in a sentence: ``defined in `A' and `B'``. */
export function definitionsIn(message: readonly string[]): readonly NixDefinition[] {
  const found: { file: string; value: string }[] = [];
  for (const line of message) {
    const match = listed.exec(line) ?? listedPlainly.exec(line);
    const last = found.at(-1);
    if (match?.[1] !== undefined && found.length < mostDefinitions) {
      found.push({ file: match[1], value: match[2] ?? "" });
    } else if (last !== undefined && continued.test(line) && last.value.length < 200) {
      last.value = `${last.value} ${line.trim()}`.trim();
    }
  }
  return found.length > 0 ? found : filesInSentence(message[0] ?? "");
}

function filesInSentence(sentence: string): readonly NixDefinition[] {
  const files = /\b(?:defined |definitions, |values, )?in ((?:[`‘][^`'‘’]+['’](?:,| and)? ?)+)/.exec(sentence)?.[1];
  if (files === undefined) return [];
  return [...files.matchAll(/[`‘]([^`'‘’]*\/[^`'‘’]*)['’]/g)].map(([, file = ""]) => ({ file, value: "" }));
}

/** The words of a message for a reader, who stands at the definition already. */
export function plainMessage(message: readonly string[], hints: readonly string[]): string {
  const kept: string[] = [];
  let inList = false;
  for (const line of message) {
    const isListed = listed.test(line) || listedPlainly.test(line);
    if (isListed && !inList)
      kept.push((kept.pop() ?? "").replace(/ Definition values:$/, "").replace(/(?:, in)?:$/, "."));
    inList = isListed || (inList && continued.test(line));
    if (!inList) kept.push(line);
  }
  const text = kept.join("\n").trim().replace(/;$/, "");
  return [text, ...hints].join("\n");
}
