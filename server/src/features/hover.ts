/** Hover: what the word under the cursor is: an option with its value on each host, a builtin, a name and its binding. */

import type { Range } from "../base/range.ts";
import {
  codeBlock,
  inlineCode,
  joinMarkdown,
  type Markdown,
  markdown,
  ownMarkdown,
  plainMarkdown,
} from "../base/safeText.ts";
import type { OptionPath } from "../modules/api.ts";
import { describePath, locate } from "../schema/lookup.ts";
import type { FeatureContext } from "./context/context.ts";
import { valuesAt } from "./context/effectiveValues.ts";
import { builtinDoc, globalDoc } from "./language/builtins.ts";
import { libDoc } from "./language/lib.ts";
import { functionMarkdown } from "./markdown/function.ts";
import { effectiveMarkdown, optionMarkdown } from "./markdown/option.ts";
import { type BindingSite, type Bound, lexicalBinding } from "./resolve/bindings.ts";
import { type CursorTarget, targetAt, targetMeaning, targetOption, targetOwner } from "./resolve/target.ts";

export interface HoverResult {
  readonly range: Range;
  readonly markdown: Markdown;
  /** The part that is about an option; `null` when there is none. */
  readonly option: Markdown | null;
}

export function hover(context: FeatureContext, offset: number): HoverResult | null {
  const target = targetAt(context, offset);
  if (target === null) return null;
  const path = targetOption(target, context);
  const option = path === null ? null : describeOption(path, offset, context);
  const text = describe(target, option, context);
  return text === null ? null : { range: target.range, markdown: text, option };
}

function describe(target: CursorTarget, option: Markdown | null, context: FeatureContext): Markdown | null {
  const name = isName(target) ? describeName(target, context) : null;
  if (name !== null) return option === null ? name : joinMarkdown([name, option], divider);
  return option ?? describeFunction(target, context);
}

/** The option at `path`, or the one that it is a part of (`environment.variables.EDITOR`), and what it amounts to. */
function describeOption(path: OptionPath, offset: number, context: FeatureContext): Markdown | null {
  const parts = documentation(path, context);
  const effective = effectiveMarkdown(valuesAt(path, offset, context));
  if (effective === null) return parts === null ? null : joinMarkdown(parts, divider);
  const [own = markdown`**${plainMarkdown(describePath(path))}**`, ...more] = parts ?? [];
  const nixos = context.nixos === null ? [] : [markdown`Known of NixOS: ${plainMarkdown(context.nixos)}`];
  return joinMarkdown([own, effective, ...more, ...nixos], divider);
}

const divider = "\n\n---\n\n";

/** What is written of a path, and of the option that it is a part of; `null`: nothing is. */
function documentation(path: OptionPath, context: FeatureContext): readonly Markdown[] | null {
  const located = locate(context.options, path);
  if (located === null) return null;
  const { option, owner, type, node } = located;
  if (option !== null) return [optionMarkdown(option, path)];
  if (owner === null || type === null || (node !== null && node.children.size > 0)) return null;
  const own = markdown`**${plainMarkdown(describePath(path))}**: ${inlineCode(type.description)}`;
  return [own, optionMarkdown(owner, owner.path)];
}

/** Whether the target is a name in scope, rather than a part of a path. */
function isName({ cursor: { wanted } }: CursorTarget): boolean {
  return wanted.kind === "value" || (wanted.kind === "inherit" && wanted.from === null);
}

function describeName(target: CursorTarget, context: FeatureContext): Markdown | null {
  const bound = lexicalBinding(target.word, target.env);
  if (bound !== null) return describeBinding(target.word, bound, context);
  return null;
}

function describeBinding(name: string, bound: Bound, context: FeatureContext): Markdown {
  switch (bound.kind) {
    case "sites":
      return codeBlock(bound.sites.map((site) => siteText(name, site, context)).join("\n"));
    case "formal": {
      const { fallback } = bound.formal;
      const text = fallback === null ? "" : ` ? ${sourceText(bound.env.file.rangeOf(fallback), context)}`;
      const known = knownArguments.get(name);
      const more = ownMarkdown(known === undefined ? "" : `; ${known}`);
      return markdown`${inlineCode(`${name}${text}`)}: argument of the enclosing function${more}`;
    }
    case "parameter":
      return markdown`${inlineCode(name)}: argument of the enclosing function`;
  }
}

const knownArguments: ReadonlyMap<string, string> = new Map([
  ["config", "the options of the host, as they come out"],
  ["options", "the option declarations of the host"],
  ["lib", "the library of nixpkgs"],
  ["pkgs", "the packages of nixpkgs"],
  ["modulesPath", "the folder of NixOS's own modules"],
]);

function siteText(name: string, site: BindingSite, context: FeatureContext): string {
  const { value } = site;
  const { file } = value.env;
  switch (value.kind) {
    case "outer":
      return `inherit ${name};`;
    case "member":
      return `inherit (${value.from === null ? "" : sourceText(file.rangeOf(value.from), context)}) ${name};`;
    case "expression":
      return sourceText(file.rangeOf(site.node), context);
  }
}

/** The text of a range, at most five lines of it. */
function sourceText(range: Range, { file }: FeatureContext): string {
  const lines = file.text.slice(range.start, range.end).split(/\r?\n/);
  const indent = Math.min(
    ...lines
      .slice(1)
      .filter((line) => line.trim() !== "")
      .map((line) => /^\s*/.exec(line)?.[0].length ?? 0),
  );
  const level = Number.isFinite(indent) ? indent : 0;
  const dedented = lines.map((line, index) => (index === 0 ? line : line.slice(level)));
  return dedented.length <= 5 ? dedented.join("\n") : [...dedented.slice(0, 4), "  …"].join("\n");
}

function describeFunction(target: CursorTarget, context: FeatureContext): Markdown | null {
  const meaning = targetMeaning(target, context);
  if (meaning?.kind === "lib") {
    const doc = libDoc(meaning.path);
    return doc === null ? null : functionMarkdown(`lib.${meaning.path.join(".")}`, doc);
  }
  const isName = target.cursor.wanted.kind === "value";
  const isMember = !isName && targetOwner(target, context)?.kind === "builtins";
  const doc = isName ? globalDoc(target.word) : isMember ? builtinDoc(target.word) : null;
  return doc === null ? null : functionMarkdown(isMember ? `builtins.${target.word}` : target.word, doc);
}
