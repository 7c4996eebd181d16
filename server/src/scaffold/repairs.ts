/**
 * Repairs what an edit has brought: services that are missing now are enabled, and services that have come give way to
 * ports that are taken.
 */
import { fixesFor } from "../rules/registry.ts";
import type { PlacedFinding, TextEdit } from "../rules/support/rule.ts";
import { freePort } from "./freePort.ts";
import {
  edited,
  fileUnder,
  keyOf,
  newFindings,
  type Rehearsed,
  type ScaffoldWorld,
  startedServices,
  type Texts,
} from "./rehearsal.ts";

/** Where repairs end that never come to rest. */
const roundLimit = 60;

export interface Repaired {
  readonly texts: Texts;
  readonly after: Rehearsed;
}

/**
 * Repairs until nothing is left that can be. `missing`: the findings of missing services to repair. In one round each
 * host is touched once, so that no two repairs add the same thing.
 */
export async function repair(
  world: ScaffoldWorld,
  before: Rehearsed,
  start: Texts,
  missing: (after: Rehearsed) => readonly PlacedFinding[],
): Promise<Repaired> {
  let texts = start;
  let after = await world.rehearse(texts);
  const hopeless = new Set<string>();
  for (let round = 0; round < roundLimit; round++) {
    const started = startedServices(world, before, after);
    const clashes = newFindings(before, after).filter(({ code }) => code === "port-conflict");
    const edits: TextEdit[] = [];
    const touched = new Set<string>();
    for (const finding of [...missing(after), ...clashes].filter((one) => !hopeless.has(keyOf(one)))) {
      const names = [finding.uri, ...(finding.hosts ?? labelsOf(after, finding.uri))];
      if (names.some((name) => touched.has(name))) continue;
      const edit =
        finding.code === "port-conflict"
          ? await freePort(world, texts, after, finding, started)
          : await enabling(world, texts, finding);
      if (edit === null) hopeless.add(keyOf(finding));
      else {
        edits.push(edit);
        for (const name of [edit.uri, ...names]) touched.add(name);
      }
    }
    if (edits.length === 0) break;
    texts = await edited(world, texts, edits);
    after = await world.rehearse(texts);
  }
  return { texts, after };
}

function labelsOf({ hosts }: Rehearsed, uri: string): readonly string[] {
  return hosts.filter(({ files }) => files.includes(uri)).map(({ label }) => label);
}

/** The rule's own preferred fix. */
async function enabling(world: ScaffoldWorld, texts: Texts, finding: PlacedFinding): Promise<TextEdit | null> {
  const file = await fileUnder(world, texts, finding.uri);
  if (file === null) return null;
  const range = { start: file.lines.offsetAt(finding.range.start), end: file.lines.offsetAt(finding.range.end) };
  const fixes = fixesFor({ file, other: () => null }, { code: finding.code, range, data: finding.data ?? {} });
  return fixes.find(({ preferred }) => preferred)?.edits[0] ?? null;
}
