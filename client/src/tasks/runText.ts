/** The texts around the log in a task's terminal: the command it runs, and how that ended. */
import { l10n } from "vscode";
import type { Ended } from "../process/run.ts";
import type { RunCounts } from "./counts.ts";
import { summaryText } from "./countsText.ts";

const styled = (code: string) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
export const bold = styled("1");
export const dim = styled("2");
export const red = styled("31");
const green = styled("32");
const yellow = styled("33");

/** A command as it would have to be typed. Nothing ever reads it as one. */
export function commandText(program: string, args: readonly string[]): string {
  return [program, ...args].map(shown).join(" ");
}

/** How a run ended, in colour. */
export function endText(ended: Ended, counts: RunCounts, milliseconds: number): string {
  const seconds = (milliseconds / 1000).toFixed(1);
  switch (ended.kind) {
    case "cancelled":
      return yellow(l10n.t("Cancelled after {0} s.", seconds));
    case "notFound":
      return red(l10n.t("{0} was not found.", ended.program));
    case "signalled":
      return red(l10n.t("Ended by {0} after {1} s.", ended.signal, seconds));
    case "exited":
      return ended.code === 0
        ? green([l10n.t("Done in {0} s.", seconds), summaryText(counts)].filter((part) => part !== "").join(" "))
        : red(l10n.t("Failed with exit code {0} after {1} s.", ended.code, seconds));
  }
}

function shown(argument: string): string {
  return /^[\w./:#@=+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
