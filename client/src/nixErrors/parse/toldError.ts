/**
 * One error or warning as it is told, line after line, in every order that Nix has had: the error first and the trace
 * after it (2.4 to 2.12), the trace first and the error last (since), all in one line (before).
 * Invariant: what is kept is bounded, however long the trace.
 */
import type { NixFrame } from "./nixFinding.ts";
import { type NixPlace, readPlace } from "./writtenForms.ts";

/** What has been told when the telling is over. */
export interface Told {
  readonly severity: "error" | "warning";
  /** Whether the user's program speaks, through `warn` or `trace`, and not Nix itself. */
  readonly fromProgram: boolean;
  readonly message: readonly string[];
  /** The error's own place. */
  readonly place: NixFrame | null;
  /** What was going on, innermost first. */
  readonly trace: readonly TraceEntry[];
  readonly hints: readonly string[];
  readonly log: readonly string[];
}

export interface TraceEntry {
  readonly what: string;
  readonly frame: NixFrame | null;
}

/** The places of a record. */
export interface Places {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly trace: readonly {
    readonly text: string;
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

const mostLines = 80;
const mostEntries = 2000;

/** `error (ignored):` is what went wrong while something else already had. */
const head = /^(error|warning|evaluation warning|trace)( \(ignored\))?:(?: +(.*))?$/;
const olderTrace = /^while (?:evaluating|calling|querying|instantiating|building)|^from call site/;

/** Begins to listen at a line that begins an error or a warning; `null` at any other. */
export function beginTelling(text: string): Telling | null {
  const [, word, aside, rest = ""] = head.exec(text) ?? [];
  if (word === undefined) return null;
  if (aside !== undefined) return new Telling("warning", false, rest);
  if (word === "error") return new Telling("error", false, rest);
  if (word === "warning") return new Telling("warning", false, rest);
  if (word === "evaluation warning") return new Telling("warning", true, rest);
  const warning = /^(?:evaluation warning|warning): +(.*)$/.exec(rest)?.[1];
  return new Telling("warning", true, warning ?? (/^Obsolete option /.test(rest) ? rest : ""));
}

/** A place and its line as they are being read. */
type OpenFrame = { -readonly [key in keyof NixFrame]: NixFrame[key] };

export class Telling {
  readonly #severity: "error" | "warning";
  readonly #fromProgram: boolean;
  #message: string[] = [];
  #place: OpenFrame | null = null;
  #entries: { what: string; frame: OpenFrame | null }[] = [];
  readonly #hints: string[] = [];
  readonly #log: string[] = [];
  /** The trace came before the message, so its last entry is the innermost. */
  #traceFirst = false;
  #inLog = false;
  /** Nix before 2.4: nothing is indented, and the trace comes first. */
  #older = false;
  #over = false;

  constructor(severity: "error" | "warning", fromProgram: boolean, first: string) {
    this.#severity = severity;
    this.#fromProgram = fromProgram;
    this.#older = severity === "error" && olderTrace.test(first);
    if (this.#older) this.#olderLine(first);
    else if (first !== "") this.#message.push(first);
  }

  /** Takes the next line in; false when it belongs to something else. */
  take(text: string): boolean {
    if (this.#over) return false;
    const trimmed = text.trim();
    if (trimmed === "") return true;
    if (/^\(use '--show-trace'|^\(stack trace truncated|^\(\d+ duplicate frames omitted\)/.test(trimmed)) return true;
    if (this.#older) return this.#olderLine(trimmed);
    if (!text.startsWith("  ") && !text.startsWith("…")) return false;
    this.#line(text, trimmed);
    return true;
  }

  /** Adds what a record says apart from its words: the error's own place, and the trace, innermost first. */
  supplement({ file, line, column, trace }: Places): void {
    if (file !== null && line !== null) this.#place ??= { file, line, column, excerpt: null, what: "" };
    if (this.#entries.length > 0) return;
    this.#traceFirst = false;
    for (const { text, file, line, column } of trace) {
      const what = text.replace(/:$/, "");
      this.#enter(what, file === null || line === null ? null : { file, line, column, excerpt: null, what });
    }
  }

  told(): Told {
    const entries = this.#entries;
    return {
      severity: this.#severity,
      fromProgram: this.#fromProgram,
      message: this.#message,
      place: this.#place,
      trace: this.#traceFirst ? [...entries].reverse() : entries,
      hints: this.#hints,
      log: this.#log,
    };
  }

  #line(text: string, trimmed: string): void {
    const entry = this.#entries.at(-1);
    if (trimmed.startsWith("… ")) {
      this.#inLog = false;
      if (this.#message.length === 0) this.#traceFirst = true;
      this.#enter(trimmed.slice(2).replace(/:$/, ""), null);
      return;
    }
    const nested = /^error: ?(.*)$/.exec(trimmed)?.[1];
    if (nested !== undefined && this.#traceFirst && this.#message.length === 0) {
      this.#message.push(nested);
      return;
    }
    const place = /^at:? (.+)$/.exec(trimmed)?.[1];
    const written = place === undefined ? null : readPlace(place);
    if (written !== null && !this.#inLog) {
      this.#placed(written);
      return;
    }
    const frame = this.#openFrame();
    const excerpt = frame && /^(\d+)\|(?: (.*))?$/.exec(trimmed);
    if (frame !== null && excerpt) {
      if (Number(excerpt[1]) === frame.line) frame.excerpt ??= excerpt[2] ?? "";
    } else if (frame !== null && /^\| *\^/.test(trimmed)) {
      // Points at the column, which is known.
    } else if (/^Did you mean /.test(trimmed)) {
      if (this.#hints.length < mostLines) this.#hints.push(trimmed);
    } else if (entry !== undefined && (this.#message.length === 0 || !this.#traceFirst)) {
      this.#continueTrace(entry, trimmed);
    } else {
      this.#messageLine(text, trimmed);
    }
  }

  /** What the lines below a place belong to. */
  #openFrame(): OpenFrame | null {
    const entry = this.#entries.at(-1);
    if (entry === undefined || (this.#traceFirst && this.#message.length > 0)) return this.#place;
    return entry.frame;
  }

  #messageLine(text: string, trimmed: string): void {
    if (/^last \d+ log lines:$/i.test(trimmed)) this.#inLog = true;
    else if (/^(?:Output paths:$|nix log |\/nix\/store\/\S+$)/.test(trimmed)) return;
    else if (this.#inLog && trimmed.startsWith(">")) {
      this.#log.push(trimmed.replace(/^> ?/, ""));
      if (this.#log.length > mostLines) this.#log.shift();
    } else if (/^For full logs, run/.test(trimmed)) this.#over = /'$|'\.$/.test(trimmed);
    else if (this.#message.length < mostLines) this.#message.push(text.replace(/^ {1,7}/, ""));
  }

  #placed({ file, line, column }: NixPlace): void {
    const entry = this.#entries.at(-1);
    const isOwn = entry === undefined || (this.#traceFirst && this.#message.length > 0);
    const frame: OpenFrame = { file, line, column, excerpt: null, what: isOwn ? "" : entry.what };
    if (isOwn) this.#place ??= frame;
    else entry.frame ??= frame;
  }

  /** More words about an entry of the trace, some of which name a place. */
  #continueTrace(entry: { what: string; frame: OpenFrame | null }, trimmed: string): void {
    const place = / is located at (.+)$/.exec(trimmed)?.[1];
    const written = place === undefined ? null : readPlace(place);
    if (written !== null && entry.frame === null) entry.frame = { ...written, excerpt: null, what: entry.what };
  }

  #enter(what: string, frame: OpenFrame | null): void {
    if (this.#entries.length >= mostEntries) {
      // The deep end is the one that is looked at.
      if (!this.#traceFirst) return;
      this.#entries = this.#entries.slice(mostEntries / 2);
    }
    this.#entries.push({ what: what.slice(0, 500), frame });
  }

  /** `while evaluating 'f' at "/a.nix":1:2, called from /b.nix:3:4:`, and at last the error, with its place behind it. */
  #olderLine(text: string): boolean {
    this.#traceFirst = true;
    if (!olderTrace.test(text)) {
      this.#message.push(text);
      this.#over = true;
      return true;
    }
    const [, what = text, rest = ""] = /^(.*?) at (.+)$/.exec(text) ?? [];
    const [at = "", caller] = rest.split(", called from ");
    for (const [place, doing] of [
      [caller, "from call site"],
      [at, what],
    ] as const) {
      const written = place === undefined ? null : readPlace(place);
      if (written !== null) this.#enter(doing, { ...written, excerpt: null, what: doing });
    }
    if (rest === "") this.#enter(what.replace(/:$/, ""), null);
    return true;
  }
}
