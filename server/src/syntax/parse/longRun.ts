/**
 * Runs of the characters that names, numbers, paths and URIs are made of. Which of them a token in a run is, its end
 * decides; of long runs the scanner (server/grammar/scanner.c, `LONG_RUN`) remembers that, and does not look again at
 * each token. A tree of a text with such a run is not parsed from later: an edit at the run's end would not reach what
 * was not looked at.
 */
const LONG_RUN = 512;

export function hasLongRun(text: string): boolean {
  // of so many characters in a row, one is looked at
  for (let index = 0; index < text.length; index += LONG_RUN) {
    let end = index;
    while (end < index + LONG_RUN && isInRun(text.charCodeAt(end))) end++;
    let start = index;
    while (end > index && end - start < LONG_RUN && start > 0 && isInRun(text.charCodeAt(start - 1))) start--;
    if (end - start >= LONG_RUN) return true;
  }
  return false;
}

/** A to Z, a to z, 0 to 9 and `+-._`, as a code unit; not a number is the end of the text. */
function isInRun(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return code >= 43 && code <= 57 && code !== 44 && code !== 47;
}
