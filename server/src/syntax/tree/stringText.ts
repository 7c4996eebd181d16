/** Decodes the text between quotes: escapes, and the stripping of indentation, exactly as Nix's lexer does it. */

/** A stretch of text, or an interpolation (`T`) between two stretches. */
export type Piece<T> = { readonly kind: "text"; readonly text: string } | { readonly kind: "hole"; readonly value: T };

/** Decodes text between double quotes. CR and CRLF become LF; `\n`, `\r`, `\t` are escapes; any other `\x` is `x`. */
export function decodeDouble(raw: string): string {
  if (!/[\\\r]/.test(raw)) return raw;
  return raw.replace(/\\([\s\S])|\r\n?/g, (_, escaped: string | undefined) =>
    escaped === undefined ? "\n" : unescapeOne(escaped),
  );
}

function unescapeOne(character: string): string {
  if (character === "n") return "\n";
  if (character === "r") return "\r";
  if (character === "t") return "\t";
  return character;
}

/** A piece of an indented string as the lexer cuts it. Only what is not escaped counts as indentation. */
interface Token {
  readonly text: string;
  readonly indents: boolean;
}

const INDENTED_TOKEN = /''\$|'''|''\\([\s\S])|(?:[^$']|\$[^{']|'[^'$])+|[$']/g;

function tokenize(raw: string): Token[] {
  const tokens: Token[] = [];
  for (const match of raw.matchAll(INDENTED_TOKEN)) {
    const text = match[0];
    if (match[1] !== undefined) tokens.push({ text: unescapeOne(match[1]), indents: false });
    else if (text === "''$" || text === "$") tokens.push({ text: "$", indents: false });
    else if (text === "'''") tokens.push({ text: "''", indents: false });
    else if (text === "'") tokens.push({ text: "'", indents: false });
    else tokens.push({ text, indents: true });
  }
  return tokens;
}

/** Decodes what stands between `''` and `''`; `pieces` are raw text and holes. Empty stretches are left out. */
export function decodeIndented<T>(pieces: readonly Piece<T>[]): Piece<T>[] {
  const parts: (Token | { readonly hole: T })[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "hole") parts.push({ hole: piece.value });
    // One by one: a text of megabytes has more tokens than a call takes arguments.
    else for (const token of tokenize(index === 0 ? piece.text.replace(/^ *\n/, "") : piece.text)) parts.push(token);
  }
  const indentation = smallestIndentation(parts);
  const result: Piece<T>[] = [];
  let text = "";
  let atStart = true;
  let dropped = 0;
  parts.forEach((part, index) => {
    if ("hole" in part) {
      if (text !== "") result.push({ kind: "text", text });
      text = "";
      result.push({ kind: "hole", value: part.hole });
      atStart = false;
      dropped = 0;
      return;
    }
    let line = "";
    for (const character of part.text) {
      if (atStart && character === " ") {
        if (dropped >= indentation) line += character;
        dropped++;
        continue;
      }
      line += character;
      atStart = character === "\n";
      dropped = 0;
    }
    text += index === parts.length - 1 ? line.replace(/\n *$/, "\n") : line;
  });
  if (text !== "") result.push({ kind: "text", text });
  return result;
}

function smallestIndentation<T>(parts: readonly (Token | { readonly hole: T })[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  let current = 0;
  let atStart = true;
  for (const part of parts) {
    if ("hole" in part || !part.indents) {
      if (atStart) smallest = Math.min(smallest, current);
      atStart = false;
      continue;
    }
    for (const character of part.text) {
      if (character === "\n") {
        atStart = true;
        current = 0;
      } else if (atStart && character === " ") current++;
      else if (atStart) {
        atStart = false;
        smallest = Math.min(smallest, current);
      }
    }
  }
  return smallest;
}
