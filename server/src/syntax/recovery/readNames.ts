/** Reads the names of bindings in a broken text. */

import { addProblem, advance, at, endRange, insertMissing, type Probe } from "./probe.ts";
import { readInterpolation } from "./readBrackets.ts";
import { readQuoted } from "./readString.ts";
import { isFirstOnLine, startsBinding } from "./tokens.ts";

/** Whether a name of an attribute path stands here. */
export function startsName(probe: Probe): boolean {
  const { type, text } = probe.token;
  return type === "name" || (type === "quote" && text === '"') || at(probe, "${");
}

/** Reads `a.b."c".${d}`; the current token starts a name. */
export function readAttrPath(probe: Probe): void {
  readName(probe);
  while (at(probe, ".")) {
    advance(probe);
    const { text, token } = probe;
    const nextLine = isFirstOnLine(text, token.start) && startsBinding(text, token.start);
    if (startsName(probe) && !nextLine) readName(probe);
    else {
      addProblem(probe, endRange(probe), "expected a name after `.`");
      insertMissing(probe, probe.previousEnd);
    }
  }
}

/** Reads one name; the current token starts it. */
export function readName(probe: Probe): void {
  if (probe.token.type === "quote") readQuoted(probe);
  else if (at(probe, "${")) readInterpolation(probe);
  else advance(probe);
}
