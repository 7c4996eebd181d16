/** Option names as manuals print them: `services."a.b".x`. */

/** The names of a printed path; what stands in quotes is one name. */
export function splitPath(printed: string): readonly string[] {
  const names: string[] = [];
  for (const match of printed.matchAll(/"((?:[^"\\]|\\.)*)"|<[^>]*>|[^."]+/g)) {
    names.push(match[1] === undefined ? match[0] : match[1].replace(/\\(.)/g, "$1"));
  }
  return names;
}
