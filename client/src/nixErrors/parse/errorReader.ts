/**
 * The error reader: what Nix said, out of records of `--log-format internal-json` and out of lines of text, in
 * whatever order they come.
 * Invariants: the work is linear in the input and what is kept is bounded; one error that is told twice (by Nix and
 * once more by a wrapper) is one finding; lines that mean nothing here change nothing.
 */
import { cleanLine, cleanText } from "./cleanLine.ts";
import { interpret } from "./interpret.ts";
import type { NixFinding } from "./nixFinding.ts";
import { beginTelling, type Places, type Telling } from "./toldError.ts";

/** A message as a record has it; see nixLog/records.ts. */
export interface ReadMessage extends Places {
  /** 0 error, 1 warning; above that, news. */
  readonly level: number;
  readonly text: string;
}

export interface NixReader {
  /** `shown`: the message as Nix prints it; since 2.14 only that holds the places of most errors. */
  message(message: ReadMessage, shown?: string): void;
  /** A line of output that is no record. */
  line(text: string): void;
  /** Nothing more comes. */
  end(): void;
}

/** What one speaker is telling; `foreign` counts lines since that were not part of it. */
interface Speaker {
  telling: Telling;
  foreign: number;
}

const mostSpeakers = 64;
const mostFindings = 1000;
const mostForeignLines = 3;

/** A reader that gives each finding to `found` once it is complete. */
export function createNixReader(found: (finding: NixFinding) => void): NixReader {
  const speakers = new Map<string | null, Speaker>();
  const seen = new Set<string>();

  const give = (telling: Telling, host: string | null): void => {
    const told = telling.told();
    const key = JSON.stringify([told.severity, told.message, told.place, told.trace[0]]);
    if (seen.has(key) || seen.size >= mostFindings) return;
    seen.add(key);
    for (const finding of interpret(told, host)) found(finding);
  };
  const close = (host: string | null): void => {
    const speaker = speakers.get(host);
    if (speaker === undefined) return;
    speakers.delete(host);
    give(speaker.telling, host);
  };
  const open = (host: string | null, telling: Telling): void => {
    close(host);
    const [oldest] = speakers.keys();
    if (speakers.size >= mostSpeakers && oldest !== undefined) close(oldest);
    speakers.set(host, { telling, foreign: 0 });
  };

  return {
    message(message, shown) {
      const telling = tellingOf(message, shown);
      if (telling !== null) give(telling, null);
    },
    line(raw) {
      const { label, text } = cleanLine(raw, (host) => speakers.has(host) || !speakers.has(null));
      const begun = beginTelling(text);
      if (begun !== null) {
        open(label, begun);
        return;
      }
      const speaker = speakers.get(label);
      if (speaker === undefined) return;
      const isFollowed = speaker.foreign === 0 || isUnmistakable(text);
      if (isFollowed && speaker.telling.take(text)) speaker.foreign = 0;
      else if (++speaker.foreign > mostForeignLines) close(label);
    },
    end() {
      for (const host of [...speakers.keys()]) close(host);
    },
  };
}

/** Lines that only an error of Nix has, so that they belong to it even after a line of somebody else's. */
function isUnmistakable(text: string): boolean {
  return /^ {7}(?:… |error: |- In [`'‘]| *at .+:\d+:\d+:?$)/.test(text);
}

function tellingOf(message: ReadMessage, shown: string | undefined): Telling | null {
  if (message.level > 1 && !/^(?:evaluation )?warning:|^trace:/.test(message.text)) return null;
  const lines = textLines(message, shown);
  const telling = beginTelling(lines[0] ?? "");
  if (telling === null) return null;
  for (const line of lines.slice(1)) telling.take(line);
  telling.supplement(message);
  return telling;
}

const mostMessageLines = 20_000;

/** The message as it would stand on a terminal. */
function textLines({ level, text }: ReadMessage, shown: string | undefined): readonly string[] {
  const [first = "", ...rest] = (shown ?? text).split("\n", mostMessageLines).map(cleanText);
  if (/^(?:error|(?:evaluation )?warning|trace)\b[^:]*:/.test(first)) return [first, ...rest.map(indented)];
  if (shown !== undefined || first.startsWith("(use '--show-trace'")) return [];
  return [`${level === 0 ? "error" : "warning"}: ${first}`, ...rest.map(indented)];
}

function indented(line: string): string {
  return /^(?: {2}|…|$)/.test(line) ? line : `       ${line}`;
}
