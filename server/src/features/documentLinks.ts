/** Links in a file: path literals, web addresses, flake references such as `github:NixOS/nixpkgs/nixos-25.05`. */
import type { Range } from "../base/range.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import { descendants } from "../syntax/tree/walk.ts";
import type { FeatureContext } from "./context/context.ts";
import { moduleFile, pathLiterals } from "./resolve/pathLiterals.ts";

export interface DocumentLink {
  readonly range: Range;
  /** A file's URI or a web address. */
  readonly target: string;
}

export function documentLinks(context: FeatureContext): readonly DocumentLink[] {
  const { file } = context;
  const links: DocumentLink[] = [];
  for (const { range, uri } of pathLiterals(file)) links.push({ range, target: moduleFile(uri, context) });
  for (const range of textRanges(file)) links.push(...linksIn(file.text.slice(range.start, range.end), range.start));
  return links.sort((a, b) => a.range.start - b.range.start);
}

/** Where links may stand in plain text: strings and comments. */
function* textRanges(file: ParsedFile): Generator<Range> {
  yield* file.comments;
  if (file.root === null) return;
  for (const node of descendants(file.root)) if (node.kind === "string") yield file.rangeOf(node);
}

const linkPattern =
  /(?:git\+)?https?:\/\/[^\s"'`<>\\{}]+|\b(?:github|gitlab|sourcehut):[\w~.-]+\/[\w.-]+(?:\/[\w./-]+)?/g;

function linksIn(text: string, offset: number): readonly DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const match of text.matchAll(linkPattern)) {
    // What an interpolation follows is only the beginning of an address.
    const after = text.slice(match.index + match[0].length);
    if (after.startsWith("{") || match[0].endsWith("$")) continue;
    const shown = match[0].replace(/[.,;:!?)\]]+$/, "");
    const start = offset + match.index;
    links.push({ range: { start, end: start + shown.length }, target: webAddress(shown) });
  }
  return links;
}

const forges: ReadonlyMap<string, { readonly site: string; readonly tree: string }> = new Map([
  ["github", { site: "https://github.com", tree: "tree" }],
  ["gitlab", { site: "https://gitlab.com", tree: "-/tree" }],
  ["sourcehut", { site: "https://git.sr.ht", tree: "tree" }],
]);

function webAddress(written: string): string {
  const colon = written.indexOf(":");
  const forge = forges.get(written.slice(0, colon));
  if (forge === undefined) return written.replace(/^git\+/, "");
  const [owner = "", repository = "", ...ref] = written.slice(colon + 1).split("/");
  const tree = ref.length === 0 ? "" : `/${forge.tree}/${ref.join("/")}`;
  return `${forge.site}/${owner}/${repository}${tree}`;
}
