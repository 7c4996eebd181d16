/**
 * Edits are rehearsed: the workspace is analysed as it would be after them, and only what does no harm is handed out.
 * Invariant: nothing is written; what a rehearsal leaves behind is text.
 */

import type { Uri } from "../base/uri.ts";
import type { HostView } from "../modules/api.ts";
import type { StartedService } from "../protocol/scaffoldProtocol.ts";
import type { PlacedFinding, TextEdit } from "../rules/support/rule.ts";
import type { ParsedFile } from "../syntax/tree/parsedFile.ts";
import type { CatalogueService } from "./edit/catalogue.ts";
import type { Templates } from "./edit/templates.ts";

/** Texts in place of those that the workspace has now. */
export type Texts = ReadonlyMap<Uri, string>;

/** What the workspace would be. */
export interface Rehearsed {
  readonly findings: ReadonlyMap<Uri, readonly PlacedFinding[]>;
  readonly hosts: readonly HostView[];
}

export interface ScaffoldWorld {
  readonly templates: Templates;
  readonly catalogue: readonly CatalogueService[];
  /** A file as it is now; `null`: there is none. */
  read(uri: Uri): Promise<string | null>;
  parse(uri: Uri, text: string): ParsedFile;
  rehearse(texts: Texts): Promise<Rehearsed>;
}

/** A file under some texts, parsed. */
export async function fileUnder(world: ScaffoldWorld, texts: Texts, uri: Uri): Promise<ParsedFile | null> {
  const text = texts.get(uri) ?? (await world.read(uri));
  return text === null ? null : world.parse(uri, text);
}

/** The texts after some edits, which hold offsets of the texts before them. */
export async function edited(world: ScaffoldWorld, texts: Texts, edits: readonly TextEdit[]): Promise<Texts> {
  const after = new Map(texts);
  for (const uri of new Set(edits.map((edit) => edit.uri))) {
    const text = texts.get(uri) ?? (await world.read(uri)) ?? "";
    const own = edits.filter((edit) => edit.uri === uri).sort((left, right) => right.range.start - left.range.start);
    after.set(
      uri,
      own.reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text),
    );
  }
  return after;
}

/** Findings that were not there before, wherever edits have moved the others; only errors and warnings count. */
export function newFindings(before: Rehearsed, after: Rehearsed): readonly PlacedFinding[] {
  const known = new Map<string, number>();
  for (const finding of all(before)) known.set(keyOf(finding), (known.get(keyOf(finding)) ?? 0) + 1);
  return all(after).filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    known.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

function all({ findings }: Rehearsed): readonly PlacedFinding[] {
  return [...findings.values()].flat().filter(({ severity }) => severity === "error" || severity === "warning");
}

/** What tells findings apart when their places have moved. */
export function keyOf({ uri, code, message }: PlacedFinding): string {
  return `${uri}\0${code}\0${message}`;
}

/** Whether a service runs on a host; `null`: unknown. */
export function isEnabledOn(host: HostView, service: string): boolean | null {
  const value = host.values.get(`services\0${service}\0enable`)?.value;
  return value === "true" ? true : value === "false" || value === undefined ? false : null;
}

/** A service that runs on a host (its label) and did not before. */
/** Which of PlasmaCloud's services run on hosts that did not before. */
export function startedServices(
  { catalogue }: ScaffoldWorld,
  before: Rehearsed,
  after: Rehearsed,
): readonly StartedService[] {
  return after.hosts.flatMap((host) => {
    const known = before.hosts.find(({ label }) => label === host.label);
    return catalogue
      .filter(
        ({ name }) => isEnabledOn(host, name) === true && (known === undefined || isEnabledOn(known, name) !== true),
      )
      .map(({ name }) => ({ host: host.label, service: name }));
  });
}
