/**
 * The readable log of a run: Nix's records as lines for a terminal.
 * Invariant: every line is one line, and colours are its only control sequences.
 */
import { keepColours } from "../nixLog/ansi.ts";
import type { ActivityId, NixRecord } from "../nixLog/records.ts";

/** Messages up to this level are shown: errors, warnings, notices, information. */
const shownLevel = 3;
/** For names; red and green say how something went. */
const colours = ["36", "35", "33", "34", "96", "95", "93", "94"];

/** Takes records and gives lines. */
export function createBuildLog(line: (text: string) => void): (record: NixRecord) => void {
  /** What runs, by the name that its lines begin with. */
  const running = new Map<ActivityId, string>();
  const give = (text: string): void => {
    for (const one of text.split("\n")) line(keepColours(one));
  };
  return (record) => {
    switch (record.kind) {
      case "line":
        return give(record.text);
      case "message":
        if (record.message.level <= shownLevel) give(record.shown);
        return;
      case "start": {
        const derivation = String(record.fields[0] ?? "");
        const isBuild = record.activity === "build" || record.activity === "postBuildHook";
        if (isBuild) running.set(record.id, shortName(derivation));
        if (record.level > shownLevel || record.text === "") return;
        if (record.activity === "build")
          give(`\x1b[32mbuilding\x1b[0m ${storeName(derivation)}${onHost(record.fields[1])}`);
        else give(`\x1b[2m${record.text}\x1b[0m`);
        return;
      }
      case "stop":
        running.delete(record.id);
        return;
      case "phase": {
        const name = running.get(record.id);
        if (name !== undefined) give(`\x1b[${colourOf(name)}m[${name}]\x1b[0m \x1b[1m${record.phase}\x1b[0m`);
        return;
      }
      case "buildLine": {
        const name = running.get(record.id);
        // what a program redraws in place comes as one line with carriage returns: the last state counts
        const text = record.text.replace(/^.*\r(?=[^\r])/s, "").replaceAll("\r", "");
        give(name === undefined ? text : `\x1b[${colourOf(name)}m${name}>\x1b[0m ${text}`);
      }
    }
  };
}

/** The name of a store path or derivation, without the folder, the hash and `.drv`. */
export function storeName(path: string): string {
  return path
    .replace(/^.*\//, "")
    .replace(/^[0-9a-z]{32}-/, "")
    .replace(/\.drv$/, "");
}

/** The same without its version, as Nix's own log prefixes lines: the version begins at the first `-` before a digit. */
export function shortName(path: string): string {
  return storeName(path).replace(/-(?![A-Za-z]).*$/, "");
}

/** One colour for one name, always. */
function colourOf(name: string): string {
  // FNV-1a, whose low bits differ for names that differ little
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return colours[(hash >>> 8) % colours.length] ?? "36";
}

function onHost(host: string | number | undefined): string {
  return host === undefined || host === "" ? "" : ` on ${host}`;
}
