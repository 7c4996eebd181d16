/**
 * What deploy tools print, read line by line: units that a new system would touch, the system's path, colmena's labels.
 * Invariant: a line that is not recognised is still a line of the log; nothing that is printed can make reading fail.
 */
import { stripAnsi } from "../../nixLog/ansi.ts";
import { isStorePath } from "../hosts/names.ts";

/** What the activation of a new system would do to units. */
export interface UnitChanges {
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly restart: readonly string[];
  readonly reload: readonly string[];
  /** Changed, and left running all the same. */
  readonly keep: readonly string[];
  readonly restartsSystemd: boolean;
}

/** How many lines of the end of a log say why something failed. */
const tailLines = 15;

const verbs = { stop: "stop", start: "start", restart: "restart", reload: "reload", "NOT stop": "keep" } as const;
const unitLine = /would (stop|start|restart|reload|NOT stop) the following (?:changed )?units: (.*)$/;

/**
 * The lines that `switch-to-configuration dry-activate` prints ("would restart the following units: …"). `null` when
 * there is none of them: either nothing would change, or it did not get so far.
 */
export function readUnitChanges(lines: readonly string[]): UnitChanges | null {
  const found = { stop: new Set<string>(), start: new Set<string>(), restart: new Set<string>() };
  const all = { ...found, reload: new Set<string>(), keep: new Set<string>() };
  let restartsSystemd = false;
  let isAny = false;
  for (const line of lines) {
    const text = stripAnsi(line).trimEnd();
    if (/would restart systemd$/.test(text)) restartsSystemd = isAny = true;
    const match = unitLine.exec(text);
    if (match === null) continue;
    isAny = true;
    const verb = verbs[match[1] as keyof typeof verbs];
    for (const unit of (match[2] ?? "").split(",")) if (unit.trim() !== "") all[verb].add(unit.trim());
  }
  if (!isAny) return null;
  const sorted = (units: ReadonlySet<string>): string[] => [...units].sort();
  return {
    stop: sorted(all.stop),
    start: sorted(all.start),
    restart: sorted(all.restart),
    reload: sorted(all.reload),
    keep: sorted(all.keep),
    restartsSystemd,
  };
}

/** The system's store path: as nixos-rebuild says at its end, as `nix eval` prints it alone, or in `nix build --json`. */
export function readSystemPath(lines: readonly string[]): string | null {
  for (const line of [...lines].reverse()) {
    const text = stripAnsi(line);
    const path = (/(?:^|\s)(\/nix\/store\/\S+)\s*$/.exec(text) ?? /"out":\s*"([^"]+)"/.exec(text))?.[1];
    if (path !== undefined && isStorePath(path) && !path.endsWith(".drv")) return path;
  }
  return null;
}

/** The node that colmena says a line is of, and the line without it; `null`: it is of all. */
export function readColmenaLine(line: string, nodes: readonly string[]): { node: string; text: string } | null {
  const match = /^\s*(\S+) \| (.*)$/.exec(stripAnsi(line));
  const node = match?.[1];
  return node !== undefined && nodes.includes(node) ? { node, text: match?.[2] ?? "" } : null;
}

/** Whether colmena says that a node has come to its goal. */
export function isColmenaSuccess(text: string): boolean {
  return /^(Activation successful|Will be activated next boot|Dry activation successful)/.test(text);
}

/** The last lines that say something, without what terminals would act on. */
export function lastLines(lines: readonly string[], count = tailLines): readonly string[] {
  return lines
    .map((line) => stripAnsi(line).trimEnd())
    .filter((line) => line !== "")
    .slice(-count);
}
