/**
 * `builtins.match` and `split`: POSIX extended expressions. JavaScript's own engine runs those on which it must give the
 * same answer as libstdc++'s; the others run on a matcher that tries what libstdc++ tries (backtrack.ts).
 */
import { NixError } from "../core/errors.ts";
import type { Machine } from "../core/machine.ts";
import { makeUnknown } from "../core/make.ts";
import { UnknownSignal } from "../core/signal.ts";
import type { Origin } from "../core/value.ts";
import { compileProgram, matchAll, matchWhole, type RegexMatch } from "./backtrack.ts";
import { type ParsedRegex, parseRegex, type RegexNode, RegexProblem } from "./parse.ts";

export type Groups = readonly (string | null)[];

/** Texts are binary (`toBinary`): one character for each byte. */
export interface Regex {
  /** The groups where all of the text matches, else `null`. */
  match(machine: Machine, text: string, at: Origin): Groups | null;
  /** All matches from left to right. */
  search(machine: Machine, text: string, at: Origin): readonly RegexMatch[];
}

const compiled = new Map<string, Regex>();
const MOST_KEPT = 500;
/** What JavaScript's engine may have to try at worst, or the counting matcher runs instead. */
const MOST_TRIES = 10_000_000;

export function compileRegex(source: string, at: Origin): Regex {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const regex = build(parse(source, at));
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(source, regex);
  return regex;
}

function parse(source: string, at: Origin): ParsedRegex {
  try {
    if (/[^\0-\x7f]/.test(source)) throw new RegexProblem("notModelled", "a pattern with other than ASCII text");
    return parseRegex(source);
  } catch (problem) {
    if (!(problem instanceof RegexProblem)) throw problem;
    if (problem.kind === "invalid") {
      throw new NixError("evaluation", `invalid regular expression '${source}': ${problem.message}`, at);
    }
    throw new UnknownSignal(makeUnknown({ kind: "notModelled", what: `regular expression: ${problem.message}` }, at));
  }
}

function build(parsed: ParsedRegex): Regex {
  const { node } = parsed;
  const source = sourceOf(node);
  const direct = !some(node, isTreacherous);
  const whole = direct ? new RegExp(`^(?:${source})$`, "s") : null;
  const each = direct && !some(node, isUneven) ? new RegExp(source, "gs") : null;
  const program = compileProgram(parsed);
  const optional = count(node, (inner) => inner.kind === "repeat" && inner.least === 0 && inner.most === 1);
  const loops = count(node, (inner) => inner.kind === "repeat" && inner.most !== inner.least) - optional;
  const isQuick = (text: string) => 2 ** optional * text.length ** loops <= MOST_TRIES;
  return {
    match(machine, text, at) {
      if (whole === null || !isQuick(text)) return matchWhole(machine, program, text, at);
      const found = whole.exec(text);
      return found === null ? null : found.slice(1).map((group) => group ?? null);
    },
    search(machine, text, at) {
      if (each === null || !isQuick(text)) return matchAll(machine, program, text, at);
      return Array.from(text.matchAll(each), (found) => ({
        start: found.index,
        end: found.index + found[0].length,
        groups: found.slice(1).map((group) => group ?? null),
      }));
    },
  };
}

/** A choice between texts of several lengths: the longest match is wanted, JavaScript takes the first. */
function isUneven(node: RegexNode): boolean {
  return node.kind === "choice" && node.options.some((option) => option.kind !== "char");
}

function sourceOf(node: RegexNode): string {
  switch (node.kind) {
    case "empty":
      return "";
    case "char":
      return node.source;
    case "start":
      return "^";
    case "end":
      return "$";
    case "group":
      return `(${sourceOf(node.body)})`;
    case "sequence":
      return node.items.map((item) => (item.kind === "choice" ? `(?:${sourceOf(item)})` : sourceOf(item))).join("");
    case "choice":
      return node.options.map(sourceOf).join("|");
    case "repeat": {
      const body =
        node.body.kind === "char" || node.body.kind === "group" ? sourceOf(node.body) : `(?:${sourceOf(node.body)})`;
      return `${body}{${node.least},${node.most ?? ""}}`;
    }
  }
}

/**
 * Loops on which the engines differ: JavaScript forgets inner groups at each turn, ends otherwise where the body may
 * match nothing, and takes exponential time where loops are nested
 * or repeat a choice.
 */
function isTreacherous(node: RegexNode): boolean {
  if (node.kind !== "repeat") return false;
  const { body } = node;
  if (some(body.kind === "group" ? body.body : body, (inner) => inner.kind === "group")) return true;
  if (node.most === 1) return false;
  return mayBeEmpty(body) || some(body, (inner) => inner.kind === "repeat" || inner.kind === "choice");
}

function some(node: RegexNode, test: (node: RegexNode) => boolean): boolean {
  return count(node, test) > 0;
}

/** How many of a node and all inside it pass a test. */
function count(node: RegexNode, test: (node: RegexNode) => boolean): number {
  const inner =
    node.kind === "group" || node.kind === "repeat"
      ? [node.body]
      : node.kind === "sequence"
        ? node.items
        : node.kind === "choice"
          ? node.options
          : [];
  return inner.reduce((total, item) => total + count(item, test), test(node) ? 1 : 0);
}

function mayBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case "char":
      return false;
    case "group":
      return mayBeEmpty(node.body);
    case "sequence":
      return node.items.every(mayBeEmpty);
    case "choice":
      return node.options.some(mayBeEmpty);
    case "repeat":
      return node.least === 0 || mayBeEmpty(node.body);
    default:
      return true;
  }
}
