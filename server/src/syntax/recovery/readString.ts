/** Reads strings and the interpolations in them. */
import { addProblem, insert, moveTo, type Probe } from "./probe.ts";
import { readInterpolation } from "./readBrackets.ts";

/** Reads `"…"` or `''…''`; the current token is the opening quote. */
export function readQuoted(probe: Probe): void {
  const { token, text } = probe;
  const quote = token.text;
  const slot = probe.strings.length;
  probe.strings.push({ quote, start: token.start, end: text.length, closed: false });
  let from = token.end;
  for (;;) {
    from = textEnd(text, from, quote);
    if (text.startsWith("${", from)) {
      moveTo(probe, from);
      readInterpolation(probe);
      from = probe.previousEnd;
      continue;
    }
    const closed = text.startsWith(quote, from);
    const end = closed ? from + quote.length : text.length;
    probe.strings[slot] = { quote, start: token.start, end, closed };
    if (!closed) {
      const range = { start: token.start, end: token.end };
      addProblem(probe, range, `this string is not closed: expected \`${quote}\``, null);
      insert(probe, end, quote);
    }
    moveTo(probe, end);
    return;
  }
}

/** Where the plain text that starts at `from` ends: at a quote, a `${`, or the end. */
function textEnd(text: string, from: number, quote: string): number {
  let end = from;
  while (end < text.length) {
    const step = quote === '"' ? doubleStep(text, end) : indentedStep(text, end);
    if (step === 0) return end;
    end += step;
  }
  return text.length;
}

/** How many units at `at` are text for sure; 0 where the text ends. */
function doubleStep(text: string, at: number): number {
  const unit = text.charAt(at);
  if (unit === "\\") return 2;
  if (unit === '"') return 0;
  return unit === "$" ? dollarStep(text.charAt(at + 1), '"\\') : 1;
}

function indentedStep(text: string, at: number): number {
  const unit = text.charAt(at);
  if (unit === "$") return dollarStep(text.charAt(at + 1), "'");
  if (unit !== "'" || text.charAt(at + 1) !== "'") return 1;
  const third = text.charAt(at + 2);
  if (third === "$" || third === "'") return 3;
  return third === "\\" ? 4 : 0;
}

/** A `$` takes the unit after it along, so that `$${` opens nothing, unless that unit has a meaning of its own. */
function dollarStep(next: string, meaningful: string): number {
  if (next === "{") return 0;
  return next !== "" && meaningful.includes(next) ? 1 : 2;
}
