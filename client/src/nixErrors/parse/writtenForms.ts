/** The forms in which Nix writes places and option paths. Whether a text is one of them; nothing about what it means. */

/** A place as it stands in a text: `/etc/nixos/a.nix:4:39`, `"/a b.nix":1:2`, `«stdin»:1:4`. */
export interface NixPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

const place = /^"?(.+?)"?:(\d{1,9})(?::(\d{1,9}))?(?:: \(source not available\))?:?$/;
/** `(2:7) in file: /etc/nixos/a.nix`, `(1:1) from string`: early forms of 2.4. */
const placeFirst = /^\((\d{1,9}):(\d{1,9})\) (?:in file: (.+)|from (string|stdin))$/;

export function readPlace(text: string): NixPlace | null {
  const first = placeFirst.exec(text);
  if (first !== null) return { file: first[3] ?? `«${first[4]}»`, line: Number(first[1]), column: Number(first[2]) };
  const match = place.exec(text);
  if (match?.[1] === undefined) return null;
  return { file: match[1], line: Number(match[2]), column: match[3] === undefined ? null : Number(match[3]) };
}

/** `services.foo."a b".port` decoded. Steps that stand for no name of a text, such as `"[definition 1-entry 2]"`, end it. */
export function readOptionPath(text: string): readonly string[] {
  const names: string[] = [];
  const step = /"((?:[^"\\]|\\.)*)"|([^."]+)/gy;
  for (let at = 0; at < text.length; at = step.lastIndex + 1) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (match === null) break;
    const name = match[2] ?? (match[1] ?? "").replace(/\\(.)/g, "$1");
    if (/^\[definition \d+-entry \d+\]$/.test(name) || name === "*") break;
    names.push(name);
    if (text[step.lastIndex] !== ".") break;
  }
  return names;
}

const optionPath = /[a-zA-Z_][\w'-]*(?:\.(?:[a-zA-Z_][\w-]*|"[^"\n]*"))+/g;
const mostMentions = 20;

/** The option paths that a message in words mentions. Names of files and of web addresses look alike and are left out. */
export function mentionedOptions(text: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const match of text.matchAll(optionPath)) {
    const before = text[match.index - 1] ?? " ";
    if (/[/@:\w~]/.test(before) || /\.(?:nix|service|socket|com|org|md|json|sh)$/.test(match[0])) continue;
    found.push(readOptionPath(match[0]));
    if (found.length === mostMentions) break;
  }
  return found;
}
