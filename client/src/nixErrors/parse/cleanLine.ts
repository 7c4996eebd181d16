/**
 * A line of output as text: without colours, without what a progress bar had drawn before it, and without what
 * wrappers (colmena, deploy-rs) put in front.
 * Invariant: the work for a line is bounded by its length, and what is kept of it by `longest`.
 */
import { stripVTControlCharacters } from "node:util";

export interface CleanLine {
  /** The host that a wrapper speaks for; `null` where none is named. */
  readonly label: string | null;
  readonly text: string;
}

/** More than any line that is shown to a person. */
const longest = 4096;

/** What a terminal shows in the end of a line that may have been drawn several times. */
export function cleanText(raw: string): string {
  const end = raw.endsWith("\r") ? raw.length - 1 : raw.length;
  const start = end === 0 ? 0 : raw.lastIndexOf("\r", end - 1) + 1;
  const drawn = raw.slice(start, Math.min(end, start + longest));
  if (!/\p{Cc}/u.test(drawn)) return drawn;
  const visible = stripVTControlCharacters(drawn);
  return visible.replace(/\p{Cc}/gu, (unit) => (unit === "\t" ? " " : ""));
}

/** `    node1 | text`: colmena, one line of one host. */
const labelled = /^ *([A-Za-z0-9][\w.-]*) \|(?: (.*))?$/;
/** `[ERROR]   stderr) text`: colmena's last lines of a job that failed. */
const logged = /^\[(?:ERROR|WARN|INFO|DEBUG|TRACE) *\] (?: *\w+\) ?)?(.*)$/;
/** `🚀 ❌ [deploy] [ERROR] text` */
const deployed = /^\S+ \S+ \[(?:deploy|activate)\] \[[A-Z]+\] (.*)$/;

/** `isKnown`: whether a word before a bar is a host's name; far to the right it may be part of an error's own text. */
export function cleanLine(raw: string, isKnown: (label: string) => boolean): CleanLine {
  const text = cleanText(raw);
  const label = labelled.exec(text);
  if (label?.[1] !== undefined && /[A-Za-z]/.test(label[1]) && (isKnown(label[1]) || !/^ {7}/.test(text))) {
    return { label: label[1], text: label[2] ?? "" };
  }
  const wrapped = logged.exec(text) ?? deployed.exec(text);
  return { label: null, text: wrapped?.[1] ?? text };
}
