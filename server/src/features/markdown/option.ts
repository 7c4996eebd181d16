/** An option in Markdown: what it takes, what it is for, where it is declared, what it amounts to on each host. */

import type { Place } from "../../base/range.ts";
import { isInside, parentUri, uriPath } from "../../base/uri.ts";
import type { DefinitionView, HostView, OptionDoc, OptionPath } from "../../modules/api.ts";
import { describePath } from "../../schema/lookup.ts";
import type { HostValue } from "../context/effectiveValues.ts";
import { cleanDescription } from "./description.ts";

/** Values beyond this number are counted, not listed. */
const valueLimit = 12;

/** The option's own documentation. `path` is the path as the user wrote it. */
export function optionMarkdown(option: OptionDoc, path: OptionPath): string {
  const facts = [`Type: ${inlineCode(option.type.description)}`];
  if (option.defaultText !== null) facts.push(labelled("Default", option.defaultText));
  if (option.exampleText !== null) facts.push(labelled("Example", option.exampleText));
  if (option.readOnly) facts.push("Read-only");
  const description = option.description === null ? null : cleanDescription(option.description);
  const parts = [
    `**${escapeMarkdown(describePath(path))}**`,
    description,
    facts.join("  \n"),
    declaredIn(option),
    knownFrom(option),
  ];
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}

/** What the text at a place amounts to on each host, with where it comes from; empty if no host has such a value. */
export function effectiveMarkdown(effective: readonly HostValue[]): string {
  if (effective.length === 0) return "";
  const shown = effective.slice(0, valueLimit).map(valueLine);
  if (effective.length > valueLimit) shown.push(`- and ${effective.length - valueLimit} more`);
  return `Effective value\n\n${shown.join("\n")}`;
}

function valueLine({ host, value, isOneOfSeveral }: HostValue): string {
  const shown =
    value.value === null ? `unknown (${escapeMarkdown(value.unknownReason ?? "")})` : shortCode(value.value);
  const from = value.defined
    ? value.origins.map((origin) => originText(host, origin)).join(", ")
    : "the option's default";
  const more = value.partial === true ? " and what NixOS adds" : "";
  const which = isOneOfSeveral ? ` ${inlineCode(describePath(value.path))}` : "";
  return `- **${escapeMarkdown(host.label)}**${which}: ${shown}${more}${from === "" ? "" : `, from ${from}`}`;
}

function originText(host: HostView, { place, file, priority }: DefinitionView): string {
  const by = priority === 50 ? " (mkForce)" : priority === 1000 ? " (mkDefault)" : "";
  return `${place === null ? inlineCode(file) : placeLink(place, nameWithin(host, place.uri, file))}${by}`;
}

/** A file as seen from the host's flake or root module, where it lies beside or below that. */
function nameWithin(host: HostView, uri: string, file: string): string {
  const folder = parentUri(host.root);
  return isInside(uri, folder) ? uriPath(uri).slice(uriPath(folder).replace(/\/$/, "").length + 1) : file;
}

/** A link that editors open at the line. */
export function placeLink(place: Place, name: string = lastParts(place.uri)): string {
  const line = place.range.start.line + 1;
  return `[${escapeMarkdown(name)}:${line}](${place.uri}#L${line})`;
}

function lastParts(uri: string): string {
  return uriPath(uri).split("/").slice(-2).join("/");
}

function declaredIn(option: OptionDoc): string | null {
  const urls = new Map(option.links?.map(({ name, url }) => [name, url]));
  const texts = option.declarations.map((place) => placeLink(place));
  for (const file of option.declaredIn) {
    // The bundled set names the file that a place is in already.
    if (option.declarations.some(({ uri }) => uriPath(uri).endsWith(`/${file}`))) continue;
    const url = urls.get(file);
    texts.push(url === undefined ? inlineCode(file) : `[${escapeMarkdown(file)}](${url})`);
  }
  return texts.length === 0 ? null : `Declared in ${texts.join(", ")}`;
}

/** What the list is the knowledge of that alone knows the option, and where to read more. */
function knownFrom({ asOf, path }: OptionDoc): string | null {
  if (asOf === undefined) return null;
  const query = encodeURIComponent(describePath(path));
  const page = `https://search.nixos.org/options?channel=unstable&show=${query}&query=${query}`;
  return `NixOS as known in ${asOf}, not your release · [search.nixos.org](${page})`;
}

function labelled(label: string, text: string): string {
  return text.includes("\n") ? `${label}:\n\n${codeBlock(text)}` : `${label}: ${inlineCode(text)}`;
}

function shortCode(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return inlineCode(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}

/** Nix text in a fence that the text itself cannot end. */
export function codeBlock(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}nix\n${text}\n${fence}`;
}

export function inlineCode(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " ");
  const ticks = "`".repeat(longestRun(line) + 1);
  const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${padding}${line}${padding}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
