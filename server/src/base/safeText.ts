/**
 * The one way from texts that others wrote (configurations, what evaluation makes of them, file names) to what people are
 * shown: messages, terminals, and Markdown.
 * Invariants: no image and no HTML comes out, links lead to https alone and show where they lead; nothing hides itself or
 * turns the reading direction; nothing is longer than a person reads. `Message` and `Markdown` are made here only.
 */

declare const brand: unique symbol;

/** Text without hidden or controlling characters, of a readable length. */
export type Message = string & { readonly [brand]: "message" };

/** Markdown that is safe to render. */
export type Markdown = string & { readonly [brand]: "markdown" };

/** In UTF-16 units. */
const longestMessage = 2_000;
const longestDescription = 8_000;
const longestWord = 160;

/** Escape sequences of terminals, whole: `ESC [ … m`, `ESC ] … BEL`, and their forms of one character. */
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]P^_X]|[\x90\x9d-\x9f\x98])[^\x07\x1b\x9c]{0,4000}(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise.
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]/g;
/** What turns the reading direction, and what hides. */
const unseen = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const loneSurrogates = /\p{Surrogate}/gu;

/** The same text with nothing in it that acts on a terminal or cannot be seen; lines and tabs stay. */
export function visible(text: string): string {
  return text
    .replace(escapes, "")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(controls, "")
    .replace(
      unseen,
      (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
    )
    .replace(loneSurrogates, "\ufffd");
}

/** A message for people: visible, words (paths, values) and the whole clipped. Lines stay lines. */
export function safeMessage(text: string): Message {
  const shown = visible(clipped(text, longestMessage * 4)).replace(/\S{161,}/g, elided);
  return clipped(shown, longestMessage) as Message;
}

/** The same on one line: a title, a name. */
export function safeLine(text: string): Message {
  return safeMessage(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " "));
}

/** The middle of a long word left out: both ends of a path say most. */
function elided(word: string): string {
  const end = Math.floor(longestWord / 2);
  return `${cutBefore(word, end)}…${word.slice(word.length - end).replace(/^[\udc00-\udfff]/, "")}`;
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${cutBefore(text, length)}…`;
}

/** The beginning of a text, no character cut in two. */
function cutBefore(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** Our own words as Markdown. Only for texts that this product brings. */
export function ownMarkdown(text: string): Markdown {
  return text as Markdown;
}

/** Text as Markdown that shows it, on one line. */
export function plainMarkdown(text: string): Markdown {
  return escaped(safeLine(text)).replace(/[*_{}#~]/g, "\\$&") as Markdown;
}

/** Parts of one document. */
export function joinMarkdown(parts: readonly Markdown[], between: string): Markdown {
  return parts.join(between) as Markdown;
}

/** Our own words with Markdown and (then shown as they are) texts in between. */
export function markdown(words: TemplateStringsArray, ...parts: readonly (Markdown | number)[]): Markdown {
  return words.map((word, index) => `${word}${parts[index] ?? ""}`).join("") as Markdown;
}

/** Nix text in a fence that the text itself cannot end. */
export function codeBlock(text: string): Markdown {
  return fenced("nix", text);
}

function fenced(language: string, text: string): Markdown {
  const shown = visible(clipped(text, longestDescription));
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}` as Markdown;
}

/** Text as code on one line, in ticks that the text itself cannot end. */
export function inlineCode(text: string): Markdown {
  const line = safeMessage(text).replace(/\s*\n\s*/g, " ");
  if (line.trim() === "") return "` `" as Markdown;
  const ticks = "`".repeat(longestRun(line) + 1);
  const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${padding}${line}${padding}${ticks}` as Markdown;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A link of our own making to a file or a page; any other address is left out. */
export function link(name: string, target: string): Markdown {
  const isSafe = /^(?:file|vscode-vfs|vscode-remote|plasmacloud|untitled|https):[^\s<>()\\`]*$/i.test(target);
  return isSafe ? (`[${plainMarkdown(name)}](${target})` as Markdown) : plainMarkdown(name);
}

/** The same with links into the folder `from` leading into the folder `to`. */
export function withAddress(text: Markdown, from: string, to: string): Markdown {
  return text.replaceAll(`](${from}/`, `](${to}/`) as Markdown;
}

/**
 * Markdown that others wrote, made anew: its code, emphasis, headings and lists stay; images become their description,
 * links their text with the address behind it, and everything that could mean more is shown as it was written.
 */
export function foreignMarkdown(text: string): Markdown {
  const lines = visible(clipped(text, longestDescription)).split("\n");
  const parts: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)\s*$/.exec(lines[index] ?? "");
    const end = fence === null ? index + 1 : endOfFence(lines, index + 1, fence[1] ?? "");
    if (fence !== null) parts.push("", fenced(fence[2] ?? "", lines.slice(index + 1, end).join("\n")), "");
    else parts.push(foreignLine(lines[index] ?? ""));
    index = fence === null ? end : end + 1;
  }
  return parts.join("\n") as Markdown;
}

function endOfFence(lines: readonly string[], from: number, fence: string): number {
  for (let index = from; index < lines.length; index++) {
    const mark = lines[index]?.trim() ?? "";
    if (mark.length >= fence.length && mark === fence.charAt(0).repeat(mark.length)) return index;
  }
  return lines.length;
}

/** Code in ticks, links and images with an address in parentheses, addresses; in a line. */
const constructs =
  /(`+)(?!`)(.+?)(?<!`)\1(?!`)|(!?)\[([^[\]]{0,400})\]\(\s*<?([^\s()<>]{0,2000})>?(?:\s+(?:"[^"]{0,400}"|'[^']{0,400}'))?\s*\)|<?(https:\/\/[^\s<>()[\]"'`\\]{1,2000})>?/gi;

function foreignLine(line: string): string {
  let out = "";
  let last = 0;
  for (const match of line.matchAll(constructs)) {
    const [whole, ticks, code = "", bang, text = "", target = "", address] = match;
    out += escaped(line.slice(last, match.index));
    if (ticks !== undefined) out += inlineCode(code.trim());
    else if (address !== undefined) out += `<${address}>`;
    else if (bang === "!") out += `(image${text === "" ? "" : `: ${escaped(text)}`})`;
    else out += linkText(text, target);
    last = match.index + whole.length;
  }
  return out + escaped(line.slice(last));
}

/** The text of a link, and where it leads: for https as a link, else as text. */
function linkText(text: string, target: string): string {
  const inside = text.startsWith("`") && text.endsWith("`") ? inlineCode(text.replaceAll("`", "")) : escaped(text);
  const isWeb = /^https:\/\/[^\s<>()[\]"'`\\]+$/i.test(target);
  const shown = isWeb ? `<${target}>` : escaped(target);
  return text === target || text === "" ? shown : target === "" ? inside : `${inside} (${shown})`;
}

/** Shown as it is: nothing in it begins a link, an image, HTML or code, nor becomes an address by itself. */
function escaped(text: string): string {
  return text
    .replace(/[\\`[\]<>&!|]/g, "\\$&")
    .replaceAll("://", "\\://")
    .replace(/www\./gi, (match) => `${match.slice(0, -1)}\\.`)
    .replaceAll("@", "\\@");
}
