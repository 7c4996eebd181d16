/** Makes the completion item of an option, or of a name that leads to options. */
import type { OptionDoc, OptionNode } from "../../modules/api.ts";
import { formatName, quoteString } from "../../syntax/tree/attrName.ts";
import { type CompletionItem, makeItem } from "./item.ts";
import { escapeSnippet, isRequired, valueSnippet } from "./snippet.ts";

/** What the text around the cursor leaves to be inserted. */
export interface OptionNameStyle {
  /** Only the name: an `=` follows, or it is read, not defined. */
  readonly nameOnly: boolean;
  /** The cursor is between quotes that are already there. */
  readonly quoted: boolean;
  /** A `;` follows already. */
  readonly semicolon: boolean;
}

/** The item for `name`, which leads to `node`. */
export function optionItem(
  name: string,
  node: OptionNode,
  path: readonly string[],
  style: OptionNameStyle,
): CompletionItem {
  const label = formatName(name);
  const written = style.quoted ? quoteString(name).slice(1, -1) : label;
  const { option } = node;
  const whole = !style.nameOnly && !style.quoted && option !== null;
  return makeItem(label, option === null ? "namespace" : "option", rank(name, node, path), {
    insert: whole ? definition(written, option, style) : written,
    snippet: whole,
    filter: name,
    detail: option?.type.description ?? null,
    note: option === null ? null : shortDefault(option),
    documentation: option === null ? null : { kind: "option", path: option.path },
  });
}

function definition(written: string, option: OptionDoc, style: OptionNameStyle): string {
  return `${escapeSnippet(written)} = ${valueSnippet(option)}${style.semicolon ? "" : ";"}`;
}

function shortDefault(option: OptionDoc): string | null {
  const text = option.defaultText;
  return text === null || text.length > 40 || text.includes("\n") ? null : text;
}

/** Names that users reach for first, wherever they stand. */
const commonNames: ReadonlySet<string> = new Set([
  "package",
  "port",
  "listenAddress",
  "openFirewall",
  "dataDir",
  "settings",
  "user",
  "group",
  "extraConfig",
]);

/** Common first names of option paths. */
const commonRoots: ReadonlySet<string> = new Set([
  "services",
  "networking",
  "environment",
  "users",
  "boot",
  "systemd",
  "programs",
  "security",
  "fileSystems",
  "nix",
  "time",
  "system",
]);

/** `enable` and what must be defined first, then what is common, then the workspace's own, then the rest by name. */
function rank(name: string, node: OptionNode, path: readonly string[]): number {
  if (name === "enable") return 0;
  if (node.option !== null && isRequired(node.option)) return 1;
  if (path.length === 0 ? commonRoots.has(name) : commonNames.has(name)) return 2;
  return isOwn(node) ? 3 : 4;
}

/** Whether a name leads to options of the workspace or of PlasmaCloud, by the first option below it. */
function isOwn(node: OptionNode): boolean {
  let here: OptionNode | undefined = node;
  while (here !== undefined && here.option === null) here = here.children.values().next().value;
  return here?.option?.source === "workspace" || here?.option?.source === "plasmacloud";
}
