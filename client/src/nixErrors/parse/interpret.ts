/** Interprets what has been told: the kind of each finding, what it is about, and its words for a reader. */

import { errorKindOf } from "./errorKinds.ts";
import { definitionsIn, plainMessage } from "./listedDefinitions.ts";
import type { NixContext, NixFinding, NixFrame } from "./nixFinding.ts";
import type { Told, TraceEntry } from "./toldError.ts";
import { mentionedOptions, readOptionPath, readPlace } from "./writtenForms.ts";

/** The findings in what one telling has told: as many as there are failed assertions, else one or none. */
export function interpret(told: Told, host: string | null): readonly NixFinding[] {
  const assertions = failedAssertions(told.message);
  if (assertions.length > 0) {
    const none: Told = { ...told, place: null, trace: [], hints: [], log: [] };
    return assertions.map((message) => {
      const mentions = mentionedOptions(message.join("\n"));
      return { ...finding({ ...none, message }, host), kind: kindOfAssertion(message), mentions };
    });
  }
  return told.message.length === 0 ? [] : [finding(told, host)];
}

function finding(told: Told, host: string | null): NixFinding {
  const first = told.message[0] ?? "";
  const { text, frames } = places(told, first);
  const message = [text, ...told.message.slice(1)];
  const { kind, option, subjects } = errorKindOf(message, frames, told);
  const asked = told.trace.flatMap(({ what }) => argumentContext.exec(what)?.[2] ?? [])[0];
  return {
    severity: told.severity,
    kind,
    message: plainMessage(message, told.hints),
    frames,
    option: option === null ? null : readOptionPath(option),
    definitions: definitionsIn(message),
    mentions: kind === "module-warning" ? mentionedOptions(message.join("\n")) : [],
    within: contextOf(told.trace),
    subjects,
    askedIn: asked ?? null,
    log: told.log,
    host,
  };
}

/**
 * The places of an error. Before 2.4 they stand in its words: `undefined variable 'x' at /a.nix:1:2`, and `attribute
 * 'a' at /a.nix:3:3 already defined at /a.nix:2:3`, whose first place is the one that is wrong.
 */
function places(told: Told, first: string): { readonly text: string; readonly frames: readonly NixFrame[] } {
  const traced = told.trace.flatMap(({ frame }) => frame ?? []);
  const earlier = /^(.*already defined) at (.+:\d+)$/.exec(first);
  const earlierFrames = earlier === null ? [] : frameAt(earlier[2] ?? "", earlier[1] ?? "");
  if (told.place !== null) return { text: first, frames: [told.place, ...earlierFrames, ...traced] };
  if (earlier !== null) {
    const inner = /^(.*?) at (.+:\d+)(:\d+)? already defined$/.exec(earlier[1] ?? "");
    const own = inner === null ? [] : frameAt(`${inner[2]}${inner[3] ?? ""}`, "");
    const text = inner === null ? first : `${inner[1]} already defined at ${earlier[2]}`;
    return { text, frames: [...own, ...earlierFrames, ...traced] };
  }
  const behind = /^(.*\S),? at ("?[/«(<].*:\d+:\d+):?$/.exec(first);
  const own = behind === null ? [] : frameAt(behind[2] ?? "", "");
  const text = own.length === 0 ? first : (behind?.[1] ?? first).replace(/,$/, "");
  return { text, frames: own.length === 0 ? [...packagePlace(first), ...traced] : [...own, ...traced] };
}

function frameAt(text: string, what: string): NixFrame[] {
  const written = readPlace(text);
  return written === null ? [] : [{ ...written, excerpt: null, what }];
}

/** `Package ‘x’ in /etc/nixos/x.nix:12 is marked as broken, refusing to evaluate.` */
function packagePlace(message: string): NixFrame[] {
  const place = /^Package .+? in (\S+:\d+) (?:is|has) .*refusing to evaluate/.exec(message)?.[1];
  return place === undefined ? [] : frameAt(place, "");
}

const optionContext = /^while evaluating the option [`'‘](.+)['’]$/;
const definitionContext = /^while evaluating definitions? from [`'‘](.+)['’]$/;
const argumentContext = /^while evaluating the module argument [`'‘](.+)['’] in "(.+)"$/;

/** The innermost definition that the trace names, with the option around it. */
function contextOf(trace: readonly TraceEntry[]): NixContext | null {
  let file: string | null = null;
  for (const { what } of trace) {
    file ??= definitionContext.exec(what)?.[1] ?? null;
    const option = file === null ? undefined : optionContext.exec(what)?.[1];
    if (file !== null && option !== undefined) return { file, option: readOptionPath(option) };
  }
  return null;
}

/** `Failed assertions:` and what follows, one list of lines for each. */
function failedAssertions(message: readonly string[]): readonly (readonly string[])[] {
  const at = message.findIndex((line) => /^\s*Failed assertions:$/.test(line));
  if (at < 0) return [];
  const found: string[][] = [];
  for (const line of message.slice(at + 1)) {
    if (line.startsWith("- ")) found.push([line.slice(2)]);
    else found.at(-1)?.push(line);
  }
  return found;
}

/** The removal of an option is told as an assertion. */
function kindOfAssertion(message: readonly string[]): "failed-assertion" | "deprecated-option" {
  return /^The option definition .+ no longer has any effect/.test(message[0] ?? "")
    ? "deprecated-option"
    : "failed-assertion";
}
