/**
 * Control sequences of terminals in lines of other programs' output.
 * Invariant: what comes out cannot move the cursor, set a title, reach the clipboard or answer the terminal; at most it
 * colours.
 */

/*
 * In turn: strings for the terminal (OSC, DCS, SOS, PM, APC) to their end or the line's, CSI sequences, other escapes, and
 * what is left of the control characters but tab.
 */
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
  /(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|(?=\x1b)|$)|(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~]?)|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;

/** A line without any control sequence. */
export function stripAnsi(line: string): string {
  return line.replace(sequences, "");
}

/** A line whose only control sequences are colours and styles. A colour that is left on ends with the line. */
export function keepColours(line: string): string {
  let isColoured = false;
  const kept = line.replace(sequences, (_: string, parameters: string | undefined, final: string | undefined) => {
    if (final !== "m" || parameters === undefined || !/^[0-9;:]*$/.test(parameters)) return "";
    isColoured = !/^0*$/.test(parameters);
    return `\x1b[${parameters}m`;
  });
  return isColoured ? `${kept}\x1b[0m` : kept;
}
