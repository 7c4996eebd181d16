/**
 * What a text that was cut off must go on with to be whole: the closers of all that is open at its end, each followed
 * by `;` where it ends a binding's value. A scan of signs alone; whether the result parses is for the parser to say.
 */

export interface Closers {
  readonly text: string;
  /** Whether the cut is inside a string, outside of its interpolations. */
  readonly inString: boolean;
  /** Whether a string that begins on the last line is still open there, be it around an interpolation. */
  readonly stringOnLine: boolean;
  /** Whether the last line is further in than the line of the innermost opening, or is that line. */
  readonly isInside: boolean;
}

interface Open {
  closer: string;
  readonly start: number;
  /** A binding's value has begun and not ended. */
  hasValue: boolean;
  /** `with x` and `assert x`, whose `;` ends no binding. */
  clauses: number;
}

/** Signs and words that matter; everything else is passed over. */
const TOKEN =
  /#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|''|"|\$\{|[{[(}\])]|[=!<>]=|=|;|[A-Za-z_](?:[\w-]|'(?!'))*(?:\/[\w./+-]*)?|\.{0,2}\/[\w./+-]+/g;

/** The closers for what `text` leaves open. */
export function closersAfter(text: string): Closers {
  const opened: Open[] = [{ closer: "", start: 0, hasValue: false, clauses: 0 }];
  let at = 0;
  while (at < text.length) {
    const quote = opened.at(-1)?.closer;
    if (quote === '"' || quote === "''") {
      at = passString(text, at, quote, opened);
      continue;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) break;
    at = TOKEN.lastIndex;
    readToken(found[0], found.index, opened);
  }
  const lineStart = text.lastIndexOf("\n") + 1;
  return {
    text: closing(opened),
    inString: isString(opened.at(-1)),
    stringOnLine: opened.some((open) => isString(open) && open.start >= lineStart),
    isInside: isInside(text, lineStart, opened.at(-1)?.start ?? 0),
  };
}

function isString(open: Open | undefined): boolean {
  return open?.closer === '"' || open?.closer === "''";
}

function isInside(text: string, lineStart: number, opening: number): boolean {
  const openingLine = text.lastIndexOf("\n", opening) + 1;
  return openingLine === lineStart || indentation(text, openingLine) < indentation(text, lineStart);
}

function indentation(text: string, lineStart: number): number {
  return /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0].length ?? 0;
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["{", "}"],
  ["${", "}"],
  ["[", "]"],
  ["(", ")"],
  ['"', '"'],
  ["''", "''"],
  ["let", " in null"],
  ["if", " then null else null"],
]);

function readToken(token: string, start: number, opened: Open[]): void {
  const closer = CLOSERS.get(token);
  if (closer !== undefined) {
    opened.push({ closer, start, hasValue: false, clauses: 0 });
    return;
  }
  const open = opened.at(-1);
  if (open === undefined) return;
  switch (token) {
    case "}":
    case "]":
    case ")":
      close(opened, token);
      return;
    case "in":
      if (open.closer === " in null") opened.pop();
      return;
    case "then":
      if (open.closer === " then null else null") open.closer = " else null";
      return;
    case "else":
      if (open.closer === " else null") opened.pop();
      return;
    case "with":
    case "assert":
      open.clauses++;
      return;
    case "=":
      open.hasValue = true;
      return;
    case ";":
      if (open.clauses > 0) open.clauses--;
      else open.hasValue = false;
      return;
    default:
      return;
  }
}

/** Closes the nearest opening of this kind; what is open inside it was forgotten. */
function close(opened: Open[], closer: string): void {
  const index = opened.findLastIndex((open) => open.closer === closer);
  if (index > 0) opened.length = index;
}

/** Goes to the end of the string or to its next interpolation. */
function passString(text: string, from: number, quote: string, opened: Open[]): number {
  const signs = quote === '"' ? /\\[\s\S]|\$\$|\$\{|"/g : /''\\[\s\S]|'''|''\$|\$\$|\$\{|''/g;
  signs.lastIndex = from;
  for (let found = signs.exec(text); found !== null; found = signs.exec(text)) {
    if (found[0] === quote) {
      opened.pop();
      return signs.lastIndex;
    }
    if (found[0] === "${") {
      opened.push({ closer: "}", start: found.index, hasValue: false, clauses: 0 });
      return signs.lastIndex;
    }
  }
  return text.length;
}

function closing(opened: readonly Open[]): string {
  let text = "";
  for (let index = opened.length - 1; index > 0; index--) {
    text += opened[index]?.closer ?? "";
    if (opened[index - 1]?.hasValue) text += ";";
  }
  return text;
}
