/**
 * Where each finding belongs in the workspace. Module errors name a file and an option, never a line: the language
 * server's index of definitions says the line.
 * Invariant: never a wrong place. What cannot be placed goes to the output it is about, or nowhere.
 */

import type { NixFinding, NixFrame, NixKind } from "../parse/nixFinding.ts";
import { type FileWorld, type FoundFile, findFile, findLine } from "./findFile.ts";
import { placeAtOutput } from "./placeAtOutput.ts";
import { rangeAt, type TextRange, wholeLine } from "./textPlace.ts";

export interface PlaceInFile {
  readonly path: string;
  readonly range: TextRange;
}

export interface RelatedPlace extends PlaceInFile {
  readonly extent?: TextRange;
  /** In Nix's own words: what it was doing there, or the value that is defined there. */
  readonly text: string;
  readonly kind: "frame" | "definition";
}

export interface PlacedNixFinding extends PlaceInFile {
  /** All that it is about: of a definition its value, too. Its range is the beginning of it. */
  readonly extent: TextRange;
  readonly finding: NixFinding;
  readonly related: readonly RelatedPlace[];
}

/** A definition to look for; without a path, wherever hosts have it from. */
export interface Sought {
  readonly path: string | null;
  readonly option: readonly string[];
  /** The host that is meant, where that is known. */
  readonly host?: string;
}

export interface LocatedByServer {
  readonly names: number;
  readonly places: readonly (PlaceInFile & { readonly extent: TextRange; readonly value: string | null })[];
}

export interface PlacingWorld extends FileWorld {
  /** The output that the run was about, without `outputs`. */
  readonly attribute: readonly string[] | null;
  /** In the order of the question; `null` where there is none. */
  locate(sought: readonly Sought[]): Promise<readonly (LocatedByServer | null)[]>;
}

const mostRelated = 10;

/** Kinds whose definitions say where they are; what was being evaluated meanwhile is somewhere else. */
const ofModules: ReadonlySet<NixKind> = new Set([
  "unknown-option",
  "type-mismatch",
  "conflicting-definitions",
  "read-only-option",
  "deprecated-option",
]);

/** The finding at its place; `null`: it has none, and only the log tells of it. */
export async function placeNixFinding(world: PlacingWorld, finding: NixFinding): Promise<PlacedNixFinding | null> {
  if (finding.kind === "tool" || finding.kind === "build-dependency") return null;
  const [first, ...related] =
    (await atDefinitions(world, finding)) ??
    (await atArgument(world, finding)) ??
    (ofModules.has(finding.kind) ? null : await atFrames(world, finding.frames)) ??
    (await atMissingFile(world, finding)) ??
    (await atContext(world, finding)) ??
    (await atMention(world, finding)) ??
    (await placeAtOutput(world, finding)) ??
    [];
  if (first === undefined) return null;
  const { path, range, extent = range } = first;
  return { path, range, extent, finding, related: related.slice(0, mostRelated) };
}

type Places = readonly RelatedPlace[] | null;

async function atDefinitions(world: PlacingWorld, { definitions, option }: NixFinding): Promise<Places> {
  if (option === null || definitions.length === 0) return null;
  const files = await Promise.all(definitions.map(({ file }) => findFile(world, file)));
  const sought = files.flatMap((file) => (file === null ? [] : { path: file.path, option }));
  const located = sought.length === 0 ? [] : await world.locate(sought);
  const taken = new Set<string>();
  const places: RelatedPlace[] = [];
  let index = 0;
  for (const [nth, file] of files.entries()) {
    if (file === null) continue;
    const text = definitions[nth]?.value ?? "";
    const one = located[index++];
    const candidates = (one?.places ?? []).filter((place) => !taken.has(keyOf(place)));
    const place = candidates.find(({ value }) => value !== null && value === text) ?? candidates[0];
    // The file is right, whatever it computes its definitions from.
    const { path, range } = place ?? { path: file.path, range: wholeLine(file.lines, 0) };
    taken.add(keyOf({ path, range }));
    // Of a set around it only the name is known to have to do with it.
    const extent = place !== undefined && one?.names === option.length ? place.extent : range;
    places.push({ path, range, extent, text, kind: "definition" });
  }
  return places.length === 0 ? null : places;
}

function keyOf({ path, range }: PlaceInFile): string {
  return `${path}:${range.start.line}:${range.start.character}`;
}

/** An argument that nobody gives, where its module asks for it. */
async function atArgument(world: PlacingWorld, { kind, askedIn, subjects, frames }: NixFinding): Promise<Places> {
  const [name] = subjects;
  if (kind !== "module-argument" || askedIn === null || name === undefined) return null;
  const file = await findFile(world, askedIn);
  if (file === null) return null;
  const formal = new RegExp(`(?<![\\w.'-])${name.replace(/[^\w]/g, "\\$&")}(?![\\w'-])`);
  const line = file.lines.findIndex((text) => formal.test(text));
  if (line < 0) return null;
  const character = file.lines[line]?.search(formal) ?? 0;
  const range = { start: { line, character }, end: { line, character: character + name.length } };
  return [{ path: file.path, range, text: "", kind: "definition" }, ...((await atFrames(world, frames)) ?? [])];
}

/** The deepest place in the workspace, and those around it. */
async function atFrames(world: PlacingWorld, frames: readonly NixFrame[]): Promise<Places> {
  const places: RelatedPlace[] = [];
  const seen = new Set<string>();
  for (const frame of frames) {
    if (places.length > mostRelated) break;
    const found = await findLine(world, frame);
    if (found === null) continue;
    const place: RelatedPlace = { path: found.path, range: rangeIn(found, frame), text: frame.what, kind: "frame" };
    if (seen.has(keyOf(place))) continue;
    seen.add(keyOf(place));
    places.push(place);
  }
  return places.length === 0 ? null : places;
}

function rangeIn({ lines, line }: FoundFile, { column }: NixFrame): TextRange {
  return rangeAt(lines, line, column);
}

/** A file that is there, though Nix does not find it: Git does not know it yet. */
async function atMissingFile(world: PlacingWorld, { kind, subjects }: NixFinding): Promise<Places> {
  const [name] = subjects;
  if (kind !== "missing-file" || name === undefined) return null;
  const file = await findFile(world, name);
  return file && [{ path: file.path, range: wholeLine(file.lines, 0), text: "", kind: "definition" }];
}

/** The definition that was being evaluated. */
async function atContext(world: PlacingWorld, { within }: NixFinding): Promise<Places> {
  const file = within && (await findFile(world, within.file));
  if (within === null || file === null) return null;
  const [located] = await world.locate([{ path: file.path, option: within.option }]);
  return located == null
    ? null
    : located.places.slice(0, 1).map(({ path, range }) => ({ path, range, text: "", kind: "definition" }));
}

/** What is defined in the workspace of what the words are about: an option, or a unit's service. */
async function atMention(world: PlacingWorld, finding: NixFinding): Promise<Places> {
  const options = soughtOptions(finding);
  if (options.length === 0) return null;
  const host = finding.host ?? (world.attribute?.[0] === "nixosConfigurations" ? world.attribute[1] : undefined);
  const located = await world.locate(
    options.map((option) => ({ path: null, option, ...(host === undefined ? {} : { host }) })),
  );
  // The option itself, rather than the service it belongs to.
  const best =
    located.find((one, index) => one != null && one.names === options[index]?.length) ??
    located.find((one) => one != null);
  return best?.places.map(({ path, range, value }) => ({ path, range, text: value ?? "", kind: "definition" })) ?? null;
}

function soughtOptions({ kind, option, mentions, subjects }: NixFinding): readonly (readonly string[])[] {
  switch (kind) {
    case "failed-assertion":
    case "module-warning":
      return mentions;
    case "undefined-option":
    case "deprecated-option":
      return option === null ? [] : [option];
    case "activation":
      return subjects.map((unit) => ["services", unit.replace(/\.\w+$/, "").replace(/@.*$/, ""), "enable"]);
    default:
      return [];
  }
}
