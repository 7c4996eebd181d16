/**
 * The manifest's problem matchers, applied as VS Code applies them (`LineDecoder` and `AbstractProblemCollector` of its
 * problemMatcher.ts): every pattern on the next of consecutive lines, and the last on any number where it loops.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Pattern {
  readonly regexp: string;
  readonly kind?: "file" | "location";
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity?: number;
  readonly message?: number;
  readonly loop?: boolean;
}

const manifest = JSON.parse(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"));

/** The patterns of a named matcher, checked as VS Code checks them. */
export function patternsOf(name: string): readonly Pattern[] {
  const { contributes } = manifest;
  const matcher = contributes.problemMatchers.find((one: { name: string }) => one.name === name);
  const pattern = contributes.problemPatterns.find((one: { name: string }) => `$${one.name}` === matcher?.pattern);
  const patterns: readonly Pattern[] = pattern?.patterns ?? [pattern];
  const has = (key: keyof Pattern) => patterns.some((one) => one[key] !== undefined);
  if (!has("file") || !has("message")) throw new Error(`${name} gives no file or no message`);
  if (patterns[0]?.kind !== "file" && !has("line")) throw new Error(`${name} gives no line`);
  if (patterns.slice(1).some(({ kind }) => kind !== undefined)) throw new Error(`only the first pattern has a kind`);
  if (patterns.slice(0, -1).some(({ loop }) => loop === true)) throw new Error(`only the last pattern may loop`);
  return patterns;
}

type Data = { -readonly [key in "file" | "line" | "column" | "severity" | "message"]?: string };

/** `severity file:line:column message` of each problem in the output. */
export function matchProblems(name: string, output: string): string[] {
  const patterns = patternsOf(name);
  const last = patterns.at(-1);
  if (last === undefined) return [];
  const found: string[] = [];
  let buffer: string[] = [];
  let looping: Data | null = null;
  for (const line of output.split("\n")) {
    if (looping !== null) {
      const data = fill(looping, last, line);
      if (data !== null) {
        found.push(describe(data, patterns));
        continue;
      }
      looping = null;
      buffer = [];
    }
    buffer = [...buffer, line].slice(-patterns.length);
    const data =
      buffer.length < patterns.length
        ? null
        : buffer.reduce<Data | null>((data, text, index) => {
            const pattern = patterns[index];
            return data === null || pattern === undefined ? null : fill(data, pattern, text);
          }, {});
    if (data === null) continue;
    found.push(describe(data, patterns));
    buffer = [];
    if (last.loop === true) looping = data;
  }
  return found;
}

function fill(data: Data, pattern: Pattern, line: string): Data | null {
  const match = new RegExp(pattern.regexp).exec(line);
  if (match === null) return null;
  const filled: Data = { ...data };
  for (const key of ["file", "line", "column", "severity", "message"] as const) {
    const group = pattern[key];
    if (group !== undefined && match[group] !== undefined) filled[key] = match[group];
  }
  return filled;
}

function describe(
  { severity = "error", file = "", line, column, message = "" }: Data,
  patterns: readonly Pattern[],
): string {
  const place = patterns[0]?.kind === "file" ? file : `${file}:${line}:${column}`;
  return `${severity} ${place} ${message}`;
}
