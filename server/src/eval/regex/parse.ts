/** POSIX extended regular expressions as libstdc++ reads them, over bytes kept as characters U+0000…U+00FF. */

export type RegexNode =
  | { readonly kind: "empty" }
  /** A character, or a class as JavaScript text for one character. */
  | { readonly kind: "char"; readonly source: string; readonly accepts: (code: number) => boolean }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "group"; readonly index: number; readonly body: RegexNode }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly options: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly body: RegexNode; readonly least: number; readonly most: number | null };

export interface ParsedRegex {
  readonly node: RegexNode;
  readonly groups: number;
}

/** Why a text is no regular expression, or is one that is not modelled here. */
export class RegexProblem extends Error {
  override readonly name = "RegexProblem";
  readonly kind: "invalid" | "notModelled";
  constructor(kind: "invalid" | "notModelled", message: string) {
    super(message);
    this.kind = kind;
  }
}

export function parseRegex(source: string): ParsedRegex {
  const parser = new RegexParser(source);
  const node = parser.choice();
  parser.finish();
  return { node, groups: parser.groups };
}

const SPECIAL = ".[\\()*+?{|^$";
const MOST_REPEATS = 100_000;

const CLASSES: ReadonlyMap<string, string> = new Map([
  ["alpha", "a-zA-Z"],
  ["digit", "0-9"],
  ["alnum", "a-zA-Z0-9"],
  ["upper", "A-Z"],
  ["lower", "a-z"],
  ["space", " \\t\\n\\r\\f\\v"],
  ["blank", " \\t"],
  ["punct", "!-\\/:-@\\[-`{-~"],
  ["print", " -~"],
  ["graph", "!-~"],
  ["cntrl", "\\x00-\\x1f\\x7f"],
  ["xdigit", "0-9A-Fa-f"],
  ["d", "0-9"],
  ["w", "a-zA-Z0-9_"],
  ["s", " \\t\\n\\r\\f\\v"],
]);

class RegexParser {
  groups = 0;
  readonly #source: string;
  #position = 0;

  constructor(source: string) {
    this.#source = source;
  }

  finish(): void {
    if (this.#position < this.#source.length) throw invalid("unexpected ')'");
  }

  choice(): RegexNode {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = [];
    for (let next = this.#peek(); next !== "" && next !== "|" && next !== ")"; next = this.#peek()) {
      const atom = this.#atom();
      items.push(atom.kind === "start" || atom.kind === "end" ? atom : this.#repeated(atom));
    }
    const [only] = items;
    if (only === undefined) return { kind: "empty" };
    return items.length === 1 ? only : { kind: "sequence", items };
  }

  #repeated(atom: RegexNode): RegexNode {
    let node = atom;
    for (;;) {
      if (this.#take("*")) node = repeat(node, 0, null);
      else if (this.#take("+")) node = repeat(node, 1, null);
      else if (this.#take("?")) node = repeat(node, 0, 1);
      else if (this.#take("{")) node = this.#interval(node);
      else return node;
    }
  }

  #interval(body: RegexNode): RegexNode {
    const found = /^([0-9]+)(,([0-9]*))?\}/.exec(this.#source.slice(this.#position));
    if (found === null) throw invalid("a repetition in braces is wrong");
    this.#position += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === "" ? null : Number(found[3]);
    if (most !== null && most < least) throw invalid("a repetition ends below its start");
    if (least > MOST_REPEATS || (most ?? 0) > MOST_REPEATS) throw invalid("a repetition is too large");
    return repeat(body, least, most);
  }

  #atom(): RegexNode {
    const next = this.#peek();
    this.#position++;
    switch (next) {
      case "(": {
        this.groups++;
        const index = this.groups;
        const body = this.choice();
        if (!this.#take(")")) throw invalid("a '(' is not closed");
        return { kind: "group", index, body };
      }
      case "[":
        return this.#bracket();
      case ".":
        return charNode("[^\\0]");
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "*":
      case "+":
      case "?":
      case "{":
        throw invalid(`nothing stands before '${next}'`);
      case "\\":
        return this.#escape();
      default:
        return charNode(escapeChar(next));
    }
  }

  #escape(): RegexNode {
    const next = this.#peek();
    if (next === "") throw invalid("a '\\' stands at the end");
    if (!SPECIAL.includes(next) && next !== "]" && next !== "}") throw invalid(`'\\${next}' is no escape`);
    this.#position++;
    return charNode(escapeChar(next));
  }

  /** A bracket expression after its `[`. A backslash in it is an ordinary character. */
  #bracket(): RegexNode {
    const negated = this.#take("^");
    let members = "";
    let previous: string | null = null;
    for (let first = true; ; first = false) {
      const next = this.#peek();
      if (next === "") throw invalid("a '[' is not closed");
      if (next === "]" && !first) {
        this.#position++;
        break;
      }
      if (next === "[" && ":.=".includes(this.#source[this.#position + 1] ?? " ")) {
        const named = this.#named();
        members += named.members;
        previous = named.single;
        continue;
      }
      this.#position++;
      if (next === "-" && members !== "" && previous === null && this.#peek() !== "]") {
        throw invalid("a range in brackets has no start");
      }
      const after = this.#source[this.#position + 1];
      if (this.#peek() === "-" && after !== undefined && after !== "]") {
        this.#position++;
        const last = this.#rangeEnd();
        if (last < next) throw invalid("a range in brackets is reversed");
        members += `${escapeChar(next)}-${escapeChar(last)}`;
        previous = null;
      } else {
        members += escapeChar(next);
        previous = next;
      }
    }
    if (previous === null && members === "") throw new RegexProblem("notModelled", "an empty bracket expression");
    return charNode(`[${negated ? "^" : ""}${members}]`);
  }

  #rangeEnd(): string {
    const last = this.#peek();
    if (last === "[" && ":.=".includes(this.#source[this.#position + 1] ?? " ")) {
      const { single } = this.#named();
      if (single === null) throw invalid("a range in brackets ends in a class");
      return single;
    }
    this.#position++;
    return last;
  }

  /** `[:alpha:]`, `[.-.]`, `[=a=]`. */
  #named(): { readonly members: string; readonly single: string | null } {
    const found = /^\[([:.=])(.*?)\1\]/s.exec(this.#source.slice(this.#position));
    if (found === null) throw invalid("a class in brackets is not closed");
    this.#position += found[0].length;
    const [, sort, name = ""] = found;
    if (sort === ":") {
      const members = CLASSES.get(name.toLowerCase());
      if (members === undefined) throw invalid(`there is no class '${name}'`);
      return { members, single: null };
    }
    if (name.length !== 1 || sort === ".") throw new RegexProblem("notModelled", "a named character in brackets");
    return { members: escapeChar(name), single: name };
  }

  #peek(): string {
    return this.#source[this.#position] ?? "";
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#position++;
    return true;
  }
}

function repeat(body: RegexNode, least: number, most: number | null): RegexNode {
  return { kind: "repeat", body, least, most };
}

function charNode(source: string): RegexNode {
  const test = new RegExp(`^${source}$`, "s");
  return { kind: "char", source, accepts: (code) => test.test(String.fromCharCode(code)) };
}

function escapeChar(text: string): string {
  return /[\w ]/.test(text) ? text : `\\x${text.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

function invalid(reason: string): RegexProblem {
  return new RegexProblem("invalid", reason);
}
