/** Reads bindings, passing over those that are known to read well where they stand. */
import { DEPTH_LIMIT, moveTo, type Probe } from "./probe.ts";
import type { BindingNote, LineLead } from "./readNotes.ts";

/** On longer lines nothing is noted: looking for where they begin would cost their length each time. */
const LONGEST_LEAD = 1_000;

/** Reads a binding with `read`, or passes over it; the current token is its first. */
export function readNoted(probe: Probe, read: (probe: Probe) => void): void {
  const { token, notes, text, problems, mends, strings } = probe;
  const lead = leadOf(text, token.start);
  if (lead === null) {
    read(probe);
    return;
  }
  const known = notes.at(token.start);
  if (known !== null && fits(probe, known, lead)) {
    passOver(probe, known);
    return;
  }
  notes.enter(token.start);
  const { passed } = notes;
  const { leastIndentation, deepest, depth } = probe;
  const wrong = problems.length + mends.length;
  const earlier = strings.length;
  probe.leastIndentation = Number.POSITIVE_INFINITY;
  probe.deepest = depth;
  read(probe);
  if (problems.length + mends.length === wrong) {
    const note = {
      length: probe.previousEnd - token.start,
      lead,
      leastIndentation: probe.leastIndentation,
      depth: probe.deepest - depth,
      strings: { base: token.start, items: strings.slice(earlier) },
    };
    notes.keep(token.start, note, passed);
  }
  probe.leastIndentation = Math.min(probe.leastIndentation, leastIndentation);
  probe.deepest = Math.max(probe.deepest, deepest);
}

/** Whether what surrounds the binding makes no difference to how it reads. */
function fits({ byIndentation, openings, depth }: Probe, note: BindingNote, lead: LineLead): boolean {
  if (note.lead.first !== lead.first || note.lead.indentation !== lead.indentation) return false;
  if (depth + note.depth > DEPTH_LIMIT) return false;
  return !byIndentation || openings.every(({ indentation }) => (indentation ?? -1) < note.leastIndentation);
}

function passOver(probe: Probe, note: BindingNote): void {
  const { start } = probe.token;
  probe.notes.pass(start, note);
  probe.leastIndentation = Math.min(probe.leastIndentation, note.leastIndentation);
  probe.deepest = Math.max(probe.deepest, probe.depth + note.depth);
  if (note.strings.items.length > 0) probe.strings.push({ at: start, run: note.strings });
  moveTo(probe, start + note.length);
}

/** `null` where the line begins too far off. */
function leadOf(text: string, start: number): LineLead | null {
  let first = true;
  let blanks = start;
  for (let at = start - 1; at >= 0; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 10) return { indentation: blanks - at - 1, first };
    if (start - at > LONGEST_LEAD) return null;
    if (unit === 32 || unit === 9) continue;
    blanks = at;
    first = false;
  }
  return { indentation: blanks, first };
}
