/** The imports of a host that nobody here can read, and that may say something about the user's services. */
import type { Machine } from "../../eval/core/machine.ts";
import type { Origin, UnknownReason } from "../../eval/core/value.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import type { World } from "../evaluation/moduleWorld.ts";
import type { OpenImport } from "../model/hostEvaluation.ts";
import { harmlessInputs } from "../nixpkgs/knownInputs.ts";

const LONGEST_TEXT = 80;

export function openImports(machine: Machine, world: World, evaluation: Evaluation): readonly OpenImport[] {
  const found: OpenImport[] = [];
  const add = (origin: Origin, reason: UnknownReason): void => {
    const text = textOf(machine, origin);
    if (world.isHarmless(reason) || (text !== null && namesHarmless(text))) return;
    found.push({ what: text === null ? describeReason(reason) : shorten(text), origin, reason });
  };
  for (const { info } of evaluation.modules(machine))
    if (info.unreadable !== null) add(info.importedAt, info.unreadable);
  for (const { attrs, unknown, source } of evaluation.root(machine).sets(machine)) {
    if (attrs === null && unknown !== null && source.module.unreadable === null)
      add(source.binding ?? source.module.importedAt, unknown);
  }
  return found;
}

/** What is written at a node, in one line; `null` where that is not at hand. */
function textOf(machine: Machine, origin: Origin): string | null {
  const location = origin === null ? null : machine.locate(origin, null);
  const file = location === null ? null : machine.parsed(location.uri);
  if (location === null || file === null) return null;
  return file.text.slice(location.range.start, location.range.end).replace(/\s+/g, " ");
}

function shorten(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

/** A channel or an archive of a well-known input, told by the words it is written with. */
function namesHarmless(text: string): boolean {
  return text
    .split(/[^A-Za-z0-9_-]+/)
    .some((word) => harmlessInputs.has(word) && word !== "hardware" && word !== "systems");
}

function describeReason(reason: UnknownReason): string {
  switch (reason.kind) {
    case "input":
      return `the input ${reason.name}`;
    case "notLoaded":
    case "unreadable":
      return reason.uri;
    case "refused":
      return `${reason.uri} (${reason.reason})`;
    case "impure":
    case "notModelled":
      return reason.what;
    default:
      return "an import that cannot be evaluated here";
  }
}
