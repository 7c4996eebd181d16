/** An option in Markdown: what it takes, what it is for, where it is declared, what it amounts to on each host. */

import type { Place } from "../../base/range.ts";
import {
  codeBlock,
  foreignMarkdown,
  inlineCode,
  joinMarkdown,
  link,
  type Markdown,
  markdown,
  ownMarkdown,
  plainMarkdown,
} from "../../base/safeText.ts";
import { isInside, parentUri, uriPath } from "../../base/uri.ts";
import {
  DEFAULT_PRIORITY,
  type DefinitionView,
  FORCE_PRIORITY,
  type HostView,
  type OptionDoc,
  type OptionPath,
} from "../../modules/api.ts";
import { describePath } from "../../schema/lookup.ts";
import type { HostValue } from "../context/effectiveValues.ts";
import { cleanDescription } from "./description.ts";

const NOTHING = ownMarkdown("");

/** Values beyond this number are counted, not listed. */
const valueLimit = 12;

/** The option's own documentation. `path` is the path as the user wrote it. */
export function optionMarkdown(option: OptionDoc, path: OptionPath): Markdown {
  const facts = [markdown`Type: ${inlineCode(option.type.description)}`];
  if (option.defaultText !== null) facts.push(labelled("Default", option.defaultText));
  if (option.exampleText !== null) facts.push(labelled("Example", option.exampleText));
  if (option.readOnly) facts.push(ownMarkdown("Read-only"));
  const parts = [markdown`**${plainMarkdown(describePath(path))}**`];
  if (option.description !== null) parts.push(foreignMarkdown(cleanDescription(option.description)));
  parts.push(joinMarkdown(facts, "  \n"));
  const declared = declaredIn(option);
  if (declared !== null) parts.push(declared);
  const known = knownFrom(option);
  if (known !== null) parts.push(known);
  return joinMarkdown(
    parts.filter((part) => part !== ""),
    "\n\n",
  );
}

/** What the text at a place amounts to on each host, with where it comes from; empty if no host has such a value. */
export function effectiveMarkdown(effective: readonly HostValue[]): Markdown | null {
  if (effective.length === 0) return null;
  const shown = effective.slice(0, valueLimit).map(valueLine);
  if (effective.length > valueLimit) shown.push(markdown`- and ${effective.length - valueLimit} more`);
  return markdown`Effective value\n\n${joinMarkdown(shown, "\n")}`;
}

function valueLine({ host, value, isOneOfSeveral }: HostValue): Markdown {
  const shown =
    value.value === null ? markdown`unknown (${plainMarkdown(value.unknownReason ?? "")})` : shortCode(value.value);
  const from = value.defined
    ? joinMarkdown(
        value.origins.map((origin) => originText(host, origin)),
        ", ",
      )
    : ownMarkdown("the option's default");
  const more = ownMarkdown(value.partial === true ? " and what NixOS adds" : "");
  const which = isOneOfSeveral ? markdown` ${inlineCode(describePath(value.path))}` : NOTHING;
  return markdown`- **${plainMarkdown(host.label)}**${which}: ${shown}${more}${from === "" ? NOTHING : markdown`, from ${from}`}`;
}

function originText(host: HostView, { place, file, priority }: DefinitionView): Markdown {
  const by = ownMarkdown(
    priority === FORCE_PRIORITY ? " (mkForce)" : priority === DEFAULT_PRIORITY ? " (mkDefault)" : "",
  );
  return markdown`${place === null ? inlineCode(file) : placeLink(place, nameWithin(host, place.uri, file))}${by}`;
}

/** A file as seen from the host's flake or root module, where it lies beside or below that. */
function nameWithin(host: HostView, uri: string, file: string): string {
  const folder = parentUri(host.root);
  return isInside(uri, folder) ? uriPath(uri).slice(uriPath(folder).replace(/\/$/, "").length + 1) : file;
}

/** A link that editors open at the line. */
export function placeLink(place: Place, name: string = lastParts(place.uri)): Markdown {
  const line = place.range.start.line + 1;
  return link(`${name}:${line}`, `${place.uri}#L${line}`);
}

function lastParts(uri: string): string {
  return uriPath(uri).split("/").slice(-2).join("/");
}

function declaredIn(option: OptionDoc): Markdown | null {
  const urls = new Map(option.links?.map(({ name, url }) => [name, url]));
  const texts = option.declarations.map((place) => placeLink(place));
  for (const file of option.declaredIn) {
    // The bundled set names the file that a place is in already.
    if (option.declarations.some(({ uri }) => uriPath(uri).endsWith(`/${file}`))) continue;
    const url = urls.get(file);
    texts.push(url?.startsWith("https://") ? link(file, url) : inlineCode(file));
  }
  return texts.length === 0 ? null : markdown`Declared in ${joinMarkdown(texts, ", ")}`;
}

/** Where to read more of an option of NixOS. */
function knownFrom({ source, path }: OptionDoc): Markdown | null {
  if (source !== "nixos") return null;
  const query = encodeURIComponent(describePath(path));
  const page = `https://search.nixos.org/options?channel=unstable&show=${query}&query=${query}`;
  return markdown`More on ${link("search.nixos.org", page)}`;
}

function labelled(label: "Default" | "Example", text: string): Markdown {
  const name = ownMarkdown(label);
  return text.includes("\n") ? markdown`${name}:\n\n${codeBlock(text)}` : markdown`${name}: ${inlineCode(text)}`;
}

function shortCode(text: string): Markdown {
  const line = text.replace(/\s+/g, " ");
  return inlineCode(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
