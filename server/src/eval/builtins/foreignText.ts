/** Text from JSON and TOML, which may hold what strings of Nix cannot. */
import { NixError } from "../core/errors.ts";
import type { Origin } from "../core/value.ts";

/** `text`, if it has no NUL in it. Throws `NixError` otherwise. */
export function withoutNul(text: string, at: Origin): string {
  if (!text.includes("\0")) return text;
  const shown = text.replaceAll("\0", "␀");
  const message = `input string '${shown}' cannot be represented as Nix string because it contains null bytes`;
  throw new NixError("evaluation", message, at);
}
