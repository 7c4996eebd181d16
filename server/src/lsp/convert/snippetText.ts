/** Snippets for clients that do not know them. */

/** The text that a snippet starts out as: placeholders give their default, choices their first, tab stops nothing. */
export function plainText(snippet: string): string {
  const escaped = /\\([$}\\])/y;
  let text = "";
  let open = 0;
  for (let at = 0; at < snippet.length; ) {
    escaped.lastIndex = at;
    const character = escaped.exec(snippet)?.[1];
    if (character !== undefined) {
      text += character;
      at += 2;
      continue;
    }
    const rest = snippet.slice(at);
    const choice = /^\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/.exec(rest);
    const stop = /^\$(?:\d+|\{\d+\})/.exec(rest);
    const placeholder = /^\$\{\d+:/.exec(rest);
    if (choice !== null) text += (choice[1] ?? "").replace(/\\(.)/g, "$1");
    else if (placeholder !== null) open++;
    else if (stop === null) {
      if (open > 0 && rest.startsWith("}")) open--;
      else text += rest.slice(0, 1);
      at++;
      continue;
    }
    at += (choice ?? stop ?? placeholder)?.[0].length ?? 1;
  }
  return text;
}
