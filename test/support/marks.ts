/** Marks in test strings: `$0` is the cursor, `#- /path` heads begin files of a workspace kept in one string. */

/** Takes `$0` out of a text and says where it stood. A text without one is a mistake in the test. */
export function takeCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf("$0");
  if (offset < 0) throw new Error("the test text has no $0");
  return { text: marked.slice(0, offset) + marked.slice(offset + 2), offset };
}

export interface MarkedFile {
  readonly path: string;
  readonly text: string;
}

/** Cuts a text at lines such as `#- /hosts/a.nix`. Without such a line it is one file, `/test.nix`. */
export function splitFiles(marked: string): MarkedFile[] {
  const heads = [...marked.matchAll(/^#- (\/\S*)[ \t]*\r?\n/gm)];
  if (heads.length === 0) return [{ path: "/test.nix", text: marked }];
  return heads.map((head, index) => ({
    path: head[1] ?? "",
    text: marked.slice(head.index + head[0].length, heads[index + 1]?.index ?? marked.length),
  }));
}

/** `splitFiles` as a map from `file://` URI to text. */
export function markedWorkspace(marked: string): ReadonlyMap<string, string> {
  return new Map(splitFiles(marked).map(({ path, text }) => [`file://${path}`, text]));
}
