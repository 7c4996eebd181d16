/** Reads the formals of a function in a broken text. */
import {
  addProblem,
  advance,
  at,
  blank,
  close,
  closeMissing,
  closesOuter,
  dropToken,
  expectAfter,
  isLeftOf,
  open,
  type Probe,
  skip,
} from "./probe.ts";

/** Reads `{ a, b ? 1, ... }` of a function; the current token is the brace. */
export function readFormals(probe: Probe): void {
  const opening = open(probe, "}");
  let needsComma = false;
  for (;;) {
    if (skip(probe, "}")) break;
    const { token } = probe;
    if (token.type === "end" || isLeftOf(probe, opening)) {
      closeMissing(probe, opening);
      break;
    }
    if (at(probe, ",") || at(probe, ";")) {
      if (token.text === ";") replaceWithComma(probe);
      else if (!needsComma) dropToken(probe, "a name must stand between two commas");
      else advance(probe);
      needsComma = false;
    } else if (token.type === "name" || at(probe, "...")) {
      if (needsComma) expectAfter(probe, "expected `,` between the arguments", ",");
      const ellipsis = advance(probe);
      if (ellipsis.text === "..." && at(probe, ",")) {
        addProblem(probe, ellipsis, "`...` must be the last of the arguments");
        blank(probe, { start: ellipsis.start, end: probe.token.end });
        advance(probe);
        continue;
      }
      if (skip(probe, "?")) probe.read.expression(probe, "`?`");
      needsComma = true;
    } else if (closesOuter(probe) || at(probe, ":") || at(probe, "@")) {
      closeMissing(probe, opening);
      break;
    } else dropToken(probe);
  }
  close(probe);
}

function replaceWithComma(probe: Probe): void {
  addProblem(probe, probe.token, "arguments are separated by `,`, not by `;`");
  probe.mends.push({ start: probe.token.start, end: probe.token.end, text: "," });
  advance(probe);
}
